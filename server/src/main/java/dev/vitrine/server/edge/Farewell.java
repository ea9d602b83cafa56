package dev.vitrine.server.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Tells a connection why it cannot come in, and closes it a moment later: closed at once, with its request unread, it would
 * be reset, and the other side might never read the answer. Only few may linger so; the rest are simply closed, as are those
 * that would need a TLS handshake first.
 */
final class Farewell {

    private static final int MOST = 256;

    private final Deque<StreamConnection> lingering = new ArrayDeque<>();

    void say(StreamConnection connection, String reason) {
        if (connection instanceof SslConnection || !linger(connection)) {
            IoUtils.safeClose(connection);
            return;
        }
        byte[] line = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 5\r\n"
                        + "Cache-Control: no-store\r\nConnection: close\r\nContent-Length: " + line.length + "\r\n\r\n";
        ByteBuffer answer = ByteBuffer.allocate(head.length() + line.length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(line)
                .flip();
        try {
            // Fits into the empty send buffer of a new socket.
            connection.getSinkChannel().write(answer);
            connection.getSinkChannel().shutdownWrites();
            connection.getSinkChannel().flush();
        } catch (IOException e) {
            IoUtils.safeClose(connection); // It has left already.
        }
    }

    private synchronized boolean linger(StreamConnection connection) {
        return lingering.size() < MOST && lingering.add(connection);
    }

    /** Each second. */
    void close() {
        List<StreamConnection> done;
        synchronized (this) {
            done = new ArrayList<>(lingering);
            lingering.clear();
        }
        done.forEach(IoUtils::safeClose);
    }
}
