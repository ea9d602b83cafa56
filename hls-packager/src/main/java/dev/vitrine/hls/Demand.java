package dev.vitrine.hls;

/** Hears what viewers ask of a derived rendition. Called on their threads; must be cheap and not throw. */
public interface Demand {

    /** Somebody plays this rendition, or is about to. */
    void asked(String rendition, long nowNanos);

    /**
     * Somebody waits for something the source has and the rendition has not.
     *
     * @param file such as {@code s106.m4s}, {@code s106.p3.m4s} or {@code init-0.mp4}
     */
    void wanted(String rendition, String file);
}
