package dev.vitrine.overlay;

import dev.vitrine.media.TimedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The time line of a finished show: one range for each stretch during which the shop looked the same, side by side
 * without overlap, under the id and number of the first range that said so. At every date before the media's end a
 * reader finds in it what it found in the live playlist.
 */
public final class CueCompaction {

    private CueCompaction() {}

    /** The ranges for the replay's playlists, by date; none for stretches in which nothing was shown. */
    public static List<TimedEvent> events(CueTimeline timeline, Instant mediaEnd) {
        return spans(timeline, mediaEnd).stream()
                .map(span -> span.lease().event(span.end()))
                .toList();
    }

    /** The same as changes, every one of them closed, for {@code cues.json} and {@code cues.vtt}. */
    public static List<CueChange> changes(CueTimeline timeline, Instant mediaEnd) {
        return spans(timeline, mediaEnd).stream()
                .map(span -> CueSpans.change(span.lease(), Optional.of(span.end()), timeline.people()))
                .toList();
    }

    private static List<CueSpans.Span> spans(CueTimeline timeline, Instant mediaEnd) {
        Instant end = Instant.ofEpochMilli(mediaEnd.toEpochMilli());
        List<CueSpans.Span> spans = new ArrayList<>();
        for (CueSpans.Span span : CueSpans.territories(timeline.leases())) {
            if (span.lease().state().isEmpty() || !span.lease().start().isBefore(end)) {
                continue;
            }
            CueSpans.Span cut = new CueSpans.Span(span.lease(), span.end().isBefore(end) ? span.end() : end);
            int last = spans.size() - 1;
            if (last >= 0 && continues(spans.get(last), cut)) {
                spans.set(last, new CueSpans.Span(spans.get(last).lease(), cut.end()));
            } else {
                spans.add(cut);
            }
        }
        return spans;
    }

    private static boolean continues(CueSpans.Span before, CueSpans.Span next) {
        return before.end().equals(next.lease().start())
                && before.lease().state().equals(next.lease().state());
    }
}
