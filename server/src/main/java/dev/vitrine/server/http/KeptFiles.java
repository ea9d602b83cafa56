package dev.vitrine.server.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/**
 * The files that one I/O thread sends to one viewer after the other, kept open with their first bytes at hand; opening,
 * reading and closing would be a tenth of what sending a segment costs. For files that never change. One thread.
 */
final class KeptFiles {

    /** The newest segments of a few shows. */
    private static final int MOST = 8;

    /** Unused for so long, twice at most, a file is closed: it may be one that was deleted, and would keep its place. */
    private static final long IDLE_SECONDS = 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final ThreadLocal<KeptFiles> MINE = new ThreadLocal<>();

    private final int head;
    private final Consumer<Runnable> later;
    private final Map<Path, Shared> open = new LinkedHashMap<>(MOST, 0.75f, true);
    /** Memory that closed files have left; the garbage collector would take its time with it. */
    private final Deque<ByteBuffer> spare = new ArrayDeque<>();

    /** A file to read from. */
    sealed interface Open extends Closeable {

        Path path();

        FileChannel channel();

        /** Bytes of the file, as many as {@code into} has room for, in memory outside the heap; not to be kept. */
        ByteBuffer read(long start, ByteBuffer into) throws IOException;

        @Override
        void close();
    }

    /**
     * @param head how many bytes of each are kept
     * @param later runs something on this thread a while later
     */
    KeptFiles(int head, Consumer<Runnable> later) {
        this.head = head;
        this.later = later;
    }

    /** The calling thread's, which is {@code thread}. */
    static KeptFiles of(XnioIoThread thread, int head) {
        KeptFiles mine = MINE.get();
        if (mine == null) {
            mine = new KeptFiles(head, task -> thread.executeAfter(task, IDLE_SECONDS, TimeUnit.SECONDS));
            MINE.set(mine);
        }
        return mine;
    }

    /** For one reader alone. */
    static Open alone(Path path) throws IOException {
        return new Alone(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    /** For this and others; each closes what it got. */
    Open shared(Path path) throws IOException {
        Shared known = open.get(path);
        if (known == null) {
            known = new Shared(path, FileChannel.open(path, StandardOpenOption.READ));
            if (open.isEmpty()) {
                later.accept(this::closeIdle);
            }
            open.put(path, known);
            if (open.size() > MOST) {
                var oldest = open.values().iterator();
                oldest.next().drop();
                oldest.remove();
            }
        }
        known.use();
        return known;
    }

    private void closeIdle() {
        open.values().removeIf(Shared::dropIfIdle);
        if (!open.isEmpty()) {
            later.accept(this::closeIdle);
        }
    }

    private static ByteBuffer fill(FileChannel from, long start, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (from.read(into, start + into.position()) < 0) {
                throw new EOFException("the file ends before " + (start + into.limit()));
            }
        }
        return into.flip();
    }

    private record Alone(Path path, FileChannel channel) implements Open {

        @Override
        public ByteBuffer read(long start, ByteBuffer into) throws IOException {
            return fill(channel, start, into);
        }

        @Override
        public void close() {
            IoUtils.safeClose(channel);
        }
    }

    private final class Shared implements Open {

        private final Path path;
        private final FileChannel channel;
        /** What is at hand, from the second time on that it is sent. */
        private ByteBuffer first = NOTHING;

        private boolean again;
        private int users;
        private boolean used = true;
        private boolean kept = true;

        Shared(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public FileChannel channel() {
            return channel;
        }

        @Override
        public ByteBuffer read(long start, ByteBuffer into) throws IOException {
            long end = start + into.remaining();
            if (again && kept && first.limit() == 0 && end <= head) {
                ByteBuffer room = spare.isEmpty() ? ByteBuffer.allocateDirect(head) : spare.remove();
                first = fill(channel, 0, room.clear().limit((int) Math.min(head, channel.size())));
            }
            again = true;
            return end <= first.limit() ? first.slice((int) start, into.remaining()) : fill(channel, start, into);
        }

        void use() {
            users++;
            used = true;
        }

        /** Who reads it goes on; a reader that is never heard of again leaves it to the garbage collector. */
        void drop() {
            kept = false;
            if (first.capacity() > 0) {
                spare.add(first);
                first = NOTHING;
            }
            closeUnused();
        }

        boolean dropIfIdle() {
            boolean idle = !used && users == 0;
            if (idle) {
                drop();
            }
            used = false;
            return idle;
        }

        @Override
        public void close() {
            users--;
            closeUnused();
        }

        private void closeUnused() {
            if (users == 0 && !kept) {
                IoUtils.safeClose(channel);
            }
        }
    }
}
