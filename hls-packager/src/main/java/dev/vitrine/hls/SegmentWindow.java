package dev.vitrine.hls;

import dev.vitrine.hls.PlaylistVersion.ListedRange;
import dev.vitrine.hls.PlaylistVersion.Piece;
import dev.vitrine.hls.PlaylistVersion.RemovedRange;
import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.InitMap;
import dev.vitrine.hls.playlist.Marker;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.Part;
import dev.vitrine.hls.playlist.PreloadHint;
import dev.vitrine.hls.playlist.ProgramDateTime;
import dev.vitrine.hls.playlist.SegmentTag;
import dev.vitrine.hls.playlist.ServerControl;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rendition's live playlist lists. Media thread only; what leaves is an immutable {@link PlaylistVersion}.
 *
 * <p>From one version to the next it changes only in the ways RFC 8216bis §6.2.1 allows: lines are appended, the oldest
 * segments go with their tags, parts go once they are three target durations from the end. A date range is appended
 * where the stream is when it becomes known and stays there; when its segment goes while it still covers listed media,
 * it moves to the head.
 */
final class SegmentWindow {

    private static final Pattern MEDIA = Pattern.compile("s(\\d{1,15})(\\.p\\d{1,6})?\\.m4s");

    /** A segment in the list. */
    private static final class Listed {
        final long msn;
        final long start;
        final String init;
        final boolean discontinuity;
        final boolean gap;
        final List<SegmentTag> tags = new ArrayList<>();
        final List<ListedRange> ranges = new ArrayList<>();
        /** How many of {@link #tags} stand in front of the segment's own ones. */
        int leading;

        int parts;
        long end;
        Optional<MediaSegment.Ending> ending = Optional.empty();
        private Optional<Piece> withParts = Optional.empty();
        private Optional<Piece> withoutParts = Optional.empty();

        Listed(long msn, long start, String init, boolean discontinuity, boolean gap) {
            this.msn = msn;
            this.start = start;
            this.end = start;
            this.init = init;
            this.discontinuity = discontinuity;
            this.gap = gap;
        }

        Piece piece(boolean listParts) {
            Optional<Piece> known = listParts ? withParts : withoutParts;
            if (known.isPresent()) {
                return known.get();
            }
            Piece piece = new Piece(text(listParts), List.copyOf(ranges), parts);
            if (listParts) {
                withParts = Optional.of(piece);
            } else {
                // Parts are never listed again.
                withParts = Optional.empty();
                withoutParts = Optional.of(piece);
            }
            return piece;
        }

        String text(boolean listParts) {
            List<SegmentTag> shown = listParts
                    ? tags
                    : tags.stream().filter(tag -> !(tag instanceof Part)).toList();
            StringBuilder out = new StringBuilder();
            new MediaSegment(shown, ending).write(out);
            return out.toString();
        }

        /** Only date ranges: tags of a segment without a part would announce what may yet come otherwise. */
        String openText() {
            StringBuilder out = new StringBuilder();
            (parts > 0 ? tags : tags.subList(0, leading)).forEach(tag -> tag.write(out));
            return out.toString();
        }
    }

    private final PackagerSettings settings;
    private final MediaClock clock;
    private final ServerControl serverControl;
    private final long skipUntil;

    private final Deque<Listed> segments = new ArrayDeque<>();
    private final List<ListedRange> headRanges = new ArrayList<>();
    private final List<RemovedRange> removedRanges = new ArrayList<>();
    private final Map<String, Instant> rangeEnds = new HashMap<>();
    /** Date ranges that came while no segment was open: they stand in front of the next. */
    private final List<SegmentTag> waitingTags = new ArrayList<>();

    private final List<ListedRange> waitingRanges = new ArrayList<>();

    private Optional<Listed> open = Optional.empty();
    private long nextMsn;
    private long discontinuitySequence;
    private long edge;
    private long version;

