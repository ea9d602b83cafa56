package dev.vitrine.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A presentation that was on air when its server stopped, as its directory tells it: what a packager goes on from. */
public final class Resumed {

    private static final Pattern INIT = Pattern.compile("init-([0-9]{1,9})\\.mp4");

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
    public SegmentStore store() {
        return store;
    }

    /** Those it began with: a target duration can never change (§6.2.1). */
    public PackagerSettings settings() {
        return settings;
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
        Path folder = directory.resolve(rendition);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = INIT.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    boolean told = rendition(rendition)
                            .map(known -> known.inits().contains(rendition + "/" + name.group()))
                            .orElse(false);
                    byte[] bytes = told ? Files.readAllBytes(file) : new byte[0];
                    found.put(
                            Integer.parseInt(name.group(1)),
                            ByteBuffer.wrap(bytes).asReadOnlyBuffer());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("init segments in " + folder + " cannot be read", failed);
        }
        List<ByteBuffer> inits = new ArrayList<>();
        int next = found.isEmpty() ? 0 : found.lastKey() + 1;
        // One more than there are: viewers may have seen it before the disk did.
        for (int number = 0; number <= next; number++) {
            inits.add(found.getOrDefault(number, ByteBuffer.allocate(0).asReadOnlyBuffer()));
        }
        return inits;
    }
}
