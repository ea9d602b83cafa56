package dev.vitrine.server.http;

import dev.vitrine.hls.Body;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends stretches of files, one after the other, with one buffer and no thread of its own:
 *
 * <pre>
 *   worker: read up to 128 KiB ──▶ I/O thread: write, as fast as the viewer takes it ──▶ worker: read …
 * </pre>
 *
 * So a slow viewer of a long download costs memory for a buffer, and holds no worker.
 */
final class FileSender implements IoCallback {

    private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
    private static final int CHUNK = 128 << 10;

    private final Deque<Body> pieces;
    private final ByteBuffer buffer;
    private long skip;
    private long left;
    private @Nullable FileChannel file;
    private @Nullable Path open;

    private FileSender(List<Body> pieces, long first, long length) {
        this.pieces = new ArrayDeque<>(pieces);
        this.skip = first;
        this.left = length;
        this.buffer = ByteBuffer.allocate((int) Math.min(CHUNK, length));
    }

    /**
     * Sends {@code length} bytes of {@code body} from {@code first} on, and ends the exchange. Status and headers are set
     * already, but for Content-Length.
     */
    static void send(HttpServerExchange exchange, Body body, long first, long length) {
        List<Body> pieces = body instanceof Body.Joined joined ? joined.pieces() : List.of(body);
        exchange.setResponseContentLength(length);
        FileSender sender = new FileSender(pieces, first, length);
        exchange.dispatch(() -> sender.next(exchange));
    }

    /** On a worker: reading may wait for the disk. */
    private void next(HttpServerExchange exchange) {
        try {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            while (buffer.hasRemaining()) {
                fill();
            }
            left -= buffer.flip().remaining();
            exchange.getResponseSender().send(buffer, this);
        } catch (IOException e) {
            close();
            if (exchange.isResponseStarted()) {
                LOG.warn("{} could not be sent in full: {}", exchange.getRequestPath(), e.toString());
                IoCallback.END_EXCHANGE.onException(exchange, exchange.getResponseSender(), e);
            } else {
                exchange.getResponseHeaders().remove(Headers.CONTENT_LENGTH);
                exchange.getResponseHeaders().remove(Headers.CONTENT_RANGE);
                exchange.getResponseHeaders().remove(Headers.ETAG);
                Refusal.notFound("the media at " + exchange.getRequestPath() + " is not kept any more")
                        .reply()
                        .send(exchange);
            }
        }
    }

    /** Reads from the piece at hand; the next one when that is over. */
    private void fill() throws IOException {
        Body piece = pieces.peekFirst();
        if (piece == null) {
            throw new IOException("the media ends " + (buffer.remaining() + skip) + " bytes early");
        }
        if (skip >= piece.length()) {
            skip -= piece.length();
            pieces.removeFirst();
            return;
        }
        int limit = buffer.limit();
        int wanted = (int) Math.min(buffer.remaining(), piece.length() - skip);
        buffer.limit(buffer.position() + wanted);
        if (piece instanceof Body.OnDisk disk) {
            readFile(disk);
        } else if (piece instanceof Body.InMemory memory) {
            ByteBuffer bytes = memory.bytes().duplicate();
            bytes.position(bytes.position() + (int) skip);
            buffer.put(bytes.limit(bytes.position() + wanted));
        } else {
            throw new IOException("a joined body in a joined body");
        }
        skip += wanted;
        buffer.limit(limit);
    }

    private void readFile(Body.OnDisk disk) throws IOException {
        FileChannel channel = file;
        if (channel == null || !disk.path().equals(open)) {
            close();
            channel = FileChannel.open(disk.path(), StandardOpenOption.READ);
            file = channel;
            open = disk.path();
        }
        long at = disk.offset() + skip;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new IOException(disk.path() + " ends at " + at);
            }
            at += read;
        }
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (left > 0) {
            exchange.dispatch(() -> next(exchange));
        } else {
            close();
            IoCallback.END_EXCHANGE.onComplete(exchange, sender);
        }
    }

    /** The viewer went away, most of the time: nobody is left to be told. */
    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
        close();
        LOG.debug("{} not sent in full", exchange.getRequestPath(), failure);
        IoCallback.END_EXCHANGE.onException(exchange, sender, failure);
    }

    private void close() {
        FileChannel channel = file;
        file = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} not closed", open, e);
            }
        }
    }
}