    /** @param firstVersion number of the first version; above all that were published in an earlier life */
    SegmentWindow(PackagerSettings settings, MediaClock clock, long firstVersion) {
        this.version = firstVersion;
        this.settings = settings;
        this.clock = clock;
        Duration skip = settings.targetDuration().multipliedBy(6);
        this.skipUntil = skip.toNanos();
        this.serverControl = new ServerControl(
                true,
                Optional.of(skip),
                settings.window().compareTo(Duration.ofMinutes(10)) > 0,
                Optional.of(settings.threeTargets()),
                Optional.of(settings.threeParts()));
    }

    long nextMsn() {
        return nextMsn;
    }

    /** Of the oldest listed segment. */
    long firstMsn() {
        return segments.isEmpty() ? nextMsn : segments.getFirst().msn;
    }

    /** The open segment's number and how many parts it has, or those of the next one. */
    String nextPartName() {
        return partName(nextMsn, open.map(segment -> segment.parts).orElse(0));
    }

    static String partName(long msn, int part) {
        return "s" + msn + ".p" + part + ".m4s";
    }

    /** Number of the segment that a file is, or is a part of; empty for other files. */
    static OptionalLong msn(String file) {
        Matcher segment = MEDIA.matcher(file);
        return segment.matches() ? OptionalLong.of(Long.parseLong(segment.group(1))) : OptionalLong.empty();
    }

    int openParts() {
        return open.map(segment -> segment.parts).orElse(0);
    }

    boolean isEmpty() {
        return segments.isEmpty() && openParts() == 0;
    }

    void begin(long start, String init, boolean discontinuity, boolean gap) {
        Listed segment = new Listed(nextMsn, start, init, discontinuity, gap);
        segment.tags.addAll(waitingTags);
        segment.ranges.addAll(waitingRanges);
        segment.leading = waitingTags.size();
        waitingTags.clear();
        waitingRanges.clear();
        if (discontinuity) {
            segment.tags.add(Marker.DISCONTINUITY);
            segment.tags.add(new InitMap(init));
        }
        segment.tags.add(new ProgramDateTime(date(start)));
        open = Optional.of(segment);
    }

    void part(long start, long end, boolean independent, boolean gap) {
        Listed segment = open.orElseThrow();
        segment.tags.add(
                new Part(Duration.ofNanos(end - start), partName(segment.msn, segment.parts), independent, gap));
        segment.parts++;
        segment.end = end;
        edge = end;
    }

    /** Closes the open segment and lets the oldest go. Answers the numbers of those that went. */
    List<Long> finish(long end) {
        Listed segment = open.orElseThrow();
        if (segment.gap) {
            segment.tags.add(Marker.GAP);
        }
        segment.end = end;
        edge = end;
        segment.ending =
                Optional.of(new MediaSegment.Ending(Duration.ofNanos(end - segment.start), "s" + segment.msn + ".m4s"));
        segments.add(segment);
        open = Optional.empty();
        nextMsn++;
        return slide();
    }

    private List<Long> slide() {
        return dropWhile(oldest -> edge - oldest.end >= settings.window().toNanos() || isShortStart(oldest));
    }

    /**
     * Whether it is the short segment that was listed early, or the rest behind it, which starts inside a GOP. They go once
     * the list is so long that they may (§6.2.2): see {@code docs/decisions/0004-first-playlist.md}.
     */
    private boolean isShortStart(Listed oldest) {
        Duration kept = settings.threeTargets().plus(settings.targetDuration());
        return oldest.msn < HlsPackager.FIRST_SEGMENTS && edge - oldest.end >= kept.toNanos();
    }

    /** Lists this segment and what is in front of it no more. Answers the numbers of those that went. */
    List<Long> dropThrough(long msn) {
        return dropWhile(oldest -> oldest.msn <= msn);
    }

