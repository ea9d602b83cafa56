package dev.vitrine.hls.playlist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A media playlist (§4.4.3): what stands once at its head, the segments, what stands once at its end.
 *
 * @param skip what a delta update leaves out in front of {@code segments}
 * @param segments the last one may be open
 */
public record MediaPlaylist(Header header, Optional<Skip> skip, List<MediaSegment> segments, Tail tail) {

    public static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

    public MediaPlaylist {
        segments = List.copyOf(segments);
    }

    /**
     * The tags in front of the first segment.
     *
     * @param targetDuration whole seconds
     * @param type VOD or EVENT; a live playlist has none
     * @param partTarget with any part
     */
    public record Header(
            int version,
            Duration targetDuration,
            Optional<String> type,
            Optional<ServerControl> serverControl,
            Optional<Duration> partTarget,
            long mediaSequence,
            long discontinuitySequence) {

        public void write(StringBuilder out) {
            out.append("#EXTM3U\n#EXT-X-VERSION:").append(version).append('\n');
            out.append("#EXT-X-TARGETDURATION:")
                    .append(targetDuration.toSeconds())
                    .append('\n');
            type.ifPresent(
                    value -> out.append("#EXT-X-PLAYLIST-TYPE:").append(value).append('\n'));
            serverControl.ifPresent(control -> control.write(out));
            partTarget.ifPresent(value -> out.append("#EXT-X-PART-INF:PART-TARGET=")
                    .append(Decimals.plain(value))
                    .append('\n'));
            out.append("#EXT-X-MEDIA-SEQUENCE:").append(mediaSequence).append('\n');
            out.append("#EXT-X-DISCONTINUITY-SEQUENCE:")
                    .append(discontinuitySequence)
                    .append('\n');
        }
    }

    /** The tags behind the last segment. */
    public record Tail(List<PreloadHint> hints, List<RenditionReport> reports, boolean endList) {

        public Tail {
            hints = List.copyOf(hints);
            reports = List.copyOf(reports);
        }

        public void write(StringBuilder out) {
            hints.forEach(hint -> hint.write(out));
            reports.forEach(report -> report.write(out));
            if (endList) {
                out.append("#EXT-X-ENDLIST\n");
            }
        }
    }

    public String write() {
        StringBuilder out = new StringBuilder();
        header.write(out);
        skip.ifPresent(value -> value.write(out));
        segments.forEach(segment -> segment.write(out));
        tail.write(out);
        return out.toString();
    }

    /** Media sequence number of the segment at {@code index} of {@link #segments}. */
    public long msn(int index) {
        return header.mediaSequence() + skip.map(Skip::segments).orElse(0L) + index;
    }

    /** All date ranges, in the order of the playlist. */
    public List<DateRange> dateRanges() {
        return segments.stream()
                .flatMap(segment -> segment.dateRanges().stream())
                .toList();
    }

    /**
     * Understands a playlist, whoever wrote it.
     *
     * @throws PlaylistException naming the line that cannot be understood
     */
    public static MediaPlaylist read(String text) {
        return new Reader().read(text);
    }

    /** Collects lines. A tag it does not know is left out (§6.3.1). */
    private static final class Reader {

        private static final Map<String, BiConsumer<Reader, String>> TAGS = new HashMap<>();

