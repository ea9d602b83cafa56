package dev.vitrine.rtmp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.Orientation;
import dev.vitrine.media.VideoFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayOrientationTest {

    private static final String AVC_C = "0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A message of this type; 0x80 ends the NAL unit. */
    private static byte[] message(boolean leftToRight, boolean topToBottom, int anticlockwise) {
        // cancel 0 | left to right | top to bottom | turn 16 | repetition period 1: 010 | extension 0 | alignment 1
        int bits = (leftToRight ? 1 << 22 : 0) | (topToBottom ? 1 << 21 : 0) | anticlockwise << 5 | 0b0100_1;
        return ByteBuffer.allocate(6)
                .put((byte) 47)
                .put((byte) 3)
                .put((byte) (bits >> 16))
                .putShort((short) bits)
                .put((byte) 0x80)
                .array();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false,     0, false, 0",
        "false, false, 16384, false, 3",
        "false, false, 32768, false, 2",
        "false, false, 49152, false, 1",
        "false, false, 49000, false, 1",
        "false, false, 65000, false, 0",
        "true,  false,     0, true,  0",
        "false, true,      0, true,  2",
        "true,  true,      0, false, 2",
        "true,  false, 16384, true,  3",
    })
    void tellsMirrorAndTurn(
            boolean leftToRight, boolean topToBottom, int anticlockwise, boolean mirrored, int quarterTurns) {
        byte[] nal = message(leftToRight, topToBottom, anticlockwise);

        assertThat(DisplayOrientation.find(nal, 0, nal.length)).contains(new Orientation(mirrored, quarterTurns));
    }

    @Test
    void isFoundBehindOtherMessages_howeverLong() {
        byte[] other = new byte[300];
        byte[] told = message(false, false, 16384);
        ByteBuffer nal =
                ByteBuffer.allocate(400).put(hex("05 ff 2d")).put(other).put(told);

        assertThat(DisplayOrientation.find(nal.array(), 0, nal.position())).contains(new Orientation(false, 3));
    }

    @Test
    void isNotThere_inOtherMessages_andInRubbish() {
        for (String nal :
                List.of("", "80", "05 02 aa bb 80", "2f", "2f 04", "2f 04 00", "ff ff ff ff", "05 ff ff 00 80")) {
            byte[] bytes = hex(nal);

            assertThat(DisplayOrientation.find(bytes, 0, bytes.length)).as(nal).isEmpty();
        }
    }

    @Test
    void whatWasTurned_isUprightWhenCancelled() {
        assertThat(DisplayOrientation.find(hex("2f 01 80 80"), 0, 4)).contains(Orientation.UPRIGHT);
    }

    /** The format comes with the first key picture that differs, and a configuration that is repeated changes nothing. */
    @Test
    void formatFollowsTheKeyPictures() {
        AvcBitstream bitstream = new AvcBitstream();
        byte[] configuration = hex(AVC_C);
        byte[] turned = unit("06", message(false, false, 49152), "65 88 80");
        byte[] plain = hex("00000003 65 88 80");
        VideoFormat format = bitstream.configure(configuration).orElseThrow();

        assertThat(format.orientation()).isEqualTo(Orientation.UPRIGHT);
        assertThat(bitstream.picture(plain).format()).isNull();
        assertThat(bitstream.picture(turned).format()).isEqualTo(format.oriented(new Orientation(false, 1)));
        assertThat(bitstream.picture(turned).format()).as("told again").isNull();
        assertThat(bitstream.configure(configuration)).contains(format.oriented(new Orientation(false, 1)));
        assertThat(bitstream.picture(hex("00000003 41 9a 80")).format())
                .as("not a key picture")
                .isNull();
        assertThat(bitstream.picture(plain).format()).isEqualTo(format);
    }

    /** A prefix message in front of a picture of type IDR_W_RADL; the configuration is one of x265's. */
    @Test
    void hevcToo() throws IOException {
        byte[] seed;
        try (InputStream in =
                DisplayOrientationTest.class.getResourceAsStream("/fuzz/configurations/hevc-opus-video")) {
            seed = in.readAllBytes();
        }
        int length = (seed[1] & 0xff) << 8 | seed[2] & 0xff;
        HevcBitstream bitstream = new HevcBitstream();
        VideoFormat format =
                bitstream.configure(Arrays.copyOfRange(seed, 3, 3 + length)).orElseThrow();

        byte[] turned = unit("4e01", message(false, false, 16384), "26 01 af");
        assertThat(bitstream.picture(turned).format()).isEqualTo(format.oriented(new Orientation(false, 3)));
        assertThat(bitstream.picture(hex("00000003 26 01 af")).format()).isEqualTo(format);
    }

    private static byte[] unit(String header, byte[] information, String slice) {
        byte[] nal = hex(slice);
        byte[] first = hex(header);
        return ByteBuffer.allocate(4 + first.length + information.length + 4 + nal.length)
                .putInt(first.length + information.length)
                .put(first)
                .put(information)
                .putInt(nal.length)
                .put(nal)
                .array();
    }
}