    private List<Long> dropWhile(Predicate<Listed> tooOld) {
        List<Long> gone = new ArrayList<>();
        while (segments.size() > 1 && tooOld.test(segments.getFirst())) {
            Listed oldest = segments.removeFirst();
            gone.add(oldest.msn);
            if (oldest.discontinuity) {
                discontinuitySequence++;
            }
            headRanges.addAll(oldest.ranges);
        }
        if (!gone.isEmpty()) {
            Instant oldestDate = date(segments.getFirst().start);
            for (ListedRange range : List.copyOf(headRanges)) {
                if (!rangeEnds.getOrDefault(range.id(), Instant.MIN).isAfter(oldestDate)) {
                    headRanges.remove(range);
                    rangeEnds.remove(range.id());
                    removedRanges.add(new RemovedRange(range.id(), edge));
                }
            }
        }
        removedRanges.removeIf(range -> range.removedNanos() < edge - skipUntil);
        return gone;
    }

    /** Lists an event from the next version on, unless it is over before the first listed segment. */
    void announce(TimedEvent event) {
        if (!segments.isEmpty() && !event.end().isAfter(date(segments.getFirst().start))) {
            return;
        }
        DateRange tag = DateRange.of(event);
        StringBuilder text = new StringBuilder();
        tag.write(text);
        ListedRange range = new ListedRange(event.id(), text.toString(), edge);
        rangeEnds.put(event.id(), event.end());
        if (open.isEmpty()) {
            waitingTags.add(tag);
            waitingRanges.add(range);
            return;
        }
        Listed segment = open.get();
        segment.ranges.add(range);
        if (segment.parts == 0) {
            // Nothing of the segment was shown yet; what was stays in front.
            segment.tags.add(segment.leading++, tag);
        } else {
            segment.tags.add(tag);
        }
    }

    PlaylistVersion snapshot(String currentInit, boolean ended) {
        long lastEnd = segments.isEmpty() ? edge : segments.getLast().end;
        long partsFrom = edge - settings.threeTargets().toNanos();
        List<Piece> pieces = new ArrayList<>(segments.size());
        int skippable = 0;
        String mapAfterSkip = currentInit;
        for (Listed segment : segments) {
            pieces.add(segment.piece(segment.end > partsFrom));
            if (lastEnd - segment.end > skipUntil) {
                skippable++;
            } else if (pieces.size() == skippable + 1) {
                mapAfterSkip = segment.init;
            }
        }
        Piece openPiece = new Piece(openText(), List.of(), openParts());
        String firstInit = segments.isEmpty() ? currentInit : segments.getFirst().init;
        boolean ownMap = segments.isEmpty()
                ? open.map(segment -> segment.discontinuity).orElse(false)
                : segments.getFirst().discontinuity;
        return new PlaylistVersion(new PlaylistVersion.Content(
                header(segments.isEmpty() ? nextMsn : segments.getFirst().msn),
                version++,
                ownMap ? Optional.empty() : Optional.of(new InitMap(firstInit)),
                List.copyOf(headRanges),
                pieces,
                openPiece,
                openParts(),
                skippable,
                new InitMap(mapAfterSkip),
                serverControl.canSkipDateRanges() ? Optional.of(edge - skipUntil) : Optional.empty(),
                List.copyOf(removedRanges),
                ended ? Optional.empty() : Optional.of(new PreloadHint("PART", nextPartName())),
                List.of(),
                isEmpty() ? Optional.empty() : Optional.of(date(edge)),
                ended));
    }

    private String openText() {
        StringBuilder out = new StringBuilder();
        waitingTags.forEach(tag -> tag.write(out));
        return open.map(Listed::openText).orElse("") + out;
    }

    private MediaPlaylist.Header header(long mediaSequence) {
        return new MediaPlaylist.Header(
                6,
                settings.targetDuration(),
                Optional.empty(),
                Optional.of(serverControl),
                Optional.of(settings.partDuration()),
                mediaSequence,
                discontinuitySequence);
    }

    private Instant date(long nanos) {
        return clock.dateOf(nanos, Timescale.NANOS);
    }
}
