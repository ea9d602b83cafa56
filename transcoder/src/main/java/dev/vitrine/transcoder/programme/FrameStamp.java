package dev.vitrine.transcoder.programme;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A frame's number, drawn into the picture so that it survives encoding, cutting and scaling and can be read back by a
 * program: the ruler with which cue accuracy is measured on decoded video.
 *
 * <pre>
 *   cell   0      1      2 … 33                       34 … 39
 *        ┌──────┬──────┬────────────────────────────┬─────────────────┐ 0
 *        │ white│ black│ number, 32 bits, MSB first │ CRC-6, MSB first│      1 = white, 0 = black
 *        └──────┴──────┴────────────────────────────┴─────────────────┘ H
 *        0     W/40   2W/40                        34W/40             W
 * </pre>
 *
 * A picture of width W has 40 square cells along its top edge. Cell i covers the columns ⌊iW/40⌋ (inclusive) to
 * ⌊(i+1)W/40⌋ (exclusive) and the rows 0 to H = ⌊W/40⌋ (exclusive): 32 px at 1280, 8 px at 320. A reader averages only
 * the inner half of each cell in both directions, so blurred edges do no harm, and compares it with the middle between
 * cells 0 and 1, so range and contrast do no harm.
 *
 * <p>The CRC (polynomial x⁶+x+1, register preset to ones, MSB first) detects what a bad picture or a mix of two frames
 * makes of it: a stamp is read as written or not at all (1 in 64 of random patterns passes).
 *
 * <p>{@code testkit/web/frame-stamp.mjs} reads the same from a canvas.
 */
public final class FrameStamp {

    /** Cells along the top edge. */
    public static final int CELLS = 40;

    /** The greatest number that fits. */
    public static final long MAX_FRAME_NUMBER = 0xffff_ffffL;

    private static final int CALIBRATION_CELLS = 2;
    private static final int CODE_BITS = CELLS - CALIBRATION_CELLS;
    private static final int CHECK_BITS = 6;
    private static final int CHECK_POLYNOMIAL = 0b000011;
    private static final int CHECK_MASK = 0b111111;

    /** Two pixels a cell: less has no inner half. */
    private static final int MIN_WIDTH = 2 * CELLS;

    private static final int MIN_CONTRAST = 48;
    private static final int VIDEO_WHITE = 235;
    private static final int VIDEO_BLACK = 16;

    private FrameStamp() {}

    /** Draws the stamp into a picture of any RGB type, at least 80 px wide. */
    public static void paint(BufferedImage image, long frameNumber) {
        int width = checkedWidth(image.getWidth());
        long code = code(frameNumber);
        int rows = Math.min(rows(width), image.getHeight());
        for (int cell = 0; cell < CELLS; cell++) {
            int colour = isWhite(code, cell) ? 0xffffffff : 0xff000000;
            for (int y = 0; y < rows; y++) {
                for (int x = edge(cell, width); x < edge(cell + 1, width); x++) {
                    image.setRGB(x, y, colour);
                }
            }
        }
    }

    /**
     * Draws the stamp into a luma plane of video range (16 to 235).
     *
     * @param luma row by row; at least {@code stride * rows}
     * @param width of the picture in pixels, at least 80
     * @param height of the picture in pixels
     * @param stride bytes from one row to the next, at least {@code width}
     * @param frameNumber 0 to {@link #MAX_FRAME_NUMBER}
     */
    public static void paint(byte[] luma, int width, int height, int stride, long frameNumber) {
        checkedWidth(width);
        long code = code(frameNumber);
        int rows = Math.min(rows(width), height);
        for (int cell = 0; cell < CELLS; cell++) {
            byte value = (byte) (isWhite(code, cell) ? VIDEO_WHITE : VIDEO_BLACK);
            int from = edge(cell, width);
            int to = edge(cell + 1, width);
            for (int y = 0; y < rows; y++) {
                Arrays.fill(luma, y * stride + from, y * stride + to, value);
            }
        }
    }

    /**
     * Reads the stamp back.
     *
     * @param luma row by row, full or video range; only the first {@link #rows} rows are looked at
     * @return the frame's number; empty when there is no stamp, or one that cannot be trusted
     */
    public static OptionalLong read(byte[] luma, int width, int height, int stride) {
        if (width < MIN_WIDTH || height < rows(width)) {
            return OptionalLong.empty();
        }
        double white = brightness(luma, 0, width, stride);
        double black = brightness(luma, 1, width, stride);
        double contrast = white - black;
        if (contrast < MIN_CONTRAST) {
            return OptionalLong.empty();
        }
        double middle = (white + black) / 2;
        long code = 0;
        for (int cell = CALIBRATION_CELLS; cell < CELLS; cell++) {
            double distance = brightness(luma, cell, width, stride) - middle;
            if (Math.abs(distance) < contrast / 6) {
                return OptionalLong.empty();
            }
            code = code << 1 | (distance > 0 ? 1 : 0);
        }
        long number = code >>> CHECK_BITS;
        return code(number) == code ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** Rows the stamp takes in a picture of this width. */
    public static int rows(int width) {
        return width / CELLS;
    }

    /** The 38 bits of cells 2 to 39. */
    static long code(long frameNumber) {
        if (frameNumber < 0 || frameNumber > MAX_FRAME_NUMBER) {
            throw new IllegalArgumentException(
                    "frame number " + frameNumber + " is not between 0 and " + MAX_FRAME_NUMBER);
        }
        return frameNumber << CHECK_BITS | check(frameNumber);
    }

    private static int check(long number) {
        int register = CHECK_MASK;
        for (int bit = 31; bit >= 0; bit--) {
            int feedback = (register >> (CHECK_BITS - 1) & 1) ^ (int) (number >> bit & 1);
            register = (register << 1 & CHECK_MASK) ^ (feedback == 1 ? CHECK_POLYNOMIAL : 0);
        }
        return register;
    }

    private static boolean isWhite(long code, int cell) {
        return switch (cell) {
            case 0 -> true;
            case 1 -> false;
            default -> (code >> (CODE_BITS - 1 - (cell - CALIBRATION_CELLS)) & 1) == 1;
        };
    }

    private static double brightness(byte[] luma, int cell, int width, int stride) {
        int left = edge(cell, width);
        int size = edge(cell + 1, width) - left;
        int rows = rows(width);
        int sum = 0;
        int count = 0;
        for (int y = rows / 4; y < rows - rows / 4; y++) {
            for (int x = left + size / 4; x < left + size - size / 4; x++) {
                sum += luma[y * stride + x] & 0xff;
                count++;
            }
        }
        return (double) sum / count;
    }

    private static int edge(int cell, int width) {
        return cell * width / CELLS;
    }

    private static int checkedWidth(int width) {
        if (width < MIN_WIDTH) {
            throw new IllegalArgumentException("a stamp needs " + MIN_WIDTH + " px, the picture is " + width + " wide");
        }
        return width;
    }
}
