package dev.vitrine.transcoder;

import dev.vitrine.media.VideoFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which rungs a source is offered in below itself. Pure.
 *
 * <p>A rung is named after the shorter side of its picture: 480p is 854×480 of a wide source and 480×854 of an upright
 * one. Pixels come out square, shapes stay as they are, sizes are even, and nothing is made larger than it came.
 */
public final class Ladder {

    private static final int SLOW_ENOUGH = 36;

    private static final double MAX_SIDE = 4096;
    private static final int UNKNOWN_RATE = 30;

    private Ladder() {}

    /**
     * The rungs of a source, the largest first.
     *
     * @param shortSides what is wished, in pixels, such as 720
     * @param framesPerSecond of the source; above 36 every second picture is left out
     */
    public static List<Rung> of(
            VideoFormat source, OptionalDouble framesPerSecond, List<Integer> shortSides, Rung.Encoding encoding) {
        double rate = framesPerSecond.orElse(UNKNOWN_RATE);
        int everyNth = rate > SLOW_ENOUGH ? 2 : 1;
        int coded = (int) Math.max(1, Math.min(60, Math.round(rate / everyNth)));
        double width = source.shownWidth();
        double height = source.shownHeight();
        double shorter = Math.min(width, height);
        List<Rung> rungs = new ArrayList<>();
        for (int side : new LinkedHashSet<>(shortSides)
                .stream().sorted(Comparator.reverseOrder()).toList()) {
            if (side < shorter && side / shorter * Math.max(width, height) <= MAX_SIDE) {
                rungs.add(rung(side + "p", width, height, side / shorter, coded, everyNth, encoding));
            }
        }
        return rungs;
    }

    /**
     * The same rungs for a picture that has changed while the show was on: names stay, and what would be larger than
     * the picture is now has its size.
     */
    public static List<Rung> refit(List<Rung> rungs, VideoFormat now) {
        double width = now.shownWidth();
        double height = now.shownHeight();
        double shorter = Math.min(width, height);
        return rungs.stream()
                .map(rung -> rung(
                        rung.name(),
                        width,
                        height,
                        Math.min(
                                Math.min(1, Math.min(rung.width(), rung.height()) / shorter),
                                MAX_SIDE / Math.max(width, height)),
                        rung.framesPerSecond(),
                        rung.everyNth(),
                        rung.encoding()))
                .toList();
    }

    private static Rung rung(
            String name,
            double shownWidth,
            double shownHeight,
            double scale,
            int framesPerSecond,
            int everyNth,
            Rung.Encoding encoding) {
        int width = even(shownWidth * scale);
        int height = even(shownHeight * scale);
        return new Rung(
                name,
                width,
                height,
                bitsPerSecond((long) width * height, framesPerSecond),
                framesPerSecond,
                everyNth,
                encoding);
    }

    private static int even(double pixels) {
        return Math.max(16, 2 * (int) Math.round(pixels / 2));
    }

    /**
     * What talking people and products need at most: 2.8 Mbit/s at 720p30, 1.4 at 480p30, 0.85 at 360p30. Twice the
     * pixels need about 1.75 times the bits, twice the pictures 1.5 times.
     */
    static int bitsPerSecond(long pixels, int framesPerSecond) {
        double bits =
                2_800_000 * Math.pow(pixels / 921_600.0, 0.85) * Math.pow(Math.max(framesPerSecond, 15) / 30.0, 0.58);
        return Math.max(150_000, (int) (Math.round(bits / 50_000) * 50_000));
    }
}
