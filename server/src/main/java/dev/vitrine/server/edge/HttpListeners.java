package dev.vitrine.server.edge;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The sockets under the pages, and the protocols on them:
 *
 * <pre>
 *   http    Door ─▶ HTTP/1.1                                       ─┐
 *   https   Door ─▶ TLS 1.2, 1.3 ─▶ ALPN ─┬▶ HTTP/2                 ├▶ handler
 *                                         └▶ HTTP/1.1              ─┘
 * </pre>
 *
 * What Undertow's builder would do, but that the door stands in front of the protocol, and that HTTP/2 is spoken only where
 * ALPN agreed on it: on the plain port it could be smuggled through a proxy.
 */
public final class HttpListeners implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int WORKER_THREADS = 32;
    private static final int BACKLOG = 1_000;
    private static final int STREAMS_PER_CONNECTION = 128;
    private static final long FAREWELL_SECONDS = 5;

    private final XnioWorker worker;
    private final ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4);
    private final Door door;
    private final HttpHandler handler;
    private final List<AcceptingChannel<? extends StreamConnection>> sockets = new ArrayList<>();

    private static final OptionMap PROTOCOL = OptionMap.builder()
            .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
            .set(UndertowOptions.MAX_ENTITY_SIZE, 32L << 20)
            .set(UndertowOptions.IDLE_TIMEOUT, 60_000)
            .set(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
            .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
            .set(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
            .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            .set(UndertowOptions.ENABLE_HTTP2, true)
            .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS_PER_CONNECTION)
            .getMap();

    /** Starts the threads; nothing listens yet. */
    public HttpListeners(HttpHandler handler, Door door, int ioThreads) throws IOException {
        this.handler = handler;
        this.door = door;
        this.worker = Xnio.getInstance(HttpListeners.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_IO_THREADS, ioThreads)
                        .set(Options.WORKER_TASK_CORE_THREADS, WORKER_THREADS)
                        .set(Options.WORKER_TASK_MAX_THREADS, WORKER_THREADS)
                        .set(Options.CONNECTION_HIGH_WATER, 1_000_000)
                        .set(Options.CONNECTION_LOW_WATER, 1_000_000)
                        .set(Options.TCP_NODELAY, true)
                        .set(Options.CORK, true)
                        .getMap());
    }

    /**
     * HTTP/1.1 without encryption.
     *
     * @return the address with the port that was taken
     */
    public InetSocketAddress plain(InetSocketAddress address) throws IOException {
        return listen(worker.createStreamConnectionServer(address, accept(http()), sockets()));
    }

    /**
     * HTTP/2 and HTTP/1.1 over TLS.
     *
     * @return the address with the port that was taken
     */
    public InetSocketAddress secure(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpOpenListener http = http();
        Http2OpenListener http2 = new Http2OpenListener(buffers, PROTOCOL);
        http2.setRootHandler(handler);
        AlpnOpenListener alpn = new AlpnOpenListener(buffers, PROTOCOL, http);
        alpn.addProtocol(Http2OpenListener.HTTP2, http2, 10);
        UndertowXnioSsl ssl =
                new UndertowXnioSsl(worker.getXnio(), OptionMap.create(Options.USE_DIRECT_BUFFERS, true), buffers, tls);
        OptionMap options = OptionMap.builder()
                .addAll(sockets())
                .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
                .getMap();
        return listen(ssl.createSslConnectionServer(worker, address, accept(alpn), options));
    }

    private HttpOpenListener http() {
        HttpOpenListener http = new HttpOpenListener(buffers, PROTOCOL);
        http.setRootHandler(handler);
        return http;
    }

    private <C extends StreamConnection> ChannelListener<AcceptingChannel<C>> accept(
            ChannelListener<StreamConnection> protocol) {
        return ChannelListeners.openListenerAdapter(door.before(protocol));
    }

    private static OptionMap sockets() {
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
    }

    private InetSocketAddress listen(AcceptingChannel<? extends StreamConnection> socket) {
        sockets.add(socket);
        socket.resumeAccepts();
        return (InetSocketAddress) socket.getLocalAddress();
    }

    /** Whether every socket that was opened still accepts. */
    public boolean areOpen() {
        return sockets.stream().allMatch(AcceptingChannel::isOpen);
    }

    @Override
    public void close() {
        sockets.forEach(IoUtils::safeClose);
        worker.shutdownNow();
        try {
            worker.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }
}
