package dev.vitrine.server.stream;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.DataMessage;
import dev.vitrine.media.Track;
import java.time.Instant;
import java.util.List;

/** What travels on a channel's {@link Lane}. Signals of a take that is no longer the channel's own are ignored there. */
sealed interface Signal {

    /** What it weighs on the lane. */
    default int bytes() {
        return 0;
    }

    /**
     * The first access unit of a take is about to come.
     *
     * @param bitsPerSecond what the encoder says that it is going to send; 0 when it does not say
     * @param arrival when the unit came, on both clocks
     */
    record Begin(Take take, List<Track> tracks, long bitsPerSecond, Instant arrival, long arrivalNanos)
            implements Signal {}

    record Tracks(Take take, List<Track> tracks) implements Signal {}

    record Media(Take take, AccessUnit unit) implements Signal {
        @Override
        public int bytes() {
            return unit.payload().length + 64;
        }
    }

    record Words(Take take, DataMessage message) implements Signal {}

    record Left(Take take, String reason) implements Signal {}

    record Task(Runnable task) implements Signal {}
}
