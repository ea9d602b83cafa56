package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.util.Locale;

/**
 * The AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1.2), which FLV calls the AVC sequence header.
 *
 * <pre>
 *   version=1 | profile | compatibility | level | 111111 lengthSizeMinusOne | 111 count | SPS… | count | PPS…
 * </pre>
 *
 * @param format with a configuration that says 4-byte lengths, whatever the encoder's said
 * @param lengthBytes how many bytes of length stand before each NAL unit in the encoder's pictures: 1 to 4
 */
public record AvcConfiguration(VideoFormat format, int lengthBytes) {

    private static final String WHAT = "AVC configuration";
    private static final int SPS_AT = 6;

    /**
     * Reads the record.
     *
     * @throws FormatException naming what is wrong
     */
    public static AvcConfiguration read(byte[] avcC) {
        if (avcC.length < SPS_AT + 2) {
            throw new FormatException(WHAT + " of " + avcC.length + " bytes is too short");
        }
        if (avcC[0] != 1) {
            throw new FormatException(WHAT + " has version " + (avcC[0] & 0xff) + ", not 1");
        }
        if ((avcC[5] & 0x1f) == 0) {
            throw new FormatException(WHAT + " holds no sequence parameter set");
        }
        int spsLength = (avcC[SPS_AT] & 0xff) << 8 | (avcC[SPS_AT + 1] & 0xff);
        int spsEnd = SPS_AT + 2 + spsLength;
        if (spsLength < 4 || spsEnd > avcC.length) {
            throw new FormatException(
                    WHAT + "'s sequence parameter set of " + spsLength + " bytes does not fit in " + avcC.length);
        }
        PictureGeometry picture = AvcSps.read(avcC, SPS_AT + 2, spsEnd);
        byte[] fourByteLengths = avcC.clone();
        fourByteLengths[4] |= 3;
        VideoFormat format = new VideoFormat(
                VideoCodec.H264,
                String.format(Locale.ROOT, "avc1.%02x%02x%02x", avcC[1], avcC[2], avcC[3]),
                Bytes.copyOf(fourByteLengths),
                picture.width(),
                picture.height(),
                picture.pixelAspect());
        return new AvcConfiguration(format, (avcC[4] & 3) + 1);
    }
}
