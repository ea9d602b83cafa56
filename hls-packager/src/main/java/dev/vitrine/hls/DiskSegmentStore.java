package dev.vitrine.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a presentation in a directory: every segment as a file under the name playlists know it by, and a journal that
 * says what they are and where date ranges stand.
 *
 * <pre>
 *   directory/journal               one line a part, segment and date range ({@link JournalLine})
 *   directory/source/init-0.mp4
 *   directory/source/s0.m4s …       grows part by part
 * </pre>
 *
 * What the media thread hands over is queued and written on the given executor, one at a time and in order. When the
 * disk is slower than the stream for long, the queue is bounded in bytes: segments beyond that are left out, with a
 * warning, and stay in memory as long as they are at the edge.
 *
 * <p><b>What survives what.</b> Bytes are written before the line that tells of them. When the process is killed,
 * everything written survives, down to the last part: the system has it. When the machine loses power, complete segments
 * survive: file, then line, each forced to the disk before the next. What the journal tells of and the disk has not is a
 * gap after {@link #resume}.
 */
public final class DiskSegmentStore implements SegmentStore {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSegmentStore.class);
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private final Path directory;
    private final Executor executor;
    private final Map<String, Body> written = new ConcurrentHashMap<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Queue<Write> queue = new ArrayDeque<>();
    private boolean draining;
    /** Whether the last write failed; only while draining. */
    private boolean failing;
    /** Which files of open segments hold how much; only while draining. */
    private final Map<String, Long> grown = new HashMap<>();

    /**
     * Writes nothing yet.
     *
     * @param directory of this presentation; made if it is not there
     * @param executor where files are written; may be shared between stores
     */
    public DiskSegmentStore(Path directory, Executor executor) {
        this.directory = directory;
        this.executor = executor;
    }

    /**
     * Opens a presentation that a server left on air, and cuts a line that was not finished from its journal.
     *
     * @param executor as above
     * @return empty when there is nothing to go on with: no journal, no segment in it, or every rendition has ended
     * @throws UncheckedIOException when there is a journal and it cannot be read
     */
    public static Optional<Resumed> resume(Path directory, Executor executor) {
        try {
            Optional<Journal> journal = Journal.read(directory)
                    .filter(told -> told.settings().isPresent())
                    .filter(told -> told.renditions().values().stream()
                            .anyMatch(rendition ->
                                    !rendition.ended() && !rendition.segments().isEmpty()));
            if (journal.isEmpty()) {
                return Optional.empty();
            }
            Journal.cutTornLine(directory);
            DiskSegmentStore store = new DiskSegmentStore(directory, executor);
            for (Journal.Told rendition : journal.get().renditions().values()) {
                rendition.segments().stream()
                        .filter(segment -> !segment.gap())
                        .forEach(segment -> store.written.put(
                                segment.path(),
                                new Body.OnDisk(directory.resolve(segment.path()), 0, segment.length())));
            }
            return journal.map(
                    told -> new Resumed(directory, store, told.settings().orElseThrow(), told));
        } catch (IOException failed) {
            throw new UncheckedIOException(directory + ": the journal cannot be read", failed);
        }
    }

    @Override
    public void init(String path, ByteBuffer bytes) {
        enqueue(new Write(path, 0, bytes.duplicate(), true, new JournalLine.Init(path).text()));
    }

    @Override
    public void part(StoredSegment soFar, ByteBuffer bytes) {
        StoredSegment.Slice part = soFar.parts().get(soFar.parts().size() - 1);
        enqueue(new Write(
                part.gap() ? "" : soFar.path(),
                part.offset(),
                bytes.duplicate(),
                false,
                new JournalLine.Part(soFar).text()));
    }

    /** Its parts are in the file already, unless one was left out or failed; then everything is written again. */
    @Override
    public void segment(StoredSegment segment, ByteBuffer bytes) {
        String path = segment.gap() ? "" : segment.path();
        enqueue(new Write(path, 0, bytes.duplicate(), true, new JournalLine.Segment(segment).text()));
    }

    @Override
    public void note(String journalLine) {
        enqueue(new Write("", 0, ByteBuffer.allocate(0), false, journalLine));
    }

    @Override
    public Optional<Body> find(String path) {
        return Optional.ofNullable(written.get(path));
    }

    /** Nothing is deleted: what the live window has left behind is still needed for the replay. */
    @Override
    public void release(String path) {}

    /**
     * Work for the disk.
     *
     * @param path empty: only the journal
     * @param complete whether nothing will be added to the file
     */
    private record Write(String path, long offset, ByteBuffer bytes, boolean complete, String journalLine) {

        int size() {
            return bytes.remaining();
        }

        /** Without the bytes: a restart then finds them missing, and the place in the playlist taken. */
        Write lineOnly() {
            return new Write("", 0, ByteBuffer.allocate(0), complete, journalLine);
        }
    }

    private void enqueue(Write write) {
        Write accepted = write;
        if (queuedBytes.addAndGet(write.size()) > MAX_QUEUED_BYTES && write.size() > 0) {
            queuedBytes.addAndGet(-write.size());
            accepted = write.lineOnly();
            LOG.warn(
                    "{}: more than {} MiB wait to be written, {} is not kept for rewinding and replay; is the disk too slow?",
                    directory,
                    MAX_QUEUED_BYTES >> 20,
                    write.path());
        }
        synchronized (queue) {
            queue.add(accepted);
            if (draining) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Write next;
            synchronized (queue) {
                next = queue.poll();
                if (next == null) {
                    draining = false;
                    return;
                }
            }
            int size = next.size();
            write(next);
            queuedBytes.addAndGet(-size);
        }
    }

    private void write(Write write) {
        try {
            Files.createDirectories(directory);
            if (!write.path().isEmpty()) {
                writeFile(write);
            }
            append(write.journalLine() + "\n", write.complete());
            if (failing) {
                LOG.info("{}: can be written to again", directory);
            }
            failing = false;
        } catch (IOException | UncheckedIOException failed) {
            if (!failing) {
                LOG.warn(
                        "{}: {} could not be written; what comes is not kept for rewinding and replay until it can: {}",
                        directory,
                        write.path().isEmpty() ? Journal.FILE : write.path(),
                        failed.toString());
            }
            failing = true;
        }
    }

    private void writeFile(Write write) throws IOException {
        Path file = directory.resolve(write.path());
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(directory));
        int size = write.size();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (write.complete()) {
                if (grown.getOrDefault(write.path(), 0L) != size) {
                    writeAll(channel, write.bytes(), 0);
                }
                channel.truncate(size);
                grown.remove(write.path());
                channel.force(false);
                written.put(write.path(), new Body.OnDisk(file, 0, size));
            } else if (grown.getOrDefault(write.path(), 0L) == write.offset()) {
                writeAll(channel, write.bytes(), write.offset());
                grown.put(write.path(), write.offset() + size);
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void append(String line, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(
                directory.resolve(Journal.FILE),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(false);
            }
        }
    }
}
