package dev.vitrine.rtmp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.AudioFormat;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioSpecificConfigTest {

    private static AudioFormat read(String hex) {
        return AudioSpecificConfig.read(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest(name = "{0}: {1}, {2} Hz, {3} channels, {4} samples")
    @CsvSource({
        // object type 5, index 4, configuration 4, then frame length, core coder and extension flags
        "1190,       mp4a.40.2,  48000, 2, 1024",
        "119056e500, mp4a.40.2,  48000, 2, 1024", // behind it: SBR is not there, said by ffmpeg
        "1208,       mp4a.40.2,  44100, 1, 1024",
        "1194,       mp4a.40.2,  48000, 2, 960",
        "0a10,       mp4a.40.1,  44100, 2, 1024",
        "11b8,       mp4a.40.2,  48000, 8, 1024", // configuration 7 is 7.1
        "2b118800,   mp4a.40.5,  48000, 2, 2048", // SBR in front: 24 kHz core
        "eb098800,   mp4a.40.29, 48000, 2, 2048", // PS in front: mono core, stereo out
        "131056e598, mp4a.40.5,  48000, 2, 2048", // SBR behind
        "130856e59d4880, mp4a.40.29, 48000, 2, 2048", // SBR and PS behind
        "17805dc010,   mp4a.40.2,  48000, 2, 1024", // index 15: rate in 24 bits
    })
    void knownForms(String hex, String codecs, int rate, int channels, int samples) {
        AudioFormat format = read(hex);
        assertThat(format.codecs()).isEqualTo(codecs);
        assertThat(format.sampleRate()).isEqualTo(rate);
        assertThat(format.channels()).isEqualTo(channels);
        assertThat(format.samplesPerAccessUnit()).isEqualTo(samples);
        assertThat(format.configuration().toString()).isEqualTo(hex);
    }

    @Test
    void whatIsWrong_isSaid() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("AAC configuration ends after 0 bytes");
        assertThatThrownBy(() -> read("1690")).hasMessage("AAC configuration has sampling index 13 and rate 0 Hz");
        assertThatThrownBy(() -> read("4190")).hasMessageContaining("AAC configuration has audio object type 8;");
        assertThatThrownBy(() -> read("11c0")).hasMessage("AAC configuration has channel configuration 8, not 0 to 7");
    }

    @Test
    void anyBytes_areReadOrRefused_nothingElse() {
        Random random = new Random(6);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            try {
                assertThat(AudioSpecificConfig.read(bytes).sampleRate()).isPositive();
            } catch (FormatException refused) {
                assertThat(refused.getMessage()).startsWith("AAC configuration");
            }
        }
    }
}