        static {
            TAGS.put("#EXT-X-VERSION", (r, value) -> r.version = (int) Decimals.integer(value));
            TAGS.put(
                    "#EXT-X-TARGETDURATION",
                    (r, value) -> r.target = Optional.of(Duration.ofSeconds(Decimals.integer(value))));
            TAGS.put("#EXT-X-PLAYLIST-TYPE", (r, value) -> r.type = Optional.of(value));
            TAGS.put("#EXT-X-SERVER-CONTROL", (r, value) -> r.control = Optional.of(ServerControl.read(value)));
            TAGS.put(
                    "#EXT-X-PART-INF",
                    (r, value) ->
                            r.partTarget = Optional.of(Attributes.read(value).requiredSeconds("PART-TARGET")));
            TAGS.put("#EXT-X-MEDIA-SEQUENCE", (r, value) -> r.mediaSequence = Decimals.integer(value));
            TAGS.put("#EXT-X-DISCONTINUITY-SEQUENCE", (r, value) -> r.discontinuities = Decimals.integer(value));
            TAGS.put("#EXT-X-SKIP", (r, value) -> r.skip = Optional.of(Skip.read(value)));
            TAGS.put("#EXT-X-DISCONTINUITY", (r, value) -> r.tags.add(Marker.DISCONTINUITY));
            TAGS.put("#EXT-X-GAP", (r, value) -> r.tags.add(Marker.GAP));
            TAGS.put("#EXT-X-MAP", (r, value) -> r.tags.add(InitMap.read(value)));
            TAGS.put("#EXT-X-PROGRAM-DATE-TIME", (r, value) -> r.tags.add(ProgramDateTime.read(value)));
            TAGS.put("#EXT-X-PART", (r, value) -> r.tags.add(Part.read(value)));
            TAGS.put("#EXT-X-DATERANGE", (r, value) -> r.tags.add(DateRange.read(value, r.comment)));
            TAGS.put("#EXTINF", (r, value) -> r.duration = Optional.of(MediaSegment.Ending.readDuration(value)));
            TAGS.put("#EXT-X-PRELOAD-HINT", (r, value) -> r.hints.add(PreloadHint.read(value)));
            TAGS.put("#EXT-X-RENDITION-REPORT", (r, value) -> r.reports.add(RenditionReport.read(value)));
            TAGS.put("#EXT-X-ENDLIST", (r, value) -> r.endList = true);
        }

        private int version = 1;
        private Optional<Duration> target = Optional.empty();
        private Optional<String> type = Optional.empty();
        private Optional<ServerControl> control = Optional.empty();
        private Optional<Duration> partTarget = Optional.empty();
        private long mediaSequence;
        private long discontinuities;
        private Optional<Skip> skip = Optional.empty();
        private final List<MediaSegment> segments = new ArrayList<>();
        private List<SegmentTag> tags = new ArrayList<>();
        private Optional<Duration> duration = Optional.empty();
        private final List<PreloadHint> hints = new ArrayList<>();
        private final List<RenditionReport> reports = new ArrayList<>();
        private boolean endList;
        private String comment = "";

        MediaPlaylist read(String text) {
            List<String> lines = text.lines().toList();
            if (lines.isEmpty() || !lines.get(0).equals("#EXTM3U")) {
                throw new PlaylistException("line 1: a playlist starts with #EXTM3U");
            }
            for (int i = 1; i < lines.size(); i++) {
                try {
                    line(lines.get(i));
                } catch (PlaylistException wrong) {
                    throw new PlaylistException("line " + (i + 1) + ": " + wrong.getMessage(), wrong);
                }
            }
            if (!tags.isEmpty()) {
                segments.add(new MediaSegment(tags, Optional.empty()));
            }
            Duration targetDuration =
                    target.orElseThrow(() -> new PlaylistException("#EXT-X-TARGETDURATION is missing"));
            return new MediaPlaylist(
                    new Header(version, targetDuration, type, control, partTarget, mediaSequence, discontinuities),
                    skip,
                    segments,
                    new Tail(hints, reports, endList));
        }

        private void line(String line) {
            if (line.startsWith("#EXT")) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? line : line.substring(0, colon);
                BiConsumer<Reader, String> reader = TAGS.get(name);
                if (reader != null) {
                    reader.accept(this, colon < 0 ? "" : line.substring(colon + 1));
                }
                comment = "";
            } else if (line.startsWith("# ")) {
                comment = line.substring(2);
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                Duration length = duration.orElseThrow(
                        () -> new PlaylistException("segment '" + line + "' has no #EXTINF in front of it"));
                segments.add(new MediaSegment(tags, Optional.of(new MediaSegment.Ending(length, line))));
                tags = new ArrayList<>();
                duration = Optional.empty();
            }
        }
    }
}
