package dev.vitrine.hls;

import dev.vitrine.hls.JournalLine.About;
import dev.vitrine.hls.JournalLine.Range;
import dev.vitrine.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a presentation's directory says was published: the journal, held against the files that are there. Media whose
 * file is missing or short is a gap; so is a number that the journal leaves out.
 *
 * @param settings empty only when the journal's first line is lost
 */
record Journal(Optional<PackagerSettings> settings, Map<String, Told> renditions) {

    static final String FILE = "journal";

    /** What is told of one rendition. */
    static final class Told {
        private final String name;
        private About about;
        private final Map<Long, StoredSegment> complete = new LinkedHashMap<>();
        private Optional<StoredSegment> newestPart = Optional.empty();
        private final List<Range> ranges = new ArrayList<>();
        private final List<String> inits = new ArrayList<>();
        private final Map<String, List<Track>> tracks = new LinkedHashMap<>();
        private final Map<String, DerivedDescription> offers = new LinkedHashMap<>();
        private List<StoredSegment> segments = List.of();
        private int resumed;
        private boolean ended;

        private Told(String name) {
            this.name = name;
            this.about = new About(name, "", Optional.empty(), OptionalDouble.empty());
        }

        /** Codecs are empty when nothing was told. */
        About about() {
            return about;
        }

        /** From number 0 on, none left out, each starting where the one before ended. */
        List<StoredSegment> segments() {
            return segments;
        }

        /** The last of {@link #segments}, if it was open when the journal ends. */
        Optional<StoredSegment> open() {
            return newestPart.filter(part -> !complete.containsKey(part.msn()));
        }

        /** In the order in which they were listed. */
        List<Range> ranges() {
            return ranges;
        }

        /** Paths of init segments. */
        List<String> inits() {
            return inits;
        }

        /** By the name of the init segment that describes them. Journals of before these lines tell none. */
        Map<String, List<Track>> tracks() {
            return tracks;
        }

        /** What viewers were offered beside it. */
        List<DerivedDescription> offers() {
            return List.copyOf(offers.values());
        }

        /** How often it was gone on with. */
        int resumed() {
            return resumed;
        }

        boolean ended() {
            return ended;
        }

        private void take(JournalLine line) {
            if (line instanceof About newer) {
                about = newer;
            } else if (line instanceof Range range) {
                ranges.add(range);
            } else if (line instanceof JournalLine.Part part) {
                newestPart = Optional.of(part.soFar());
            } else if (line instanceof JournalLine.Segment segment) {
                complete.put(segment.segment().msn(), segment.segment());
            } else if (line instanceof JournalLine.Init init) {
                inits.add(init.path());
            } else if (line instanceof JournalLine.Format format) {
                tracks.computeIfAbsent(format.init(), name -> new ArrayList<>()).add(format.track());
            } else if (line instanceof JournalLine.Offer offer) {
                offers.put(offer.offered().name(), offer.offered());
            } else if (line instanceof JournalLine.Resumed) {
                resumed++;
            } else if (line instanceof JournalLine.End) {
                ended = true;
            }
        }

        private void settle(Path directory) {
            List<StoredSegment> told = new ArrayList<>(complete.values());
            open().ifPresent(told::add);
            told.sort((a, b) -> Long.compare(a.msn(), b.msn()));
            List<StoredSegment> whole = new ArrayList<>();
            for (StoredSegment segment : told) {
                whole.addAll(missing(whole, segment));
                whole.add(segment.gap() || isThere(directory, segment) ? segment : segment.lost());
            }
            segments = List.copyOf(whole);
        }

        /** Gaps for the numbers between the last of {@code before} and {@code next}: the time in equal shares. */
        private List<StoredSegment> missing(List<StoredSegment> before, StoredSegment next) {
            long msn = before.size();
            long start = before.isEmpty() ? 0 : before.get(before.size() - 1).endNanos();
            String init = before.isEmpty()
                    ? next.init()
                    : before.get(before.size() - 1).init();
            long count = next.msn() - msn;
            List<StoredSegment> gaps = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                gaps.add(new StoredSegment(
                        name,
                        msn + i,
                        start + (next.startNanos() - start) * i / count,
                        start + (next.startNanos() - start) * (i + 1) / count,
                        init,
                        false,
                        StoredSegment.Kind.GAP,
                        false,
                        List.of()));
            }
            return gaps;
        }

        private static boolean isThere(Path directory, StoredSegment segment) {
            try {
                return Files.size(directory.resolve(segment.path())) >= segment.length();
            } catch (IOException missing) {
                return false;
            }
        }
    }

    /**
     * Reads a directory, without altering it.
     *
     * @return empty when there is no journal
     * @throws IOException when there is one and it cannot be read
     */
    static Optional<Journal> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Optional<PackagerSettings> settings = Optional.empty();
        Map<String, Told> renditions = new LinkedHashMap<>();
        // Lines are ASCII; ISO 8859-1 reads whatever a torn write left without complaint.
        for (String text : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            Optional<JournalLine> line = JournalLine.read(text);
            if (line.isEmpty()) {
                continue;
            }
            if (line.get() instanceof JournalLine.Settings found) {
                settings = settings.or(() -> Optional.of(found.settings()));
            } else {
                renditions.computeIfAbsent(rendition(line.get()), Told::new).take(line.get());
            }
        }
        renditions.values().forEach(told -> told.settle(directory));
        return Optional.of(new Journal(settings, renditions));
    }

    /** Cuts what stands behind the last line feed: the next line shall not continue a torn one. */
    static void cutTornLine(Path directory) throws IOException {
        try (FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (end > 0) {
                channel.read(one.clear(), end - 1);
                if (one.get(0) == '\n') {
                    break;
                }
                end--;
            }
            channel.truncate(end);
        }
    }

    private static String rendition(JournalLine line) {
        if (line instanceof About about) {
            return about.rendition();
        } else if (line instanceof Range range) {
            return range.rendition();
        } else if (line instanceof JournalLine.Part part) {
            return part.soFar().rendition();
        } else if (line instanceof JournalLine.Segment segment) {
            return segment.segment().rendition();
        } else if (line instanceof JournalLine.Init init) {
            return init.path().substring(0, Math.max(0, init.path().indexOf('/')));
        } else if (line instanceof JournalLine.Format format) {
            return format.rendition();
        } else if (line instanceof JournalLine.Offer offer) {
            return offer.rendition();
        } else if (line instanceof JournalLine.Resumed resumed) {
            return resumed.rendition();
        } else if (line instanceof JournalLine.End end) {
            return end.rendition();
        }
        throw new IllegalArgumentException(line + " belongs to no rendition");
    }
}
