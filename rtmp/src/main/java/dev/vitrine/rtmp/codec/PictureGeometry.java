package dev.vitrine.rtmp.codec;

import dev.vitrine.media.VideoFormat.Ratio;

/** Size after cropping, in pixels, and their shape. */
record PictureGeometry(int width, int height, Ratio pixelAspect) {

    private static final int MAX_PIXELS = 16_384;

    /** Sample aspect ratios by aspect_ratio_idc (ITU-T H.264 table E-1, H.265 table E.1); index 0 is "unspecified". */
    private static final int[][] ASPECTS = {
        {1, 1}, {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11}, {80, 33}, {18, 11},
        {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
    };

    private static final int EXTENDED_ASPECT = 255;

    PictureGeometry {
        if (width < 1 || height < 1 || width > MAX_PIXELS || height > MAX_PIXELS) {
            throw new FormatException(
                    "sequence parameter set describes " + width + "x" + height + " pixels, not 1x1 to 16384x16384");
        }
    }

    /** aspect_ratio_idc and, when it says so, the two numbers after it. Nonsense counts as square. */
    static Ratio readAspect(BitReader bits) {
        int idc = bits.bits(8);
        if (idc == EXTENDED_ASPECT) {
            int numerator = bits.bits(16);
            int denominator = bits.bits(16);
            return numerator == 0 || denominator == 0 ? Ratio.SQUARE : new Ratio(numerator, denominator);
        }
        return idc < ASPECTS.length ? new Ratio(ASPECTS[idc][0], ASPECTS[idc][1]) : Ratio.SQUARE;
    }
}
