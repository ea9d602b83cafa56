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

    Resource of(StoredSegment segment, Resource plain) {
        List<ByteBuffer> messages = messages(segment);
        List<Body> pieces = new ArrayList<>();
        for (int part = 0; part < messages.size(); part++) {
            StoredSegment.Slice slice = segment.parts().get(part);
            if (messages.get(part).hasRemaining()) {
                pieces.add(new Body.InMemory(messages.get(part)));
            }
            if (slice.length() > 0) {
                pieces.add(new Body.OnDisk(directory.resolve(segment.path()), slice.offset(), slice.length()));
            }
        }
        return InBandView.with(pieces, plain);
    }

    /** What the messages need at most, in bits per second. */
    long bitsPerSecond(Collection<StoredSegment> segments) {
        return segments.stream()
                .mapToLong(segment -> messages(segment).stream()
                                .mapToLong(ByteBuffer::remaining)
                                .sum()
                        * 8
                        * 1_000_000_000L
                        / segment.durationNanos())
                .max()
                .orElse(0);
    }

    private List<ByteBuffer> messages(StoredSegment segment) {
        Instant start = clock.dateOf(segment.startNanos(), Timescale.NANOS);
        Instant end = clock.dateOf(segment.endNanos(), Timescale.NANOS);
        InBandCues cues = new InBandCues(clock);
        events.stream()
                .filter(event -> event.start().isBefore(end) && event.end().isAfter(start))
                .forEach(cues::announce);
        return cues.segment(segment);
    }
}
