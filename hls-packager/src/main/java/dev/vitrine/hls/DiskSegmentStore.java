package dev.vitrine.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
 * warning, and stay in memory as long as they are at the edge. So it is when the disk is full, or {@link Room} is refused;
 * what comes when there is room again is kept again.
 *
 * <p><b>What survives what.</b> Bytes are written before the line that tells of them. When the process is killed,
 * everything written survives, down to the last part: the system has it. When the machine loses power, complete segments
 * survive: file, then line, each forced to the disk before the next. What the journal tells of and the disk has not is a
 * gap after {@link #resume}.
 */
public final class DiskSegmentStore implements SegmentStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSegmentStore.class);
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private final Path directory;
    private final Executor executor;
    private final Room room;
    private final Map<String, Body> written = new ConcurrentHashMap<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Queue<Write> queue = new ArrayDeque<>();
    private boolean draining;
    private volatile Optional<String> trouble = Optional.empty();
    private boolean closing;
    /** Files that no live playlist leads to any more, oldest first. */
    private final Deque<Body.OnDisk> released = new ArrayDeque<>();
    /** Only while draining, as the next. */
    private @Nullable AppendedFile journal;
    /** Of segments that are not finished, by path. */
    private final Map<String, AppendedFile> growing = new HashMap<>();

    /** Where there is always room, as far as we know. */
    public DiskSegmentStore(Path directory, Executor executor) {
        this(directory, executor, () -> true);
    }

    /**
     * Writes nothing yet.
     *
     * @param directory of this presentation; made if it is not there
     * @param executor where files are written; may be shared between stores
     */
    public DiskSegmentStore(Path directory, Executor executor, Room room) {
        this.directory = directory;
        this.executor = executor;
        this.room = room;
    }

    /** Whether media may be written. Asked before each write, on the executor: what is left belongs to others. */
    @FunctionalInterface
    public interface Room {
        boolean forMedia();
    }

    /** Goes on where there is always room, as far as we know. */
    static Optional<Resumed> resume(Path directory, Executor executor) {
        return resume(directory, executor, () -> true);
    }

    /**
     * Opens a presentation that a server left on air, and cuts a line that was not finished from its journal.
     *
     * @param executor as above
     * @param room as above
     * @return empty when there is nothing to go on with: no journal, no segment in it, or every rendition has ended
     * @throws UncheckedIOException when there is a journal and it cannot be read
     */
    public static Optional<Resumed> resume(Path directory, Executor executor, Room room) {
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
            DiskSegmentStore store = new DiskSegmentStore(directory, executor, room);
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
        enqueue(new Write(path, 0, List.of(bytes), true, new JournalLine.Init(path).text()));
    }

    @Override
    public void part(StoredSegment soFar, ByteBuffer bytes) {
        StoredSegment.Slice part = soFar.parts().get(soFar.parts().size() - 1);
        enqueue(new Write(
                part.gap() ? "" : soFar.path(),
                part.offset(),
                part.gap() ? List.of() : List.of(bytes),
                false,
                new JournalLine.Part(soFar).text()));
    }

    /** Its parts are in the file already, unless one was left out or failed; then everything is written again. */
    @Override
    public void segment(StoredSegment segment, List<ByteBuffer> parts) {
        String path = segment.gap() ? "" : segment.path();
        enqueue(new Write(path, 0, parts, true, new JournalLine.Segment(segment).text()));
    }

    @Override
    public void note(String journalLine) {
        enqueue(new Write("", 0, List.of(), false, journalLine));
    }

    @Override
    public Optional<Body> find(String path) {
        return Optional.ofNullable(written.get(path));
    }

    /** Nothing is deleted: what the live window has left behind is still needed for the replay. See {@link #discard}. */
    @Override
    public void release(String path) {
        if (written.remove(path) instanceof Body.OnDisk file) {
            synchronized (released) {
                released.add(file);
            }
        }
    }

    /**
     * Deletes the oldest files that no live playlist leads to: the replay begins later then.
     *
     * @param bytes how much room is needed
     * @return how much there is now; less when nothing is left that may go
     */
    public long discard(long bytes) {
        long freed = 0;
        while (freed < bytes) {
            Body.OnDisk oldest;
            synchronized (released) {
                oldest = released.poll();
            }
            if (oldest == null) {
                return freed;
            }
            try {
                if (Files.deleteIfExists(oldest.path())) {
                    freed += oldest.length();
                }
            } catch (IOException kept) {
                LOG.warn("{} cannot be deleted: {}", oldest.path(), kept.toString());
            }
        }
        return freed;
    }

    /** Why what comes is not kept at the moment; empty while all is well. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * Work for the disk.
     *
     * @param bytes nobody alters them; a finished segment's are in its file already, if all went well
     * @param path empty: only the journal
     * @param complete whether nothing will be added to the file
     */
    private record Write(String path, long offset, List<ByteBuffer> bytes, boolean complete, String journalLine) {

        int size() {
            return bytes.stream().mapToInt(ByteBuffer::remaining).sum();
        }

        /** As opposed to an init segment: some hundred bytes, without which all media behind it is lost. */
        boolean isMedia() {
            return path.endsWith(".m4s");
        }

        /** Without the bytes: a restart then finds them missing, and the place in the playlist taken. */
        Write lineOnly() {
            return new Write("", 0, List.of(), complete, journalLine);
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

    /** Closes its files, once what was handed over is written. Should more come, they are opened again for it. */
    @Override
    public void close() {
        synchronized (queue) {
            closing = true;
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
                    if (closing) {
                        closeFiles();
                    }
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
            boolean refused = write.isMedia() && !room.forMedia();
            if (refused) {
                note("the disk is full", write);
            } else if (!write.path().isEmpty()) {
                writeFile(write);
            }
            // The line is written all the same: the place in the playlist is taken, whether its media is kept or not.
            append(write.journalLine() + "\n", write.complete());
            if (!refused && write.isMedia()) {
                trouble.ifPresent(past -> LOG.info("{}: can be written to again", directory));
                trouble = Optional.empty();
            }
        } catch (IOException | UncheckedIOException failed) {
            note(failed.toString(), write);
        }
    }

    private void note(String why, Write write) {
        if (trouble.isEmpty()) {
            LOG.warn(
                    "{}: {} is not kept, nor what comes until it can be, for rewinding and replay: {}",
                    directory,
                    write.path().isEmpty() ? Journal.FILE : write.path(),
                    why);
        }
        trouble = Optional.of(why);
    }

    private void writeFile(Write write) throws IOException {
        if (write.complete()) {
            complete(write);
            return;
        }
        AppendedFile file = growing.get(write.path());
        if (file == null && write.offset() == 0) {
            file = AppendedFile.fromStart(directory.resolve(write.path()));
            growing.put(write.path(), file);
        }
        // Behind a part that was left out, or failed, it would lie in the wrong place: all is written again at the end.
        if (file != null && file.length() == write.offset()) {
            for (ByteBuffer bytes : write.bytes()) {
                file.append(bytes);
            }
        }
    }

    private void complete(Write write) throws IOException {
        Path path = directory.resolve(write.path());
        AppendedFile begun = growing.remove(write.path());
        int size = write.size();
        try (AppendedFile file = begun == null ? AppendedFile.fromStart(path) : begun) {
            if (file.length() != size) {
                file.rewrite(write.bytes());
            }
            file.cut();
            file.force();
        }
        written.put(write.path(), new Body.OnDisk(path, 0, size));
    }

    /** What a failed write left of a line is cut off before the next, which would otherwise be lost with it. */
    private void append(String line, boolean force) throws IOException {
        AppendedFile file = journal;
        if (file == null) {
            file = AppendedFile.fromEnd(directory.resolve(Journal.FILE));
            journal = file;
        }
        file.cut();
        file.append(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        if (force) {
            file.force();
        }
    }

    private void closeFiles() {
        growing.values().forEach(this::close);
        growing.clear();
        if (journal != null) {
            close(journal);
            journal = null;
        }
    }

    private void close(AppendedFile file) {
        try {
            file.close();
        } catch (IOException failed) {
            LOG.warn("{}: a file could not be closed: {}", directory, failed.toString());
        }
    }
}
