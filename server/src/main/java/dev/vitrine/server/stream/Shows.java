package dev.vitrine.server.stream;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Opens and closes broadcasts: all of it that waits for a disk. Called on workers. */
interface Shows {

    /**
     * A new show whose time 0 is {@code anchor}; what is needed to find it again is on disk when this returns.
     *
     * @param anchorNanos the monotonic clock at that moment
     */
    LiveShow create(String channel, Instant anchor, long anchorNanos);

    /**
     * The shows that a server which stopped left on air, by channel.
     *
     * @param now the wall clock
     * @param nowNanos the monotonic clock at that moment
     */
    Map<String, Left> takeUp(Instant now, long nowNanos);

    /**
     * A show that a server left on air.
     *
     * @param over whether the server was away for longer than an encoder may be: its viewers have its end to see
     */
    record Left(LiveShow show, boolean over) {}

    /** Why the show's media is not kept at the moment, so that rewinding and the replay will lack it; empty when it is. */
    Optional<String> trouble(LiveShow show);

    /** Its packager has ended; viewers may still read what it published. */
    void ended(String channel, LiveShow show);
}
