package dev.vitrine.testkit;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A playlist as a client sees it, multivariant or media. Written apart from the packager so that it can judge it: it
 * reads what it knows and keeps every other tag as it came.
 *
 * @param uri where it was loaded from, without query
 * @param text as it came
 * @param tags every {@code #EXT} line in order
 * @param variants of a multivariant playlist
 * @param segments of a media playlist; the last one may still be open
 */
public record HlsPlaylist(URI uri, String text, List<Tag> tags, List<URI> variants, List<Segment> segments) {

    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)(?:,|$)");

    /** ISO 8601 writes a zone as Z, +00:00 or +0000, and playlists have all three. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);

    /** {@code #name:value}. */
    public record Tag(String name, String value) {

        /** The value read as an attribute list, quotes taken off. */
        public Map<String, String> attributes() {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher matcher = ATTRIBUTE.matcher(value);
            while (matcher.find()) {
                String raw = matcher.group(2);
                boolean quoted = raw.length() > 1 && raw.startsWith("\"");
                attributes.put(matcher.group(1), quoted ? raw.substring(1, raw.length() - 1) : raw);
            }
            return attributes;
        }
    }

    /**
     * One segment, or the parts so far of the one being made.
     *
     * @param sequence media sequence number
     * @param uri empty while it is open
     * @param seconds EXTINF; of an open segment what its parts add up to
     * @param date of its first picture: its own EXT-X-PROGRAM-DATE-TIME, else counted on from the one before
     * @param dated whether that tag is its own
     * @param map its init segment
     */
    public record Segment(
            long sequence,
            Optional<URI> uri,
            double seconds,
            Optional<Instant> date,
            boolean dated,
            boolean discontinuity,
            boolean gap,
            Optional<URI> map,
            List<Part> parts) {

        public boolean isOpen() {
            return uri.isEmpty();
        }
    }

    /** One partial segment. */
    public record Part(URI uri, double seconds, boolean independent, boolean gap) {}

    public static HlsPlaylist parse(URI uri, String text) {
        return new Reader(uri, text).read();
    }

    /** A date as playlists write it. */
    public static Instant date(String text) {
        return OffsetDateTime.parse(text, DATE).toInstant();
    }

    public boolean isMultivariant() {
        return tags.stream().anyMatch(tag -> tag.name().equals("EXT-X-STREAM-INF"));
    }

    public boolean isEnded() {
        return tag("EXT-X-ENDLIST").isPresent();
    }

    public Optional<Tag> tag(String name) {
        return tags(name).stream().findFirst();
    }

    public List<Tag> tags(String name) {
        return tags.stream().filter(tag -> tag.name().equals(name)).toList();
    }

    /** Seconds; 0 when the tag is not there. */
    public int targetDuration() {
        return tag("EXT-X-TARGETDURATION")
                .map(tag -> Integer.parseInt(tag.value()))
                .orElse(0);
    }

    public long mediaSequence() {
        return tag("EXT-X-MEDIA-SEQUENCE")
                .map(tag -> Long.parseLong(tag.value()))
                .orElse(0L);
    }

    /** Seconds; 0 when the playlist has no parts. */
    public double partTarget() {
        return tag("EXT-X-PART-INF")
                .map(tag -> Double.parseDouble(tag.attributes().getOrDefault("PART-TARGET", "0")))
                .orElse(0.0);
    }

    public Map<String, String> serverControl() {
        return tag("EXT-X-SERVER-CONTROL").map(Tag::attributes).orElse(Map.of());
    }

    /** Whether a reload can wait for what is not there yet. */
    public boolean canBlock() {
        return "YES".equals(serverControl().get("CAN-BLOCK-RELOAD"));
    }

    /** The EXT-X-DATERANGE lines' attributes, in order. */
    public List<Map<String, String>> dateRanges() {
        return tags("EXT-X-DATERANGE").stream().map(Tag::attributes).toList();
    }

    /** Complete segments only. */
    public List<Segment> completeSegments() {
        return segments.stream().filter(segment -> !segment.isOpen()).toList();
    }

    /** Lines to segments: what a tag means depends on what came before it, and only here. */
    private static final class Reader {

        private final URI uri;
        private final String text;
        private final List<Tag> tags = new ArrayList<>();
        private final List<URI> variants = new ArrayList<>();
        private final List<Segment> segments = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        private long sequence;
        private double seconds;
        private boolean discontinuity;
        private boolean gap;
        private boolean variantFollows;
        private Optional<Instant> ownDate = Optional.empty();
        private Optional<Instant> nextDate = Optional.empty();
        private Optional<URI> map = Optional.empty();

        Reader(URI uri, String text) {
            this.uri = uri;
            this.text = text;
        }

        HlsPlaylist read() {
            if (!text.startsWith("#EXTM3U")) {
                throw new AssertionError(uri + " is not a playlist: its first line is not #EXTM3U but\n"
                        + text.lines().findFirst().orElse("(nothing)"));
            }
            text.lines().forEach(line -> {
                if (line.startsWith("#EXT")) {
                    tag(line);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    uriLine(line);
                }
            });
            if (!parts.isEmpty()) {
                add(Optional.empty(), parts.stream().mapToDouble(Part::seconds).sum());
            }
            return new HlsPlaylist(uri, text, List.copyOf(tags), List.copyOf(variants), List.copyOf(segments));
        }

        private void tag(String line) {
            int colon = line.indexOf(':');
            Tag tag = colon < 0
                    ? new Tag(line.substring(1), "")
                    : new Tag(line.substring(1, colon), line.substring(colon + 1));
            tags.add(tag);
            switch (tag.name()) {
                case "EXT-X-STREAM-INF" -> variantFollows = true;
                case "EXT-X-MEDIA-SEQUENCE" -> sequence = Long.parseLong(tag.value());
                case "EXT-X-SKIP" -> sequence += Long.parseLong(tag.attributes().getOrDefault("SKIPPED-SEGMENTS", "0"));
                case "EXTINF" -> seconds = Double.parseDouble(tag.value().split(",", 2)[0]);
                case "EXT-X-DISCONTINUITY" -> discontinuity = true;
                case "EXT-X-GAP" -> gap = true;
                case "EXT-X-MAP" -> map = Optional.of(uri.resolve(required(tag, "URI")));
                case "EXT-X-PROGRAM-DATE-TIME" -> ownDate = Optional.of(date(tag.value()));
                case "EXT-X-PART" -> parts.add(part(tag));
                default -> {}
            }
        }

        private Part part(Tag tag) {
            Map<String, String> attributes = tag.attributes();
            return new Part(
                    uri.resolve(required(tag, "URI")),
                    Double.parseDouble(required(tag, "DURATION")),
                    "YES".equals(attributes.get("INDEPENDENT")),
                    "YES".equals(attributes.get("GAP")));
        }

        private void uriLine(String line) {
            if (variantFollows) {
                variants.add(uri.resolve(line));
                variantFollows = false;
            } else {
                add(Optional.of(uri.resolve(line)), seconds);
            }
        }

        private void add(Optional<URI> segmentUri, double length) {
            Optional<Instant> date = ownDate.or(() -> discontinuity ? Optional.empty() : nextDate);
            segments.add(new Segment(
                    sequence,
                    segmentUri,
                    length,
                    date,
                    ownDate.isPresent(),
                    discontinuity,
                    gap,
                    map,
                    List.copyOf(parts)));
            nextDate = date.map(start -> start.plus(Duration.ofNanos(Math.round(length * 1e9))));
            sequence++;
            parts.clear();
            ownDate = Optional.empty();
            discontinuity = false;
            gap = false;
        }

        private String required(Tag tag, String attribute) {
            String value = tag.attributes().get(attribute);
            if (value == null) {
                throw new AssertionError(uri + ": #" + tag.name() + ":" + tag.value() + " has no " + attribute);
            }
            return value;
        }
    }
}
