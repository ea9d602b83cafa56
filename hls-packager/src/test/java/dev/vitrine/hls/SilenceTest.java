package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.cmaf.FragmentWriter;
import dev.vitrine.hls.cmaf.InitSegment;
import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Silence")
final class SilenceTest {

    @TempDir
    private Path directory;

    private static Track aac(String configuration, int sampleRate, int channels, int samples) {
        return new Track(
                2,
                new Timescale(sampleRate),
                new AudioFormat(
                        AudioCodec.AAC, "mp4a.40.2", Bytes.ofHex(configuration), sampleRate, channels, samples));
    }

    /** 48 kHz with 1 to 7 elements' worth of channels; 44.1 kHz; with SBR that a decoder may add. */
    @ParameterizedTest
    @CsvSource({
        "1188, 48000, 1, 1024",
        "1190, 48000, 2, 1024",
        "1198, 48000, 3, 1024",
        "11a0, 48000, 4, 1024",
        "11a8, 48000, 5, 1024",
        "11b0, 48000, 6, 1024",
        "11b8, 48000, 8, 1024",
        "1210, 44100, 2, 1024",
        "2b118800, 48000, 2, 2048",
    })
    void whatFfmpegDecodes_isNothingToBeHeard_andAsLongAsItShallBe(
            String configuration, int sampleRate, int channels, int samples) throws IOException {
        byte[] sound = decoded(aac(configuration, sampleRate, channels, samples));

        assertThat(sound).containsOnly(0);
        assertThat(sound.length / 2 / channels).isBetween(2 * sampleRate - samples, 2 * sampleRate + samples);
    }

    /** Two seconds of it, as 16 bits a sample. */
    private byte[] decoded(Track track) throws IOException {
        List<TrackRun> runs = Silence.between(List.of(track), 0, 2_000_000_000L);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(InitSegment.of(List.of(track)));
        ByteBuffer fragment = FragmentWriter.write(1, 0, runs);
        byte[] bytes = new byte[fragment.remaining()];
        fragment.get(bytes);
        file.writeBytes(bytes);
        Path media = Files.write(directory.resolve("silence.mp4"), file.toByteArray());

        return RealMedia.sound(media, directory.resolve("silence.pcm"));
    }

    @Test
    void partsFollowEachOther_onOneGrid() {
        Track track = aac("1210", 44_100, 2, 1024);
        List<Sample> all = new ArrayList<>();
        for (long start = 7_123_000_000L; start < 9_123_000_000L; start += 333_000_000L) {
            all.addAll(Silence.between(List.of(track), start, start + 333_000_000L)
                    .get(0)
                    .samples());
        }
        for (int i = 1; i < all.size(); i++) {
            Sample before = all.get(i - 1);
            assertThat(all.get(i).unit().pts()).isEqualTo(before.unit().pts() + before.duration());
        }
        assertThat(all.get(0).unit().pts() % 1024).isZero();
        assertThat(all).hasSizeBetween(85, 105);
    }

    /** What is listed has to be there: a gap of some milliseconds up to where the encoder is back is a part too. */
    @Test
    void stretchThatIsShorterThanAFrame_hasOne() {
        Track track = aac("1190", 48_000, 2, 1024);
        for (long start = 1_000_000_000L; start < 1_050_000_000L; start += 1_000_000) {
            List<Sample> samples = Silence.between(List.of(track), start, start + 4_000_000)
                    .get(0)
                    .samples();
            assertThat(samples).hasSize(1);
            assertThat(samples.get(0).unit().pts())
                    .isBetween(start * 48 / 1_000_000, (start + 4_000_000) * 48 / 1_000_000);
        }
        assertThat(Silence.between(List.of(track), 1_000_000_000L, 1_000_000_000L))
                .isEmpty();
    }

    /** dOps with a pre-skip of 0, so that all of it is decoded. */
    private static Track opus(int channels, int mappingFamily) {
        Bytes head = Bytes.ofHex("00 0%d 0000 0000bb80 0000 0%d".formatted(channels, mappingFamily));
        return new Track(2, new Timescale(48_000), new AudioFormat(AudioCodec.OPUS, "opus", head, 48_000, channels, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void opusThatFfmpegDecodes_isNothingToBeHeard_andAsLongAsItShallBe(int channels) throws IOException {
        byte[] sound = decoded(opus(channels, 0));

        assertThat(sound).containsOnly(0);
        assertThat(sound.length / 2 / channels).isBetween(96_000 - 960, 96_000 + 960);
    }

    @Test
    void codecThatHasNoFrameOfSilenceHere_isTold() {
        Track flac = new Track(
                2, new Timescale(48_000), new AudioFormat(AudioCodec.FLAC, "fLaC", Bytes.EMPTY, 48_000, 2, 0));
        assertThat(Silence.isPossible(List.of(flac))).isFalse();
        assertThat(Silence.isPossible(List.of(aac("1190", 48_000, 2, 1024), flac)))
                .isFalse();
        assertThat(Silence.isPossible(List.of(opus(2, 0)))).isTrue();
        assertThat(Silence.isPossible(List.of(opus(6, 1))))
                .as("several streams in one")
                .isFalse();
        assertThat(Silence.isPossible(List.of(Programme.VIDEO)))
                .as("none is silent")
                .isTrue();
        assertThat(Silence.isPossible(List.of(aac("", 48_000, 2, 1024)))).isFalse();
        assertThat(Silence.isPossible(List.of(aac("1180", 48_000, 2, 1024))))
                .as("channels told elsewhere")
                .isFalse();
        assertThat(Silence.isPossible(List.of(aac("1194", 48_000, 2, 960))))
                .as("frames of 960")
                .isFalse();
    }
}
