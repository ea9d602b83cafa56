package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * VP9, configured by a VPCodecConfigurationRecord (VP Codec ISO Media File Format Binding, "vpcC").
 *
 * <pre>  [version 1, flags 000000] | profile | level | depth 4, chroma 3, range 1 | primaries | transfer | matrix | 0 16  </pre>
 *
 * The first four bytes make vpcC a full box; some encoders leave them out, and here they are put back. The size is not in
 * it: it is read from key frames (VP9 bitstream §6.2).
 */
public final class Vp9Bitstream implements VideoBitstream {

    private static final int RECORD_BYTES = 8;
    private static final int SYNC_CODE = 0x498342;
    private static final int COLOUR_SRGB = 7;

    private byte[] vpcC = {};
    private int width;
    private int height;

    @Override
    public Optional<VideoFormat> configure(byte[] configuration) {
        boolean full = configuration.length >= 4 + RECORD_BYTES
                && configuration[0] == 1
                && configuration[1] == 0
                && configuration[2] == 0
                && configuration[3] == 0;
        int from = full ? 4 : 0;
        if (configuration.length < from + RECORD_BYTES) {
            throw new FormatException("VP9 configuration of " + configuration.length + " bytes is too short");
        }
        byte[] fullBox = new byte[4 + configuration.length - from];
        fullBox[0] = 1;
        System.arraycopy(configuration, from, fullBox, 4, configuration.length - from);
        if (!Arrays.equals(fullBox, vpcC)) {
            vpcC = fullBox;
            width = 0;
        }
        return Optional.empty();
    }

    @Override
    public boolean isConfigured() {
        return vpcC.length > 0;
    }

    @Override
    public Picture picture(byte[] data) {
        if (data.length == 0) {
            return new Picture(data, false, false, null);
        }
        BitReader bits = new BitReader("VP9 frame header", data);
        if (bits.bits(2) != 2) {
            throw new FormatException("VP9 frame does not begin with its marker");
        }
        int profile = bits.bits(1) | bits.bits(1) << 1;
        bits.skip(profile == 3 ? 1 : 0);
        boolean showsExisting = bits.flag();
        if (showsExisting || bits.flag()) {
            return new Picture(data, false, true, null);
        }
        bits.skip(2); // show_frame, error_resilient_mode
        if (bits.bits(24) != SYNC_CODE) {
            throw new FormatException("VP9 key frame has no sync code");
        }
        skipColour(bits, profile);
        int newWidth = bits.bits(16) + 1;
        int newHeight = bits.bits(16) + 1;
        if (newWidth == width && newHeight == height) {
            return new Picture(data, true, true, null);
        }
        width = newWidth;
        height = newHeight;
        return new Picture(data, true, true, format());
    }

    private static void skipColour(BitReader bits, int profile) {
        bits.skip(profile >= 2 ? 1 : 0);
        boolean srgb = bits.bits(3) == COLOUR_SRGB;
        bits.skip(srgb ? 0 : 1);
        if (profile == 1 || profile == 3) {
            bits.skip(srgb ? 1 : 3);
        }
    }

    private VideoFormat format() {
        PictureGeometry size = new PictureGeometry(width, height, Ratio.SQUARE);
        String codecs =
                String.format(Locale.ROOT, "vp09.%02d.%02d.%02d", vpcC[4] & 0xff, vpcC[5] & 0xff, vpcC[6] >> 4 & 0xf);
        return new VideoFormat(
                VideoCodec.VP9, codecs, Bytes.copyOf(vpcC), size.width(), size.height(), size.pixelAspect());
    }
}
