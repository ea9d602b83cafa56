package dev.vitrine.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients of one server, connected and silent until all ask for the same file at once: how long does each wait for it?
 * What this takes from files on nginx is what the machine takes, its client and its loopback included; no server can wake its
 * viewers sooner.
 */
final class Stampede implements AutoCloseable {

    private static final long DEADLINE_NANOS = 20_000_000_000L;

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

    /** Connects them. */
    Stampede(URI server, int clients) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        for (int i = 0; i < clients; i++) {
            SocketChannel channel = SocketChannel.open(this.server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            this.clients.add(channel);
        }
    }

    /**
     * All ask.
     *
     * @return milliseconds from the first request to each client's last byte
     * @throws IOException when one of them gets something else than 200, or nothing in {@value #DEADLINE_NANOS} ns
     */
    List<Double> ask(String path) throws IOException {
        ByteBuffer request = StandardCharsets.US_ASCII.encode(
                "GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort() + "\r\n\r\n");
        selector.keys().forEach(key -> key.attach(begun()));
        long start = System.nanoTime();
        for (SocketChannel client : clients) {
            // A request is far smaller than any socket buffer.
            client.write(request.duplicate());
        }
        List<Double> waited = new ArrayList<>(clients.size());
        while (waited.size() < clients.size()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new IOException(
                        path + ": " + (clients.size() - waited.size()) + " of " + clients.size() + " still wait");
            }
            selector.select(1_000);
            for (SelectionKey key : selector.selectedKeys()) {
                if (read(key)) {
                    waited.add((System.nanoTime() - start) / 1e6);
                }
            }
            selector.selectedKeys().clear();
        }
        return waited;
    }

    private static Response begun() {
        Response response = new Response();
        response.begin(false);
        return response;
    }

    private boolean read(SelectionKey key) throws IOException {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new IOException("a connection was closed");
        }
        Response response = (Response) key.attachment();
        boolean complete = response.accept(buffer.flip());
        if (complete && response.status != 200) {
            throw new IOException("answered " + response.status);
        }
        return complete;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        selector.close();
    }
}
