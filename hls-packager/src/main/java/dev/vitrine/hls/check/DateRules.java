package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.Part;
import dev.vitrine.hls.playlist.ProgramDateTime;
import dev.vitrine.hls.playlist.SegmentTag;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines 34 to 36: EXT-X-PROGRAM-DATE-TIME. */
final class DateRules implements RuleGroup {

    private static final Duration STEP_TOLERANCE = Duration.ofMillis(5);
    /** Dates are whole milliseconds on both sides. */
    private static final double MAP_TOLERANCE = 0.002;

    private final Listings listings;
    private final House house;
    private final Map<String, Map<Long, Mapping>> mappings = new HashMap<>();

    DateRules(Listings listings, House house) {
        this.listings = listings;
        this.house = house;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload) {
            reload.text().media().ifPresent(playlist -> dates(reload.text(), playlist, out));
        } else if (observed instanceof Observed.Media media && media.part().isEmpty()) {
            map(media, out);
        }
    }

    private void dates(PlaylistText text, MediaPlaylist playlist, Findings out) {
        boolean parts = playlist.header().partTarget().isPresent();
        boolean ranges = !playlist.dateRanges().isEmpty();
        boolean any =
                playlist.segments().stream().anyMatch(segment -> segment.date().isPresent());
        Severity missing = house.ours() || (!any && (parts || ranges))
                ? Severity.ERROR
                : parts || ranges ? Severity.WARNING : Severity.ADVICE;
        Optional<Instant> expected = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            if (segment.ending().isEmpty() && segment.parts().isEmpty()) {
                continue;
            }
            Optional<Instant> date = segment.date();
            out.expect(
                    34,
                    missing,
                    date.isPresent(),
                    () -> new Trouble("a segment has no date", "", "EXT-X-PROGRAM-DATE-TIME", text.of(segment)));
            out.expect(
                    34,
                    date.isEmpty() || inFront(segment.tags()),
                    () -> new Trouble(
                            "a date stands behind a part of its segment",
                            "",
                            "in front of the first",
                            text.of(segment)));
            if (date.isPresent() && expected.isPresent()) {
                Duration off = Duration.between(expected.get(), date.get());
                out.expect(
                        35,
                        house.ours() ? Severity.ERROR : Severity.WARNING,
                        off.abs().compareTo(STEP_TOLERANCE) < 0,
                        () -> new Trouble(
                                "a date is not where the segment before it ends",
                                off.toMillis() + " ms off",
                                "within " + STEP_TOLERANCE.toMillis() + " ms",
                                text.of(segment)));
            }
            expected = (date.isPresent() ? date : expected)
                    .flatMap(from -> segment.ending().map(ending -> from.plus(ending.duration())));
        }
    }

    private static boolean inFront(List<SegmentTag> tags) {
        for (SegmentTag tag : tags) {
            if (tag instanceof ProgramDateTime) {
                return true;
            }
            if (tag instanceof Part) {
                return false;
            }
        }
        return true;
    }

    /** The distance from media time to date, which has to be the same in all renditions. */
    private void map(Observed.Media media, Findings out) {
        var listed = listings.segment(media.rendition(), media.msn());
        if (listed.isEmpty()
                || listed.get().segment().date().isEmpty()
                || media.facts().start().isEmpty()) {
            return;
        }
        Instant date = listed.get().segment().date().get();
        Mapping mapping = Mapping.of(date, media.facts().start().get(), media.facts());
        Map<Long, Mapping> mine = mappings.computeIfAbsent(media.rendition(), key -> new HashMap<>());
        mine.put(date.getEpochSecond(), mapping);
        mine.keySet().removeIf(second -> second < date.getEpochSecond() - 120);
        mappings.forEach((other, theirs) -> {
            Mapping same = theirs.get(date.getEpochSecond());
            if (!other.equals(media.rendition()) && same != null) {
                double bound = mapping.tolerance(same);
                out.expect(
                        36,
                        Math.abs(same.offset() - mapping.offset()) < bound,
                        () -> new Trouble(
                                "the same media time has two dates",
                                Math.round((mapping.offset() - same.offset()) * 1e3) + " ms apart",
                                "within " + Math.round(bound * 1e3) + " ms of " + other,
                                listed.get().evidence()));
            }
        });
    }

    /**
     * Where a segment puts media time on the calendar.
     *
     * @param offset from the one to the other, in seconds
     * @param sound what a frame of a rendition that is sound alone lasts, in seconds; 0 with pictures. Cut where the pictures
     *     are, its segment begins with the frame of sound that follows
     * @param picture what a picture lasts, in seconds, where a segment begins with one that needs others: of these some that
     *     are shown earlier may be decoded in the segment before. 0 else
     */
    private record Mapping(double offset, double sound, double picture) {

        static Mapping of(Instant date, double start, MediaFacts facts) {
            Optional<InitFacts.TrackFacts> video = facts.lead().filter(InitFacts.TrackFacts::isVideo);
            boolean dependent =
                    video.filter(track -> !facts.samplesOf(track).get(0).sync()).isPresent();
            return new Mapping(
                    date.toEpochMilli() / 1e3 - start,
                    video.isPresent() ? 0 : facts.frame(),
                    dependent ? facts.frame() : 0);
        }

        double tolerance(Mapping other) {
            boolean alike = sound > 0 == other.sound > 0;
            return MAP_TOLERANCE + (alike ? 0 : Math.max(sound, other.sound)) + Math.max(picture, other.picture);
        }
    }
}
