package dev.vitrine.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One broadcast on a channel, planned, on air or over.
 *
 * @param id such as {@code 20261122-180640-k7}; part of the replay's address
 * @param channel may be gone by now
 * @param title 1 to 200 characters
 * @param epoch names the show's time line in cue ids; never used twice
 * @param start planned; once on air the date of its first frame; null when planned for "whenever it comes"
 * @param end of the last frame; null until it is over
 * @param continuity what a stream needs to go on after a restart: JSON that only the stream understands; may be null
 * @param cueSheet as it was planned: JSON; may be null
 */
public record Show(
        String id,
        String channel,
        String title,
        String epoch,
        @Nullable Instant start,
        @Nullable Instant end,
        State state,
        @Nullable String continuity,
        @Nullable String cueSheet) {

    /** Where it is in its life. */
    public enum State {
        PLANNED,
        LIVE,
        HOLD,
        ENDED
    }

    public Show on(Instant firstFrame) {
        return new Show(id, channel, title, epoch, firstFrame, end, State.LIVE, continuity, cueSheet);
    }

    public Show with(State newState) {
        return new Show(id, channel, title, epoch, start, end, newState, continuity, cueSheet);
    }

    public Show withContinuity(String json) {
        return new Show(id, channel, title, epoch, start, end, state, json, cueSheet);
    }

    public Show ended(Instant lastFrame) {
        return new Show(id, channel, title, epoch, start, lastFrame, State.ENDED, null, cueSheet);
    }
}
