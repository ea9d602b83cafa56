package dev.vitrine.media;

/**
 * A track that an encoder sends and viewers do not get.
 *
 * @param video picture or sound
 * @param number the encoder's own number for it; 0 is its default track
 * @param codec as a person would write it
 */
public record LeftOut(boolean video, int number, String codec, Reason reason) {

    /** Why. */
    public enum Reason {
        /** Another track of the same kind is the encoder's default, and one of each kind is taken. */
        NOT_THE_DEFAULT,
        /** It cannot be carried. */
        CODEC
    }
}
