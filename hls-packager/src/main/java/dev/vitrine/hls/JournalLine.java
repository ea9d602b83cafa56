package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Kind;
import dev.vitrine.hls.StoredSegment.Slice;
import dev.vitrine.media.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of a store's journal: a word, fields separated by blanks, and a semicolon that says the line is whole.
 * Appended only; what is torn or unknown is ignored by the reader.
 *
 * <pre>
 *   settings 2000 4000 500 1800000 ;
 *   init source/init-0.mp4 ;
 *   format source init-0.mp4 1 90000 H264 avc1.64001f 0164001f… 1280 720 1 1 ;
 *   format source init-0.mp4 2 48000 AAC mp4a.40.2 1190 48000 2 1024 ;
 *   offer source 480p avc1.4d401f,mp4a.40.2 854x480 30.0 1600000 ;
 *   about source avc1.64001f,mp4a.40.2 1280x720 29.97 ;
 *   range source 106 0 k7x2m9qa-12 ;
 *   part source 106 211966000000 212466000000 init-0.mp4 independent 0+81234@500000000i ;
 *   part source 106 211966000000 212966000000 init-0.mp4 independent 0+81234@500000000i,81234+63712@500000000 ;
 *   segment source 106 211966000000 212966000000 init-0.mp4 independent 0+81234@500000000i,81234+63712@500000000 ;
 *   segment source 107 212966000000 214966000000 init-0.mp4 gap 0+0@500000000,0+0@500000000 ;
 *   resumed source ;
 *   end source ;
 * </pre>
 *
 * A segment's fields: rendition, media sequence number, start and end in nanoseconds of show time, init segment, flags
 * ({@code discontinuity}, {@code gap} or {@code slate}, {@code independent}) or {@code -}, parts as offset+length@nanoseconds (and {@code i} when independent) or {@code -}.
 */
sealed interface JournalLine {

    /** Stands in every journal once: what can never change in a presentation (§6.2.1). Milliseconds. */
    record Settings(PackagerSettings settings) implements JournalLine {
        @Override
        public String text() {
            return line(
                    "settings",
                    millis(settings.segmentDuration()),
                    millis(settings.targetDuration()),
                    millis(settings.partDuration()),
                    millis(settings.window()));
        }

        private static String millis(Duration value) {
            return Long.toString(value.toMillis());
        }
    }

    record Init(String path) implements JournalLine {
        @Override
        public String text() {
            return line("init", path);
        }
    }

    /** A track that an init segment describes. */
    record Format(String rendition, String init, Track track) implements JournalLine {
        @Override
        public String text() {
            List<String> fields = new ArrayList<>(List.of("format", rendition, init));
            fields.addAll(TrackText.write(track));
            return line(fields.toArray(String[]::new));
        }
    }

    /** Another rendition that viewers may choose, made from this one. The last one of a name is true. */
    record Offer(String rendition, DerivedDescription offered) implements JournalLine {
        @Override
        public String text() {
            return line(
                    "offer",
                    rendition,
                    offered.name(),
                    known(offered.codecs()),
                    offered.resolution().orElse("-"),
                    rate(offered.framesPerSecond()),
                    Long.toString(offered.peakBitsPerSecond()));
        }
    }

    /** What the multivariant playlist says of a rendition and its segments do not. The last one is true. */
    record About(String rendition, String codecs, Optional<String> resolution, OptionalDouble framesPerSecond)
            implements JournalLine {

        /** With the other's rate, if that is of pictures of the same kind and size. */
        About withRateOf(About other) {
            return codecs.equals(other.codecs) && resolution.equals(other.resolution)
                    ? new About(rendition, codecs, resolution, other.framesPerSecond)
                    : this;
        }

        @Override
        public String text() {
            return line("about", rendition, known(codecs), resolution.orElse("-"), rate(framesPerSecond));
        }
    }

    /**
     * An event was listed.
     *
     * @param msn of the segment in which it stands
     * @param parts how many of that segment's parts stand in front of it
     */
    record Range(String rendition, long msn, int parts, String id) implements JournalLine {
        @Override
        public String text() {
            return line("range", rendition, Long.toString(msn), Integer.toString(parts), id);
        }
    }

    /** The open segment so far, its newest part being the last. */
    record Part(StoredSegment soFar) implements JournalLine {
        @Override
        public String text() {
            return segmentText("part", soFar);
        }
    }

    record Segment(StoredSegment segment) implements JournalLine {
        @Override
        public String text() {
            return segmentText("segment", segment);
        }
    }

