package dev.vitrine.transcoder.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameStampTest {

    @ParameterizedTest
    @ValueSource(ints = {80, 83, 160, 320, 426, 640, 1280, 1920})
    void read_ofWhatWasPainted_isTheNumber(int width) {
        int height = width * 9 / 16;
        int stride = width + 16;
        for (long number : new long[] {0, 1, 2, 29, 30, 0x5555_5555L, 0xaaaa_aaaaL, FrameStamp.MAX_FRAME_NUMBER}) {
            byte[] luma = new byte[stride * height];
            FrameStamp.paint(luma, width, height, stride, number);
            assertThat(FrameStamp.read(luma, width, height, stride))
                    .as("number %d at %d px", number, width)
                    .hasValue(number);
        }
    }

    @Test
    void read_ofAPaintedImage_isTheNumber() {
        BufferedImage image = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
        FrameStamp.paint(image, 123_456);
        byte[] luma = new byte[1280 * 720];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) (image.getRGB(i % 1280, i / 1280) & 0xff);
        }
        assertThat(FrameStamp.read(luma, 1280, 720, 1280)).hasValue(123_456);
    }

    /** The same table stands in testkit/web/frame-stamp.test.mjs: the two readers agree on every cell. */
    @ParameterizedTest
    @CsvSource({"0, 000000000e", "1, 000000004d", "123456, 000078900f", "4294967295, 3fffffffc6"})
    void code_ofKnownNumbers_isAsWrittenDown(long number, String hex) {
        assertThat(FrameStamp.code(number)).isEqualTo(Long.parseLong(hex, 16));
    }

    @Test
    void read_ofAPictureWithoutStamp_isEmpty() {
        byte[] luma = new byte[320 * 180];
        assertThat(FrameStamp.read(luma, 320, 180, 320)).as("black").isEmpty();
        Arrays.fill(luma, (byte) 200);
        assertThat(FrameStamp.read(luma, 320, 180, 320)).as("light grey").isEmpty();
        new Random(7).nextBytes(luma);
        assertThat(FrameStamp.read(luma, 320, 180, 320)).as("noise").isEmpty();
    }

    @Test
    void read_ofTwoFramesBlended_isEmpty() {
        byte[] one = new byte[320 * 180];
        byte[] other = new byte[320 * 180];
        FrameStamp.paint(one, 320, 180, 320, 1000);
        FrameStamp.paint(other, 320, 180, 320, 1001);
        for (int i = 0; i < one.length; i++) {
            one[i] = (byte) (((one[i] & 0xff) + (other[i] & 0xff)) / 2);
        }
        assertThat(FrameStamp.read(one, 320, 180, 320)).isEmpty();
    }

    @Test
    void read_withAnyOneCellFlipped_isEmpty() {
        for (int cell = 0; cell < FrameStamp.CELLS; cell++) {
            byte[] luma = new byte[320 * 180];
            FrameStamp.paint(luma, 320, 180, 320, 424_242);
            for (int y = 0; y < 8; y++) {
                for (int x = cell * 8; x < cell * 8 + 8; x++) {
                    luma[y * 320 + x] = (byte) (251 - (luma[y * 320 + x] & 0xff));
                }
            }
            assertThat(FrameStamp.read(luma, 320, 180, 320)).as("cell %d", cell).isEmpty();
        }
    }

    @Test
    void paint_outOfBounds_saysWhatIsAllowed() {
        assertThatThrownBy(() -> FrameStamp.paint(new byte[6400], 64, 36, 64, 1))
                .hasMessage("a stamp needs 80 px, the picture is 64 wide");
        assertThatThrownBy(() -> FrameStamp.paint(new byte[320 * 180], 320, 180, 320, -1))
                .hasMessage("frame number -1 is not between 0 and 4294967295");
    }
}
