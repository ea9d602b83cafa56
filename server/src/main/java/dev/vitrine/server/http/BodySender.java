package dev.vitrine.server.http;

import dev.vitrine.hls.Body;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends bytes from wherever they are: from memory a slice at a time, from files by the system itself (sendfile(2)), which
 * then need not pass through memory of ours.
 *
 * <pre>
 *   memory, and files that are     on the exchange's I/O thread:  write ─▶ no room in the socket? ─▶ wait for it ─▶ write …
 *   fresh or were just sent
 *   other files                    the same on a worker, because reading may wait for the disk
 * </pre>
 *
 * A slow viewer of a long download holds an open file, and neither a thread nor a buffer. (Is it cut off for idling, the file
 * is closed with the next garbage collection.)
 */
final class BodySender implements ChannelListener<StreamSinkChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(BodySender.class);

    /**
     * Java copies what it is given to write out of the heap first, all of it, each time the socket has room again. This much
     * stays in a processor's cache between its copy and the socket's.
     */
    private static final int SLICE = 64 << 10;

    /**
     * Of a file, what goes with the headers: together with them well below what a packet on the loopback device holds, 65,483
     * bytes. A receiver guesses by the first packets of an answer how
     * long answers take to come, and from that how large a window it needs: headers alone, or what is left over of a first
     * packet, say nothing, and then segments are stopped halfway by a window that never grows. Found by measuring
     * beside nginx, with 50 and with 1,000 connections: 48 KB gives 0.9 and 1.2 of its bytes a second, 63 KB 0.7 and 1.2,
     * 127 KB 1.0 and 0.7, headers alone 0.4 and 0.6. (Undertow 2.4 would otherwise fill up that packet from wherever the file was read last, whatever position it
     * is told.)
     */
    private static final int BESIDE_HEADERS = 48 << 10;

    /** For what goes with the headers: outside the heap, so that it is copied once and not three times. */
    private static final ThreadLocal<ByteBuffer> BESIDE =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BESIDE_HEADERS));

    /** Then others have their turn, however fast this viewer takes it. */
    private static final long TURN = 4 << 20;

    private static final WarmFiles WARM = new WarmFiles(System::nanoTime);

    private final HttpServerExchange exchange;
    private final List<Body> pieces;
    private final Executor executor;
    /** Of {@link #pieces}, at hand. */
    private int piece;
    /** Of the piece at hand, before the next byte. */
    private long skip;
    /** Whether all of it is sent, from its first byte. */
    private boolean fromStart;

    private long left;
    private boolean headersSent;
    private @Nullable StreamSinkChannel channel;
    private KeptFiles.@Nullable Open file;

    private BodySender(HttpServerExchange exchange, List<Body> pieces, long first, long length) {
        this.exchange = exchange;
        this.pieces = pieces;
        this.skip = first;
        this.fromStart = first == 0;
        this.left = length;
        this.executor = pieces.stream().allMatch(BodySender::isAtHand)
                ? exchange.getIoThread()
                : exchange.getConnection().getWorker();
    }

    private static boolean isAtHand(Body piece) {
        return piece instanceof Body.InMemory
                || (piece instanceof Body.OnDisk file && (file.fresh() || WARM.has(file)));
    }

    /**
     * Sends {@code length} bytes of {@code body} from {@code first} on, and ends the exchange. Status and headers are set
     * already, but for Content-Length. A file that is not there is answered with 404.
     */
    static void send(HttpServerExchange exchange, Body body, long first, long length) {
        List<Body> pieces = body instanceof Body.Joined joined ? joined.pieces() : List.of(body);
        BodySender sender = new BodySender(exchange, pieces, first, length);
        if (sender.executor == exchange.getIoThread() && exchange.isInIoThread()) {
            sender.begin();
        } else {
            exchange.dispatch(sender.executor, sender::begin);
        }
    }

    private void begin() {
        try {
            next();
        } catch (IOException gone) {
            close();
            exchange.getResponseHeaders().remove(Headers.CONTENT_RANGE);
            exchange.getResponseHeaders().remove(Headers.ETAG);
            Refusal.notFound("the media at " + exchange.getRequestPath() + " is not kept any more")
                    .reply()
                    .send(exchange);
            return;
        }
        exchange.setResponseContentLength(left);
        channel = exchange.getResponseChannel();
        write();
    }

    /** Skips what is over, and opens the file of what is at hand. */
    private void next() throws IOException {
        while (left > 0 && skip >= pieces.get(piece).length()) {
            skip -= pieces.get(piece).length();
            fromStart = skip == 0;
            if (++piece == pieces.size()) {
                throw new IOException("the media ends " + left + " bytes early");
            }
        }
        if (left > 0
                && pieces.get(piece) instanceof Body.OnDisk disk
                && (file == null || !disk.path().equals(file.path()))) {
            close();
            file = disk.fresh() && executor == exchange.getIoThread()
                    ? KeptFiles.of(exchange.getIoThread(), BESIDE_HEADERS).shared(disk.path())
                    : KeptFiles.alone(disk.path());
        }
    }

    private void write() {
        StreamSinkChannel sink = channel;
        if (sink == null) {
            exchange.endExchange();
            return;
        }
        try {
            for (long turn = 0; left > 0; ) {
                next();
                long sent = some(sink);
                if (sent == 0) {
                    sink.getWriteSetter().set(this);
                    sink.resumeWrites();
                    return;
                }
                headersSent = true;
                skip += sent;
                left -= sent;
                turn += sent;
                noteWarm();
                if (turn >= TURN && left > 0) {
                    exchange.dispatch(executor, this::write);
                    return;
                }
            }
            close();
            exchange.endExchange();
        } catch (IOException gone) {
            fail(gone);
        }
    }

    /** Sends something of the piece at hand; 0 when the socket has no room. */
    private long some(StreamSinkChannel sink) throws IOException {
        Body at = pieces.get(piece);
        long length = Math.min(left, at.length() - skip);
        if (at instanceof Body.InMemory memory) {
            // All of it goes in one piece, most of the time; who takes it in many shall not have it copied for each.
            boolean whole = fromStart && skip == 0 && executor == exchange.getIoThread();
            ByteBuffer bytes = whole ? DirectCopies.mine().of(memory.bytes()) : memory.bytes();
            long most = bytes.isDirect() ? length : Math.min(length, SLICE);
            return sink.write(bytes.slice(bytes.position() + (int) skip, (int) most));
        }
        KeptFiles.Open from = file;
        if (from == null || !(at instanceof Body.OnDisk disk)) {
            throw new IOException("a joined body in a joined body");
        }
        long start = disk.offset() + skip;
        if (!headersSent) {
            int most = (int) Math.min(length, BESIDE_HEADERS);
            return sink.write(from.read(start, BESIDE.get().clear().limit(most)));
        }
        long sent = sink.transferFrom(from.channel(), start, length);
        // The system says 0 for a socket without room as well as for a file without bytes.
        if (sent == 0 && from.channel().size() < start + length) {
            throw new EOFException(
                    disk.path() + " ends at " + from.channel().size() + ", and not behind " + (start + length));
        }
        return sent;
    }

    private void noteWarm() {
        if (fromStart
                && pieces.get(piece) instanceof Body.OnDisk disk
                && skip == disk.length()
                && skip <= TURN
                && executor != exchange.getIoThread()) {
            WARM.sent(disk);
        }
    }

    /** There is room again. On the I/O thread. */
    @Override
    public void handleEvent(StreamSinkChannel sink) {
        sink.suspendWrites();
        if (executor == exchange.getIoThread()) {
            write();
        } else {
            exchange.dispatch(executor, this::write);
        }
    }

    /** The viewer went away, most of the time: nobody is left to be told. */
    private void fail(IOException failure) {
        close();
        if (exchange.getConnection().isOpen()) {
            LOG.debug("{} not sent in full", exchange.getRequestPath(), failure);
        }
        IoUtils.safeClose(exchange.getConnection());
    }

    private void close() {
        KeptFiles.Open opened = file;
        file = null;
        if (opened != null) {
            opened.close();
        }
    }
}
