package dev.vitrine.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A presentation that was on air when its server stopped, as its directory tells it: what a packager goes on from. */
public final class Resumed {

    private static final Pattern INIT = Pattern.compile(".*/init-([0-9]{1,9})\\.mp4");

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Path directory;
    private final DiskSegmentStore store;
    private final PackagerSettings settings;
    private final Journal journal;

    Resumed(Path directory, DiskSegmentStore store, PackagerSettings settings, Journal journal) {
        this.directory = directory;
        this.store = store;
        this.settings = settings;
        this.journal = journal;
    }

    /** Takes what is published from now on. */
    public DiskSegmentStore store() {
        return store;
    }

    /** Those it began with: a target duration can never change (§6.2.1). */
    public PackagerSettings settings() {
        return settings;
    }

    /** Show time up to which segments were published, of the rendition that is furthest. */
    public long publishedToNanos() {
        return journal.renditions().values().stream()
                .filter(told -> !told.segments().isEmpty())
                .mapToLong(
                        told -> told.segments().get(told.segments().size() - 1).endNanos())
                .max()
                .orElse(0);
    }

    /** What was published of a rendition; empty if nothing was. */
    Optional<Journal.Told> rendition(String name) {
        return Optional.ofNullable(journal.renditions().get(name))
                .filter(told -> !told.segments().isEmpty());
    }

    /**
     * A rendition's init segments by number. An empty buffer stands for one that cannot be read, whose number is taken
     * all the same.
     */
    List<ByteBuffer> inits(String rendition) {
        TreeMap<Integer, ByteBuffer> found = new TreeMap<>();
        List<String> told = rendition(rendition).map(Journal.Told::inits).orElse(List.of());
        told.forEach(path -> number(path).ifPresent(number -> found.put(number, read(path))));
        // What is there without having been told of may be half written.
        files(rendition).forEach(path -> number(path).ifPresent(number -> found.putIfAbsent(number, NOTHING)));
        List<ByteBuffer> inits = new ArrayList<>();
        int next = found.isEmpty() ? 0 : found.lastKey() + 1;
        // One more than there are: viewers may have seen it before the disk did.
        for (int number = 0; number <= next; number++) {
            inits.add(found.getOrDefault(number, NOTHING));
        }
        return inits;
    }

    private static OptionalInt number(String path) {
        Matcher name = INIT.matcher(path);
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }

    private ByteBuffer read(String path) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(directory.resolve(path))).asReadOnlyBuffer();
        } catch (NoSuchFileException gone) {
            return NOTHING;
        } catch (IOException failed) {
            throw new UncheckedIOException(directory.resolve(path) + " cannot be read", failed);
        }
    }

    private List<String> files(String rendition) {
        Path folder = directory.resolve(rendition);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> rendition + "/" + file.getFileName()).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " cannot be listed", failed);
        }
    }
}