    /** A server that was started again goes on from here. */
    record Resumed(String rendition) implements JournalLine {
        @Override
        public String text() {
            return line("resumed", rendition);
        }
    }

    record End(String rendition) implements JournalLine {
        @Override
        public String text() {
            return line("end", rendition);
        }
    }

    /** Without a line feed. */
    String text();

    /** Empty when the line is torn or says something this version does not know. */
    static Optional<JournalLine> read(String line) {
        String[] fields = line.split(" ", -1);
        if (!fields[fields.length - 1].equals(";")) {
            return Optional.empty();
        }
        try {
            return switch (fields[0]) {
                case "settings" ->
                    Optional.of(new Settings(new PackagerSettings(
                            duration(fields[1]), duration(fields[2]), duration(fields[3]), duration(fields[4]))));
                case "init" -> Optional.of(new Init(fields[1]));
                case "format" ->
                    Optional.of(new Format(
                            fields[1], fields[2], TrackText.read(List.of(fields).subList(3, fields.length - 1))));
                case "offer" -> Optional.of(offer(fields));
                case "about" -> Optional.of(about(fields));
                case "range" ->
                    Optional.of(
                            new Range(fields[1], Long.parseLong(fields[2]), Integer.parseInt(fields[3]), fields[4]));
                case "part" -> Optional.of(new Part(segment(fields)));
                case "segment" -> Optional.of(new Segment(segment(fields)));
                case "resumed" -> Optional.of(new Resumed(fields[1]));
                case "end" -> Optional.of(new End(fields[1]));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }

    private static String line(String... fields) {
        return String.join(" ", fields) + " ;";
    }

    private static String segmentText(String word, StoredSegment segment) {
        List<String> flags = new ArrayList<>();
        if (segment.discontinuity()) {
            flags.add("discontinuity");
        }
        if (segment.kind() != Kind.MEDIA) {
            flags.add(segment.kind() == Kind.GAP ? "gap" : "slate");
        }
        if (segment.independent()) {
            flags.add("independent");
        }
        List<String> parts = segment.parts().stream()
                .map(part -> part.offset() + "+" + part.length() + "@" + part.durationNanos()
                        + (part.independent() ? "i" : ""))
                .toList();
        return line(
                word,
                segment.rendition(),
                Long.toString(segment.msn()),
                Long.toString(segment.startNanos()),
                Long.toString(segment.endNanos()),
                segment.init(),
                flags.isEmpty() ? "-" : String.join(",", flags),
                parts.isEmpty() ? "-" : String.join(",", parts));
    }

    private static Duration duration(String millis) {
        return Duration.ofMillis(Long.parseLong(millis));
    }

    private static About about(String[] fields) {
        return new About(fields[1], text(fields[2]).orElse(""), text(fields[3]), rate(fields[4]));
    }

    private static Offer offer(String[] fields) {
        return new Offer(
                fields[1],
                new DerivedDescription(
                        fields[2],
                        text(fields[3]).orElse(""),
                        text(fields[4]),
                        rate(fields[5]),
                        Long.parseLong(fields[6])));
    }

    private static String known(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static Optional<String> text(String field) {
        return field.equals("-") ? Optional.empty() : Optional.of(field);
    }

    private static String rate(OptionalDouble framesPerSecond) {
        return framesPerSecond.isPresent() ? Double.toString(framesPerSecond.getAsDouble()) : "-";
    }

    private static OptionalDouble rate(String field) {
        return field.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(field));
    }

    private static StoredSegment segment(String[] fields) {
        List<String> flags = List.of(fields[6].split(",", -1));
        List<Slice> parts = new ArrayList<>();
        if (!fields[7].equals("-")) {
            for (String part : fields[7].split(",", -1)) {
                parts.add(slice(part));
            }
        }
        return new StoredSegment(
                fields[1],
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5],
                flags.contains("discontinuity"),
                flags.contains("gap") ? Kind.GAP : flags.contains("slate") ? Kind.SLATE : Kind.MEDIA,
                flags.contains("independent"),
                parts);
    }

    private static Slice slice(String text) {
        boolean independent = text.endsWith("i");
        int plus = text.indexOf('+');
        int at = text.indexOf('@');
        return new Slice(
                Long.parseLong(text.substring(0, plus)),
                Integer.parseInt(text.substring(plus + 1, at)),
                Long.parseLong(text.substring(at + 1, text.length() - (independent ? 1 : 0))),
                independent);
    }
}
