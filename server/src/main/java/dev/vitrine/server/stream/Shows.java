package dev.vitrine.server.stream;

import java.time.Instant;
import java.util.Map;

/** Opens and closes broadcasts: all of it that waits for a disk. Called on workers. */
interface Shows {

    /**
     * A new show whose time 0 is {@code anchor}; what is needed to find it again is on disk when this returns.
     *
     * @param anchorNanos the monotonic clock at that moment
     */
    LiveShow create(String channel, Instant anchor, long anchorNanos);

    /**
     * The shows that a server which stopped left on air, by channel, as they go on. Those that cannot are over then.
     *
     * @param now the wall clock
     * @param nowNanos the monotonic clock at that moment
     */
    Map<String, LiveShow> takeUp(Instant now, long nowNanos);

    /** Its packager has ended; viewers may still read what it published. */
    void ended(String channel, LiveShow show);
}
