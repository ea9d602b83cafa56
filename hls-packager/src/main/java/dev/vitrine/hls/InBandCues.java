package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.EventMessage;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of each part in the view with cues in the media. Of several events that hold at a moment the one
 * that became known last counts; it is said where it begins, where an earlier one comes to count again because a later
 * one has ended, with the next part where it became known late, and at the start of each segment once more.
 *
 * <p>What comes out depends on the order of the calls and nothing else. Media thread.
 */
final class InBandCues {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final MediaClock clock;
    private final List<TimedEvent> known = new ArrayList<>();
    private @Nullable TimedEvent said;
    private long lastMsn = -1;

    InBandCues(MediaClock clock) {
        this.clock = clock;
    }

    void announce(TimedEvent event) {
        known.add(event);
    }

    /**
     * The messages of a part with media, from one moment to another, in nanoseconds of show time.
     *
     * @param msn of its segment, whose parts come in order
     */
    ByteBuffer part(long msn, long start, long end) {
        boolean first = msn != lastMsn;
        lastMsn = msn;
        long from = Timescale.NANOS.rescale(start, Timescale.VIDEO);
        long to = Timescale.NANOS.rescale(end, Timescale.VIDEO);
        known.removeIf(event -> endOf(event) <= from);
        if (known.isEmpty()) {
            return NOTHING;
        }
        TreeSet<Long> moments = new TreeSet<>();
        moments.add(from);
        for (TimedEvent event : known) {
            moments.add(startOf(event));
            moments.add(endOf(event));
        }
        List<ByteBuffer> messages = new ArrayList<>();
        for (long moment : moments.subSet(from, to)) {
            Optional<TimedEvent> holds = holdsAt(moment);
            if (holds.isPresent() && ((first && moment == from) || !holds.get().equals(said))) {
                said = holds.get();
                messages.add(EventMessage.of(said, moment, endOf(said) - moment));
            }
        }
        return join(messages);
    }

    /**
     * The same for all parts of a segment of the past, which need all events that touch it to be announced.
     *
     * @param msn of the segment it is, or is a piece of
     */
    List<ByteBuffer> segment(long msn, StoredSegment segment) {
        List<ByteBuffer> messages = new ArrayList<>();
        long at = segment.startNanos();
        for (StoredSegment.Slice slice : segment.parts()) {
            long until = at + slice.durationNanos();
            messages.add(slice.length() == 0 ? NOTHING : part(msn, at, until));
            at = until;
        }
        return messages;
    }

    private Optional<TimedEvent> holdsAt(long moment) {
        for (int i = known.size() - 1; i >= 0; i--) {
            TimedEvent event = known.get(i);
            if (startOf(event) <= moment && moment < endOf(event)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private long startOf(TimedEvent event) {
        return clock.ticksAt(event.start(), Timescale.VIDEO);
    }

    private long endOf(TimedEvent event) {
        return clock.ticksAt(event.end(), Timescale.VIDEO);
    }

    private static ByteBuffer join(List<ByteBuffer> messages) {
        ByteBuffer all = ByteBuffer.allocate(
                messages.stream().mapToInt(ByteBuffer::remaining).sum());
        messages.forEach(message -> all.put(message.duplicate()));
        return all.flip().asReadOnlyBuffer();
    }
}
