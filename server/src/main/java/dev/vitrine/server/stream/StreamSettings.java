package dev.vitrine.server.stream;

import dev.vitrine.hls.PackagerSettings;
import java.time.Duration;

/**
 * What the operator set for live streams.
 *
 * @param packager segment, part and window lengths
 * @param takeover whether a second publisher with the same key pushes out the first
 * @param deadAfter a publisher that sends nothing for so long is replaced by one that comes with its key
 * @param grace how long a show waits for its encoder to come back
 * @param cuesPerSecond changes of the shop that a channel takes, with a burst of five
 * @param maxQueuedBytes media that may wait for a channel's media thread before its socket is no longer read
 */
public record StreamSettings(
        PackagerSettings packager,
        boolean takeover,
        Duration deadAfter,
        Duration grace,
        int cuesPerSecond,
        long maxQueuedBytes) {}
