package dev.vitrine.media;

/**
 * How decoded pictures are to be shown: first mirrored left to right, if so, then turned clockwise.
 *
 * @param mirrored before it is turned
 * @param quarterTurns clockwise, 0 to 3
 */
public record Orientation(boolean mirrored, int quarterTurns) {

    /** As they come. */
    public static final Orientation UPRIGHT = new Orientation(false, 0);

    public Orientation {
        if (quarterTurns < 0 || quarterTurns > 3) {
            throw new IllegalArgumentException(quarterTurns + " quarter turns are not 0 to 3");
        }
    }

    /** Whether what was wide is shown tall. */
    public boolean swapsSides() {
        return quarterTurns % 2 == 1;
    }
}
