package dev.vitrine.hls;

import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.InitMap;
import dev.vitrine.hls.playlist.Marker;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.ProgramDateTime;
import dev.vitrine.hls.playlist.SegmentTag;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a finished rendition's playlist says: everything, for good (PLAYLIST-TYPE VOD, §4.4.3.5). */
final class ReplayPlaylist {

    private ReplayPlaylist() {}

    /** The segments from the first to the last with what an encoder sent. */
    static List<StoredSegment> trimmed(List<StoredSegment> segments) {
        int from = 0;
        int to = segments.size();
        while (from < to && segments.get(from).kind() != StoredSegment.Kind.MEDIA) {
            from++;
        }
        while (to > from && segments.get(to - 1).kind() != StoredSegment.Kind.MEDIA) {
            to--;
        }
        return List.copyOf(segments.subList(from, to));
    }

    /**
     * The playlist, with no parts in it.
     *
     * @param segments at least one, the first with media
     * @param events by their start; each stands in front of the segment that holds it, or of the first. What starts
     *     behind the last segment must not be among them
     */
    static MediaPlaylist of(
            Duration targetDuration, List<ReplaySegment> segments, MediaClock clock, List<TimedEvent> events) {
        Deque<TimedEvent> waiting = new ArrayDeque<>(events);
        List<MediaSegment> listed = new ArrayList<>();
        String init = "";
        for (ReplaySegment segment : segments) {
            List<SegmentTag> tags = new ArrayList<>();
            Instant end = clock.dateOf(segment.endNanos(), Timescale.NANOS);
            while (!waiting.isEmpty() && waiting.element().start().isBefore(end)) {
                tags.add(DateRange.of(waiting.remove()));
            }
            boolean first = listed.isEmpty();
            if (segment.discontinuity() && !first) {
                tags.add(Marker.DISCONTINUITY);
            }
            if (first || segment.discontinuity() || !segment.init().equals(init)) {
                init = segment.init();
                tags.add(new InitMap(init));
            }
            tags.add(new ProgramDateTime(clock.dateOf(segment.startNanos(), Timescale.NANOS)));
            if (segment.gap()) {
                tags.add(Marker.GAP);
            }
            listed.add(new MediaSegment(
                    tags,
                    Optional.of(new MediaSegment.Ending(Duration.ofNanos(segment.durationNanos()), segment.name()))));
        }
        return new MediaPlaylist(
                new MediaPlaylist.Header(
                        6,
                        targetDuration,
                        Optional.of("VOD"),
                        Optional.empty(),
                        Optional.empty(),
                        segments.get(0).msn(),
                        0),
                Optional.empty(),
                listed,
                new MediaPlaylist.Tail(List.of(), List.of(), true));
    }
}
