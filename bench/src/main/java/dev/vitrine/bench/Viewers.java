package dev.vitrine.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many viewers on one thread, each with one connection, behaving like players: reload the playlist, load what is new,
 * reload again. Media is counted and thrown away.
 *
 * <pre>
 *   LOW_LATENCY:  playlist (blocking, next part) ─▶ new parts ─▶ playlist …
 *   HINTED:       playlist ─▶ new parts, and the one that is hinted at, which is answered when it is there ─▶ playlist …
 *   SEGMENTS:     playlist ─▶ new segment ─▶ target duration later, or half of it when nothing was new ─▶ playlist …
 * </pre>
 */
final class Viewers implements AutoCloseable {

    /** How a viewer follows. */
    enum Mode {
        LOW_LATENCY,
        HINTED,
        SEGMENTS
    }

    /** What the viewers got so far. */
    record Count(long playlists, long media, long bytes, long failures) {

        Count minus(Count earlier) {
            return new Count(
                    playlists - earlier.playlists,
                    media - earlier.media,
                    bytes - earlier.bytes,
                    failures - earlier.failures);
        }
    }

    private static final long RAMP_NANOS = 2_000_000_000;
    private static final long RETRY_NANOS = 500_000_000;

    private final Selector selector;
    private final InetSocketAddress server;
    private final URI playlist;
    private final Mode mode;
    private final Arrivals arrivals;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final PriorityQueue<Appointment> agenda = new PriorityQueue<>(Comparator.comparingLong(Appointment::nanos));
    private final Thread thread;
    /** What was read last: they all read the same. */
    private String text = "";

    private Listing listing = Listing.of("", Mode.SEGMENTS);
    private volatile boolean closed;
    private volatile Count count = new Count(0, 0, 0, 0);

    private record Appointment(long nanos, Viewer viewer) {}

    /** Starts {@code viewers} viewers of a media playlist, spread over two seconds. */
    Viewers(URI playlist, Mode mode, int viewers) throws IOException {
        this(playlist, mode, viewers, new Arrivals());
    }

    /** @param arrivals is told when viewers have what */
    Viewers(URI playlist, Mode mode, int viewers, Arrivals arrivals) throws IOException {
        this.arrivals = arrivals;
        this.playlist = playlist;
        this.mode = mode;
        server = new InetSocketAddress(playlist.getHost(), playlist.getPort());
        selector = Selector.open();
        long now = System.nanoTime();
        for (int i = 0; i < viewers; i++) {
            agenda.add(new Appointment(now + RAMP_NANOS * i / viewers, new Viewer()));
        }
        thread = new Thread(this::run, "viewers");
        thread.setDaemon(true);
        thread.start();
    }

    Count count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void run() {
        try {
            while (!closed) {
                long now = System.nanoTime();
                while (!agenda.isEmpty() && agenda.peek().nanos() <= now) {
                    agenda.remove().viewer().act();
                }
                long wait = agenda.isEmpty() ? 1000 : Math.max(1, (agenda.peek().nanos() - now) / 1_000_000);
                selector.select(this::ready, wait);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        ((Viewer) key.attachment()).ready(key);
    }

    /** One viewer: what it has seen, what it wants next, and its half of an HTTP/1.1 connection. */
    private final class Viewer {

        private @Nullable SocketChannel channel;
        private final Deque<String> wanted = new ArrayDeque<>();
        private final Response response = new Response();
        private boolean askedPlaylist;
        private String asked = "";
        private String lastMedia = "";
        private String query = "";
        private long reloadNanos;

        /** The next request: media that is wanted, else the playlist. */
        void act() {
            askedPlaylist = wanted.isEmpty();
            asked = askedPlaylist ? playlist.getRawPath() + query : wanted.remove();
            try {
                String request = "GET " + asked + " HTTP/1.1\r\nHost: " + server.getHostString() + ":"
                        + server.getPort() + "\r\n\r\n";
                response.begin(askedPlaylist);
                // A request is far smaller than any socket buffer.
                connected().write(StandardCharsets.US_ASCII.encode(request));
            } catch (IOException e) {
                failed();
            }
        }

        private SocketChannel connected() throws IOException {
            SocketChannel open = channel;
            if (open == null) {
                open = SocketChannel.open();
                channel = open;
                open.connect(server);
                open.setOption(StandardSocketOptions.TCP_NODELAY, true);
                open.configureBlocking(false);
                open.register(selector, SelectionKey.OP_READ, this);
            }
            return open;
        }

        void ready(SelectionKey key) {
            try {
                buffer.clear();
                int read = connected().read(buffer);
                if (read < 0) {
                    throw new IOException("closed");
                }
                buffer.flip();
                if (response.accept(buffer)) {
                    done();
                }
            } catch (IOException e) {
                key.cancel();
                failed();
            }
        }

        private void failed() {
            count = new Count(count.playlists, count.media, count.bytes, count.failures + 1);
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // Gone anyway.
            }
            channel = null;
            wanted.clear();
            retry();
        }

        private void retry() {
            query = "";
            agenda.add(new Appointment(System.nanoTime() + RETRY_NANOS, this));
        }

        private void done() {
            boolean good = response.status == 200;
            count = new Count(
                    count.playlists + (askedPlaylist ? 1 : 0),
                    count.media + (askedPlaylist ? 0 : 1),
                    count.bytes + response.received,
                    count.failures + (good ? 0 : 1));
            if (good && !askedPlaylist) {
                arrivals.add(asked, System.nanoTime());
            }
            if (!good) {
                retry();
            } else if (askedPlaylist) {
                read(response.text());
            } else {
                next();
            }
        }

        private void read(String answer) {
            if (!answer.equals(text)) {
                text = answer;
                listing = Listing.of(answer, mode);
            }
            List<String> fresh = new ArrayList<>(listing.after(lastMedia));
            if (mode == Mode.HINTED) {
                listing.hint().ifPresent(fresh::add);
            }
            if (!fresh.isEmpty()) {
                lastMedia = fresh.get(fresh.size() - 1);
            }
            fresh.forEach(uri -> wanted.add(playlist.resolve(uri).getRawPath()));
            long now = System.nanoTime();
            if (mode != Mode.SEGMENTS) {
                query = "?_HLS_msn=" + listing.nextSequence() + "&_HLS_part=" + listing.nextPart();
                reloadNanos = now;
            } else {
                long target = listing.targetSeconds() * 1_000_000_000L;
                reloadNanos = now + (fresh.isEmpty() ? target / 2 : target);
            }
            next();
        }

        /** Media that is wanted comes first; then the playlist, when its time has come. */
        private void next() {
            if (wanted.isEmpty()) {
                agenda.add(new Appointment(reloadNanos, this));
            } else {
                act();
            }
        }
    }
}
