package dev.vitrine.transcoder;

import java.nio.file.Path;

/**
 * A picture that is drawn into every rendition.
 *
 * @param file PNG or JPEG; what is transparent in it stays so
 */
public record LogoPlace(Path file, Corner corner) {

    /** Where it stands. */
    public enum Corner {
        TOP_LEFT,
        TOP_RIGHT,
        BOTTOM_LEFT,
        BOTTOM_RIGHT;

        /** Whether it is on the left. */
        public boolean left() {
            return this == TOP_LEFT || this == BOTTOM_LEFT;
        }

        /** Whether it is above. */
        public boolean top() {
            return this == TOP_LEFT || this == TOP_RIGHT;
        }
    }
}
