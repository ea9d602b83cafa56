package dev.vitrine.media;

/**
 * A video track's format.
 *
 * @param codec which bitstream
 * @param codecs RFC 6381, such as {@code avc1.64001f}
 * @param configuration body of avcC, hvcC, av1C or vpcC
 * @param width coded width after cropping, in pixels, 1 to 16384
 * @param height coded height after cropping, in pixels, 1 to 16384
 * @param pixelAspect sample aspect ratio before turning; {@link Ratio#SQUARE} when the bitstream says nothing
 * @param orientation how the pictures are to be shown; {@link Orientation#UPRIGHT} when the bitstream says nothing
 */
public record VideoFormat(
        VideoCodec codec,
        String codecs,
        Bytes configuration,
        int width,
        int height,
        Ratio pixelAspect,
        Orientation orientation)
        implements TrackFormat {

    public VideoFormat {
        if (width < 1 || width > 16_384 || height < 1 || height > 16_384) {
            throw new IllegalArgumentException(
                    "video size " + width + "x" + height + " is not between 1x1 and 16384x16384");
        }
    }

    /** One whose pictures are shown as they come. */
    public VideoFormat(VideoCodec codec, String codecs, Bytes configuration, int width, int height, Ratio pixelAspect) {
        this(codec, codecs, configuration, width, height, pixelAspect, Orientation.UPRIGHT);
    }

    /** The same, to be shown otherwise. */
    public VideoFormat oriented(Orientation other) {
        return new VideoFormat(codec, codecs, configuration, width, height, pixelAspect, other);
    }

    /** In square pixels, as it is shown. */
    public double shownWidth() {
        return orientation.swapsSides() ? height : squareWidth();
    }

    /** In square pixels, as it is shown. */
    public double shownHeight() {
        return orientation.swapsSides() ? squareWidth() : height;
    }

    private double squareWidth() {
        return (double) width * pixelAspect.numerator() / pixelAspect.denominator();
    }

    /** Pixels as they are coded, turned as they are shown, such as {@code 720x1280}. */
    public String resolution() {
        return orientation.swapsSides() ? height + "x" + width : width + "x" + height;
    }

    /** A ratio of two positive integers. */
    public record Ratio(int numerator, int denominator) {
        public static final Ratio SQUARE = new Ratio(1, 1);

        public Ratio {
            if (numerator < 1 || denominator < 1) {
                throw new IllegalArgumentException("ratio " + numerator + ":" + denominator + " is not positive");
            }
        }
    }
}
