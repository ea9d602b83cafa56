package dev.vitrine.server.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends bytes of the heap a slice at a time, on the exchange's I/O thread. Java copies what it is given to write out of the
 * heap first, all of it, each time the socket has room again: half a megabyte at once would be copied several times over.
 */
final class MemorySender implements IoCallback {

    /** What stays in a processor's cache between its copy and the socket's. */
    private static final int SLICE = 64 << 10;

    private final ByteBuffer bytes;

    private MemorySender(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Sends them and ends the exchange. Status and headers are set already.
     *
     * @param bytes not shared with anybody: their position moves
     */
    static void send(HttpServerExchange exchange, ByteBuffer bytes) {
        if (bytes.remaining() <= SLICE) {
            exchange.getResponseSender().send(bytes);
        } else {
            new MemorySender(bytes).next(exchange.getResponseSender());
        }
    }

    private void next(Sender sender) {
        ByteBuffer slice = bytes.duplicate();
        slice.limit(bytes.position() + Math.min(SLICE, bytes.remaining()));
        bytes.position(slice.limit());
        sender.send(slice, this);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (bytes.hasRemaining()) {
            next(sender);
        } else {
            IoCallback.END_EXCHANGE.onComplete(exchange, sender);
        }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
        IoCallback.END_EXCHANGE.onException(exchange, sender, failure);
    }
}
