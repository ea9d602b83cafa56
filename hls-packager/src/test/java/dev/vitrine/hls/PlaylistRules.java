package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be true of a playlist and of two versions of it, as assertions (RFC 8216bis §6.2.1, §6.2.2). */
final class PlaylistRules {

    private PlaylistRules() {}

    /** Every segment has a date, in front of its first part, and dates follow from durations. */
    static void checkDates(MediaPlaylist playlist) {
        Optional<Instant> expected = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            if (segment.ending().isEmpty() && segment.parts().isEmpty()) {
                continue;
            }
            Instant date = segment.date().orElseThrow(() -> new AssertionError("no date: " + segment));
            expected.ifPresent(
                    before -> assertThat(Duration.between(before, date).abs())
                            .as("date of %s", segment.ending())
                            .isLessThan(Duration.ofMillis(5)));
            expected = segment.ending().map(end -> date.plus(end.duration()));
        }
    }

    /** A delta update applied to the playlist it was asked for with. */
    static MediaPlaylist merge(MediaPlaylist previous, MediaPlaylist delta) {
        var skip = delta.skip().orElseThrow();
        List<MediaSegment> segments = new ArrayList<>();
        for (long i = 0; i < skip.segments(); i++) {
            long msn = delta.header().mediaSequence() + i;
            segments.add(previous.segments().get((int) (msn - previous.header().mediaSequence())));
        }
        segments.addAll(delta.segments());
        return new MediaPlaylist(delta.header(), Optional.empty(), segments, delta.tail());
    }

    static Map<String, DateRange> rangesById(MediaPlaylist playlist) {
        Map<String, DateRange> ranges = new HashMap<>();
        playlist.dateRanges()
                .forEach(range -> assertThat(ranges.put(range.id(), range))
                        .as("%s is listed once", range.id())
                        .isNull());
        return ranges;
    }

    /** {@code after} came from {@code before} by allowed changes only. */
    static void checkMutation(String before, String after) {
        MediaPlaylist old = MediaPlaylist.read(before);
        MediaPlaylist young = MediaPlaylist.read(after);
        assertThat(young.header().targetDuration()).isEqualTo(old.header().targetDuration());
        assertThat(young.header().serverControl()).isEqualTo(old.header().serverControl());
        long removed = young.header().mediaSequence() - old.header().mediaSequence();
        assertThat(removed).as("MEDIA-SEQUENCE never falls").isNotNegative();
        long discontinuities = old.segments().stream()
                .limit(removed)
                .filter(MediaSegment::discontinuity)
                .count();
        assertThat(young.header().discontinuitySequence())
                .isEqualTo(old.header().discontinuitySequence() + discontinuities);
        // Line by line: apart from parts that went, hint, and what stands at the head, old lines are the beginning
        // of the new ones.
        List<String> oldLines = body(before, removed);
        List<String> newLines = body(after, 0);
        int at = 0;
        for (String line : oldLines) {
            while (line.startsWith("#EXT-X-PART:")
                    && !(at < newLines.size() && newLines.get(at).equals(line))) {
                line = "";
            }
            if (line.isEmpty()) {
                continue;
            }
            assertThat(at < newLines.size() ? newLines.get(at) : "(end)")
                    .as("line %d after the head, before:\n%s\nafter:\n%s", at, before, after)
                    .isEqualTo(line);
            at++;
        }
    }

    /** The lines from the {@code skip}th segment on, without the head and what is not a segment's. */
    private static List<String> body(String text, long skip) {
        List<String> lines = text.lines().toList();
        int start = 0;
        while (!lines.get(start).startsWith("#EXT-X-PROGRAM-DATE-TIME")
                && !lines.get(start).equals("#EXT-X-DISCONTINUITY")) {
            start++;
        }
        for (long left = skip; left > 0; start++) {
            if (!lines.get(start).startsWith("#")) {
                left--;
            }
        }
        // Date ranges in front of the first segment may go: they moved to the head, or apply no more.
        while (skip > 0
                && (lines.get(start).startsWith("# ") || lines.get(start).startsWith("#EXT-X-DATERANGE"))) {
            start++;
        }
        return lines.subList(start, lines.size()).stream()
                .filter(line -> !line.startsWith("#EXT-X-PRELOAD-HINT") && !line.startsWith("#EXT-X-RENDITION-REPORT"))
                .toList();
    }
}
