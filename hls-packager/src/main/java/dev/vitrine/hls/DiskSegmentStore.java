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
 * says what they are.
 *
 * <pre>
 *   directory/journal               one line a segment, appended when its file is complete ({@link JournalLine})
 *   directory/source/init-0.mp4
 *   directory/source/s0.m4s …
 * </pre>
 *
 * What the media thread hands over is queued and written on the given executor, one at a time and in order. When the
 * disk is slower than the stream for long, the queue is bounded in bytes: segments beyond that are left out, with a
 * warning, and stay in memory as long as they are at the edge.
 */
public final class DiskSegmentStore implements SegmentStore {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSegmentStore.class);
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private final Path directory;
    private final Executor executor;
    private final Map<String, Body> written = new ConcurrentHashMap<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean draining;

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

    @Override
    public void init(String path, ByteBuffer bytes) {
        enqueue(path, bytes, new JournalLine.Init(path).text());
    }

    @Override
    public void segment(StoredSegment segment, ByteBuffer bytes) {
        enqueue(segment.gap() ? "" : segment.path(), bytes, JournalLine.text(segment));
    }

    @Override
    public Optional<Body> find(String path) {
        return Optional.ofNullable(written.get(path));
    }

    /** Nothing is deleted: what the live window has left behind is still needed for the replay. */
    @Override
    public void release(String path) {}

    @Override
    public void end(String rendition) {
        enqueue("", ByteBuffer.allocate(0), new JournalLine.End(rendition).text());
    }

    private void enqueue(String path, ByteBuffer bytes, String journalLine) {
        int size = bytes.remaining();
        if (queuedBytes.addAndGet(size) > MAX_QUEUED_BYTES && size > 0) {
            queuedBytes.addAndGet(-size);
            LOG.warn(
                    "{}: more than {} MiB wait to be written, {} is not kept for rewinding and replay; is the disk too slow?",
                    directory,
                    MAX_QUEUED_BYTES >> 20,
                    path);
            return;
        }
        ByteBuffer view = bytes.duplicate();
        synchronized (queue) {
            queue.add(() -> write(path, view, journalLine));
            if (draining) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        while (true) {
            Runnable next;
            synchronized (queue) {
                next = queue.poll();
                if (next == null) {
                    draining = false;
                    return;
                }
            }
            next.run();
        }
    }

    private void write(String path, ByteBuffer bytes, String journalLine) {
        int size = bytes.remaining();
        try {
            Files.createDirectories(directory);
            if (!path.isEmpty()) {
                Path file = directory.resolve(path);
                Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(directory));
                try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }
                written.put(path, new Body.OnDisk(file, 0, size));
            }
            Files.writeString(
                    directory.resolve("journal"),
                    journalLine + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException | UncheckedIOException failed) {
            LOG.warn("{}: {} could not be written and is not kept: {}", directory, path, failed.toString());
        } finally {
            queuedBytes.addAndGet(-size);
        }
    }
}
