package dev.vitrine.hls.cmaf;

import dev.vitrine.media.Orientation;
import dev.vitrine.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How a track's pictures come onto the screen (ISO/IEC 14496-12 §8.3.2.3): {@code (x, y)} goes to
 * {@code (a·x + c·y + tx, b·x + d·y + ty)}, with the picture's upper left corner at (0, 0), before and after.
 *
 * @param numbers as they stand in {@code tkhd}: a, b, 0, c, d, 0, tx, ty in 16.16 and 1 in 2.30
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody, written to by nobody.
record DisplayMatrix(int[] numbers) {

    private static final int ONE = 0x10000;

    /** Pictures as they are. */
    static final DisplayMatrix UNITY = new DisplayMatrix(new int[] {ONE, 0, 0, 0, ONE, 0, 0, 0, 0x40000000});

    static DisplayMatrix of(VideoFormat video) {
        Orientation orientation = video.orientation();
        double width = orientation.swapsSides() ? video.shownHeight() : video.shownWidth();
        double height = orientation.swapsSides() ? video.shownWidth() : video.shownHeight();
        // Mirrored about its middle, x goes to width - x.
        int a = orientation.mirrored() ? -1 : 1;
        int b = 0;
        int c = 0;
        int d = 1;
        double tx = orientation.mirrored() ? width : 0;
        double ty = 0;
        for (int turn = 0; turn < orientation.quarterTurns(); turn++) {
            // Clockwise by a right angle, (x, y) of a picture as tall as this goes to (tall - y, x).
            double tall = turn % 2 == 0 ? height : width;
            int oldA = a;
            int oldC = c;
            double oldTx = tx;
            a = -b;
            c = -d;
            tx = tall - ty;
            b = oldA;
            d = oldC;
            ty = oldTx;
        }
        return new DisplayMatrix(
                new int[] {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, fixed(tx), fixed(ty), 0x40000000});
    }

    /** The one in {@code box} at {@code from}. */
    static DisplayMatrix read(ByteBuffer box, int from) {
        return new DisplayMatrix(IntStream.range(0, UNITY.numbers.length)
                .map(nth -> box.getInt(from + 4 * nth))
                .toArray());
    }

    private static int fixed(double pixels) {
        return (int) Math.round(pixels * ONE);
    }

    void write(BoxWriter out) {
        Arrays.stream(numbers).forEach(out::u32);
    }
}
