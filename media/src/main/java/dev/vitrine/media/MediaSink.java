package dev.vitrine.media;

import java.util.List;

/**
 * Where a programme flows to. One thread at a time calls it, in this order:
 *
 * <pre>
 *   tracks ( tracks | write | message )* end
 * </pre>
 *
 * A sink that cannot go on says so to whoever wired it, not by throwing at its source.
 */
public interface MediaSink {

    /**
     * The tracks from here on. Called before the first {@link #write} and again whenever the set or a format changes;
     * not when a configuration is merely repeated.
     *
     * @param tracks at least one; ids are unique
     */
    void tracks(List<Track> tracks);

    /** The next access unit; within a track, dts strictly rises. */
    void write(AccessUnit unit);

    /**
     * What the encoder says that it is going to send, all tracks together: good for as long as nothing is measured. Mostly
     * told before the tracks.
     */
    default void declared(long bitsPerSecond) {}

    /** Words from the encoder, in their place between the access units. */
    default void message(DataMessage message) {}

    /** A track that is there and does not come this way. Told once for each, at any time before the end. */
    default void leftOut(LeftOut track) {}

    /**
     * Nothing follows.
     *
     * @param reason for the operator, such as "the encoder stopped the stream"
     */
    void end(String reason);
}
