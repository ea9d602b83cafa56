package dev.vitrine.server.stream;

import java.time.Instant;

/** Opens and closes broadcasts: all of it that waits for a disk. Called on workers. */
interface Shows {

    /**
     * A new show whose time 0 is {@code anchor}; what is needed to find it again is on disk when this returns.
     *
     * @param anchorNanos the monotonic clock at that moment
     */
    LiveShow create(String channel, Instant anchor, long anchorNanos);

    /** Shows that a server which stopped left on air are over. */
    void endLeftOpen();

    /** Its packager has ended; viewers may still read what it published. */
    void ended(String channel, LiveShow show);
}
