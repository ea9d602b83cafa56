package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of a store's journal: a word, then fields separated by blanks. Appended only; a torn last line is ignored by
 * the reader, because its file may be torn too.
 *
 * <pre>
 *   init source/init-0.mp4
 *   segment source 106 211966000000 213966000000 init-0.mp4 independent 0+81234,81234+63712 ;
 *   segment source 107 213966000000 215966000000 init-0.mp4 gap,discontinuity - ;
 *   end source
 * </pre>
 *
 * A segment's fields: rendition, media sequence number, start and end in nanoseconds of show time, init segment, flags
 * or {@code -}, parts as offset+length or {@code -}, and a semicolon that says the line is whole.
 */
sealed interface JournalLine {

    record Init(String path) implements JournalLine {
        String text() {
            return "init " + path + " ;";
        }
    }

    record Segment(StoredSegment segment) implements JournalLine {}

    record End(String rendition) implements JournalLine {
        String text() {
            return "end " + rendition + " ;";
        }
    }

    static String text(StoredSegment segment) {
        List<String> flags = new ArrayList<>();
        if (segment.discontinuity()) {
            flags.add("discontinuity");
        }
        if (segment.gap()) {
            flags.add("gap");
        }
        if (segment.independent()) {
            flags.add("independent");
        }
        List<String> parts = segment.parts().stream()
                .map(part -> part.offset() + "+" + part.length())
                .toList();
        return String.join(
                " ",
                "segment",
                segment.rendition(),
                Long.toString(segment.msn()),
                Long.toString(segment.startNanos()),
                Long.toString(segment.endNanos()),
                segment.init(),
                flags.isEmpty() ? "-" : String.join(",", flags),
                parts.isEmpty() ? "-" : String.join(",", parts),
                ";");
    }

    /** Empty when the line is torn or says something this version does not know. */
    static Optional<JournalLine> read(String line) {
        String[] fields = line.split(" ", -1);
        if (!fields[fields.length - 1].equals(";")) {
            return Optional.empty();
        }
        try {
            return switch (fields[0]) {
                case "init" -> Optional.of(new Init(fields[1]));
                case "segment" -> Optional.of(new Segment(segment(fields)));
                case "end" -> Optional.of(new End(fields[1]));
                default -> Optional.empty();
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }

    private static StoredSegment segment(String[] fields) {
        List<String> flags = List.of(fields[6].split(",", -1));
        List<Slice> parts = new ArrayList<>();
        if (!fields[7].equals("-")) {
            for (String part : fields[7].split(",", -1)) {
                int plus = part.indexOf('+');
                parts.add(new Slice(
                        Long.parseLong(part.substring(0, Math.max(plus, 0))),
                        Integer.parseInt(part.substring(plus + 1))));
            }
        }
        return new StoredSegment(
                fields[1],
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5],
                flags.contains("discontinuity"),
                flags.contains("gap"),
                flags.contains("independent"),
                parts);
    }
}
