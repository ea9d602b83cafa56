package dev.vitrine.rtmp.codec;

import dev.vitrine.media.Orientation;
import java.util.Optional;

/**
 * The display orientation among the supplemental enhancement information (ITU-T H.264 §D.1.27, §D.2.27; H.265 §D.2.17,
 * §D.3.17): what a phone says that is held upright and films lying down.
 *
 * <pre>
 *   message: type (255…, last) | size (255…, last) | payload
 *   47: cancel 1 | mirror left to right 1 | mirror top to bottom 1 | anticlockwise turn 16, of 65536 | …
 * </pre>
 *
 * Turns that are not by right angles count as the nearest that is.
 */
final class DisplayOrientation {

    private static final String WHAT = "supplemental enhancement information";
    private static final int TYPE = 47;
    private static final int QUARTER = 1 << 14;

    private DisplayOrientation() {}

    /**
     * Looks for it in a NAL unit.
     *
     * @param from the byte after the NAL unit's header
     * @return empty when it is not there, or cannot be read: nobody needs it to decode
     */
    static Optional<Orientation> find(byte[] data, int from, int to) {
        try {
            return find(new BitReader(WHAT, NalUnits.payload(data, from, to)));
        } catch (FormatException broken) {
            return Optional.empty();
        }
    }

    private static Optional<Orientation> find(BitReader bits) {
        // What is left at the end is one byte of trailing bits.
        while (bits.left() > 8) {
            int type = number(bits);
            int size = number(bits);
            if (type == TYPE) {
                return Optional.of(read(bits));
            }
            bits.skip(size * 8);
        }
        return Optional.empty();
    }

    /** §7.3.2.3.1: as many bytes of 255 as it takes, and a last one. */
    private static int number(BitReader bits) {
        int number = 0;
        int next = bits.bits(8);
        while (next == 255) {
            number += next;
            next = bits.bits(8);
        }
        return number + next;
    }

    private static Orientation read(BitReader bits) {
        if (bits.flag()) {
            return Orientation.UPRIGHT;
        }
        boolean leftToRight = bits.flag();
        boolean topToBottom = bits.flag();
        int anticlockwise = Math.floorDiv(bits.bits(16) + QUARTER / 2, QUARTER);
        // Mirroring comes first, and top to bottom is left to right and half a turn.
        int clockwise = (topToBottom ? 2 : 0) - anticlockwise;
        return new Orientation(leftToRight != topToBottom, Math.floorMod(clockwise, 4));
    }
}
