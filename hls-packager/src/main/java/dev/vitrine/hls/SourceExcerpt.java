package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the source it takes to make one complete segment in another rendition. Segments are cut in decoding order, and
 * pictures are shown in another:
 *
 * <pre>
 *   decoded   │ I60 P63 B61 B62 … P120 B118 │ B119 P123 …
 *   shown     │ 60 61 62 …      117 118 119 │ 120 …
 * </pre>
 *
 * so that where a segment does not end in front of a random access point, its last pictures come behind it. Immutable.
 *
 * @param segments from the one with the random access point on; the last is the one that is made
 * @param behind what follows it, where that begins with pictures that are shown in it
 * @param endNanos of the segment that is made, in show time
 */
public record SourceExcerpt(List<SourceSegment> segments, Optional<SourceSegment> behind, long endNanos) {

    public SourceExcerpt {
        segments = List.copyOf(segments);
    }

    /** The source's. */
    public List<Track> tracks() {
        return segments.get(0).tracks();
    }

    /** The same with all bytes in memory. May wait for the disk. */
    public SourceExcerpt load() throws IOException {
        List<SourceSegment> loaded = new ArrayList<>();
        for (SourceSegment segment : segments) {
            loaded.add(segment.load());
        }
        return new SourceExcerpt(
                loaded, behind.isPresent() ? Optional.of(behind.get().load()) : behind, endNanos);
    }

    /** All that it takes and that is in memory, in decoding order, in show time. */
    public List<AccessUnit> pictures() {
        List<AccessUnit> pictures = new ArrayList<>();
        segments.forEach(segment -> pictures.addAll(segment.pictures()));
        behind.ifPresent(next -> pictures.addAll(upToTheEnd(next.pictures())));
        return pictures;
    }

    /** As far as some are shown before the end. */
    private List<AccessUnit> upToTheEnd(List<AccessUnit> next) {
        Optional<Track> picture = tracks().stream().filter(Track::isVideo).findFirst();
        long end = picture.map(track -> track.timescale().ticks(Duration.ofNanos(endNanos - DerivedWriter.SLACK_NANOS)))
                .orElse(Long.MIN_VALUE);
        int needed = 0;
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).pts() < end) {
                needed = i + 1;
            }
        }
        return next.subList(0, needed);
    }
}
