package dev.vitrine.hls;

import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The segments of a replay with its cues in them, put together when they are asked for. Immutable. */
final class InBandReplay {

    private final Path directory;
    private final MediaClock clock;
    private final List<TimedEvent> events;

    InBandReplay(Path directory, MediaClock clock, List<TimedEvent> events) {
        this.directory = directory;
        this.clock = clock;
        this.events = List.copyOf(events);
    }

    Resource of(ReplaySegment segment, Resource plain) {
        InBandCues cues = cues(segment);
        List<Body> bodies = new ArrayList<>();
        for (StoredSegment piece : segment.pieces()) {
            List<ByteBuffer> messages = cues.segment(segment.msn(), piece);
            for (int part = 0; part < messages.size(); part++) {
                StoredSegment.Slice slice = piece.parts().get(part);
                if (messages.get(part).hasRemaining()) {
                    bodies.add(new Body.InMemory(messages.get(part)));
                }
                if (slice.length() > 0) {
                    bodies.add(new Body.OnDisk(directory.resolve(piece.path()), slice.offset(), slice.length()));
                }
            }
        }
        return InBandView.with(bodies, plain);
    }

    /** What the messages need at most, in bits per second. */
    long bitsPerSecond(Collection<ReplaySegment> segments) {
        return segments.stream()
                .mapToLong(segment -> bytes(segment) * 8 * 1_000_000_000L / segment.durationNanos())
                .max()
                .orElse(0);
    }

    private long bytes(ReplaySegment segment) {
        InBandCues cues = cues(segment);
        return segment.pieces().stream()
                .flatMap(piece -> cues.segment(segment.msn(), piece).stream())
                .mapToLong(ByteBuffer::remaining)
                .sum();
    }

    /** They know what touches the segment. */
    private InBandCues cues(ReplaySegment segment) {
        Instant start = clock.dateOf(segment.startNanos(), Timescale.NANOS);
        Instant end = clock.dateOf(segment.endNanos(), Timescale.NANOS);
        InBandCues cues = new InBandCues(clock);
        events.stream()
                .filter(event -> event.start().isBefore(end) && event.end().isAfter(start))
                .forEach(cues::announce);
        return cues;
    }
}
