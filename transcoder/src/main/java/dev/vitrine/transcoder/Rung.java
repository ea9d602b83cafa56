package dev.vitrine.transcoder;

/**
 * A smaller copy of the picture, and how it is encoded.
 *
 * @param name unique in its ladder, such as {@code 480p}; lower-case letters, digits and {@code -}
 * @param width in pixels, even, 16 to 8192
 * @param height in pixels, even, 16 to 8192
 * @param maxBitsPerSecond what is sent of it in the long run, at most; see {@link #bufferBits}
 * @param framesPerSecond what is expected, for rate control and level; timestamps come from the source
 * @param everyNth 1: every picture; 2: every second one, for sources of 50 and 60 pictures a second
 */
public record Rung(
        String name,
        int width,
        int height,
        int maxBitsPerSecond,
        int framesPerSecond,
        int everyNth,
        Encoding encoding) {

    public Rung {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("rung '" + name + "' must be 1 to 32 lower-case letters, digits or '-'");
        }
        if (width % 2 != 0 || height % 2 != 0 || Math.min(width, height) < 16 || Math.max(width, height) > 8192) {
            throw new IllegalArgumentException(
                    "rung " + name + " of " + width + "x" + height + " must be even and between 16x16 and 8192x8192");
        }
        if (maxBitsPerSecond < 10_000 || maxBitsPerSecond > 200_000_000) {
            throw new IllegalArgumentException(
                    "rung " + name + " of " + maxBitsPerSecond + " bit/s is not between 10000 and 200000000 bit/s");
        }
        if (framesPerSecond < 1 || framesPerSecond > 240 || everyNth < 1 || everyNth > 8) {
            throw new IllegalArgumentException("rung " + name + ": " + framesPerSecond
                    + " pictures/s must be between 1 and 240, every " + everyNth + "th between 1 and 8");
        }
    }

    /**
     * The decoder's buffer that the encoder keeps to (CPB, ITU-T H.264 annex C), in bits: half a second, so that a key picture
     * does not hold up a part for longer.
     */
    public int bufferBits() {
        return maxBitsPerSecond / 2;
    }

    /**
     * What a segment of two seconds can need at most, in bits a second: {@link #maxBitsPerSecond} and a buffer that was full
     * when it began.
     */
    public int peakBitsPerSecond() {
        return maxBitsPerSecond + bufferBits() / 2;
    }

    long pixels() {
        return (long) width * height;
    }

    /**
     * Which encoder, and how hard it tries.
     *
     * @param encoder FFmpeg's name, such as {@code libx264}
     * @param preset x264's word, such as {@code veryfast}; others ignore it
     */
    public record Encoding(String encoder, String preset) {

        public static final Encoding DEFAULT = new Encoding("libx264", "veryfast");

        /** H.264 profile_idc that comes out. */
        public int profile() {
            if (encoder.equals("libx264")) {
                return preset.equals("ultrafast") ? 66 : 100;
            }
            return encoder.equals("libopenh264") ? 66 : 100;
        }
    }

    /** H.264's level_idc: the lowest that allows this size, rate and bit rate (ITU-T H.264 table A-1). */
    public int level() {
        long macroblocks = (long) ((width + 15) / 16) * ((height + 15) / 16);
        for (Level level : Level.values()) {
            if (macroblocks <= level.frame
                    && macroblocks * framesPerSecond <= level.second
                    && maxBitsPerSecond <= level.kilobits * 1000L) {
                return level.idc;
            }
        }
        return Level.L5_2.idc;
    }

    /** The RFC 6381 codecs parameter of what comes out. */
    public String codecs() {
        return String.format(
                java.util.Locale.ROOT,
                "avc1.%02x%02x%02x",
                encoding.profile(),
                encoding.profile() == 66 ? 0xc0 : 0,
                level());
    }

    /** Macroblocks a frame, macroblocks a second, bit rate. */
    private enum Level {
        L3_0(30, 1_620, 40_500, 10_000),
        L3_1(31, 3_600, 108_000, 14_000),
        L3_2(32, 5_120, 216_000, 20_000),
        L4_0(40, 8_192, 245_760, 20_000),
        L4_2(42, 8_704, 522_240, 50_000),
        L5_0(50, 22_080, 589_824, 135_000),
        L5_1(51, 36_864, 983_040, 240_000),
        L5_2(52, 36_864, 2_073_600, 240_000);

        private final int idc;
        private final long frame;
        private final long second;
        private final int kilobits;

        Level(int idc, long frame, long second, int kilobits) {
            this.idc = idc;
            this.frame = frame;
            this.second = second;
            this.kilobits = kilobits;
        }
    }
}
