package dev.vitrine.rtmp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Configurations as x264 writes them. */
class AvcConfigurationTest {

    private static final String HIGH_1080 =
            "01640028ffe1001b67640028acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800";

    private static VideoFormat read(String hex) {
        return AvcConfiguration.read(HexFormat.of().parseHex(hex)).format();
    }

    @Test
    void baseline() {
        VideoFormat format = read("0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8");
        assertThat(format.codecs()).isEqualTo("avc1.42c00c");
        assertThat(format.width()).isEqualTo(320);
        assertThat(format.height()).as("184 lines, 4 cropped").isEqualTo(180);
        assertThat(format.pixelAspect()).isEqualTo(Ratio.SQUARE);
    }

    @Test
    void high1080_isCroppedFrom1088Lines() {
        VideoFormat format = read(HIGH_1080);
        assertThat(format.codecs()).isEqualTo("avc1.640028");
        assertThat(format.width()).isEqualTo(1920);
        assertThat(format.height()).isEqualTo(1080);
    }

    @Test
    void interlacedPalWithWidePixels() {
        VideoFormat format =
                read("0164001effe100186764001eacd940b424d8208000000300800000190f8a14cb01000668fba3cb22c0fdf8f800");
        assertThat(format.width()).isEqualTo(720);
        assertThat(format.height()).isEqualTo(576);
        assertThat(format.pixelAspect()).isEqualTo(new Ratio(16, 11));
    }

    @Test
    void fullChroma_isCroppedInSinglePixels() {
        VideoFormat format = read(
                "01f4000dffe1001b67f4000d919b282a33c7c5e022000003000200000300641e28532c01000668ebe3c44844fff8f800");
        assertThat(format.codecs()).isEqualTo("avc1.f4000d");
        assertThat(format.width()).isEqualTo(322);
        assertThat(format.height()).isEqualTo(182);
    }

    @Test
    void shortLengths_areRememberedAndCorrectedInTheConfiguration() {
        byte[] avcC = HexFormat.of().parseHex(HIGH_1080);
        avcC[4] = (byte) 0xfc;
        AvcConfiguration configuration = AvcConfiguration.read(avcC);
        assertThat(configuration.lengthBytes()).isEqualTo(1);
        assertThat(configuration.format().configuration().toString()).isEqualTo(HIGH_1080);
    }

    @Test
    void whatIsWrong_isSaid() {
        assertThatThrownBy(() -> read("0164")).hasMessage("AVC configuration of 2 bytes is too short");
        assertThatThrownBy(() -> read("01640028ffe0000000"))
                .hasMessage("AVC configuration holds no sequence parameter set");
        assertThatThrownBy(() -> read("01640028ffe100ff67640028"))
                .hasMessage("AVC configuration's sequence parameter set of 255 bytes does not fit in 12");
        assertThatThrownBy(() -> read("01640028ffe1000468640028"))
                .hasMessage("AVC configuration has a NAL unit of type 8 where its SPS is due");
        assertThatThrownBy(() -> read("01640028ffe1000467640028"))
                .hasMessageStartingWith("H.264 sequence parameter set ends after 3 bytes");
    }

    @Test
    void cutOrCorrupted_itIsReadOrRefused_nothingElse() {
        Random random = new Random(5);
        byte[] good = HexFormat.of().parseHex(HIGH_1080);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int i = random.nextInt(4); i > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(AvcConfiguration.read(bad).format().width()).isPositive();
            } catch (FormatException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
