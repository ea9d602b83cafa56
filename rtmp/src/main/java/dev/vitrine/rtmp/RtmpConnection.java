package dev.vitrine.rtmp;

import dev.vitrine.media.PublisherConnection;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One encoder's socket, as the rest of the server sees it. */
final class RtmpConnection implements PublisherConnection {

    /** Who may hold back reading. The socket is read when nobody does. */
    enum Hold {
        GATE(1),
        SINK(2);

        private final int bit;

        Hold(int bit) {
            this.bit = bit;
        }
    }

    /** Somebody wants this connection ended; fired through the pipeline so that the session can say goodbye. */
    record CloseRequest(String reason, boolean shutdown) {}

    private final Channel channel;
    private final InetSocketAddress remote;
    private final AtomicInteger holds = new AtomicInteger();

    private final AtomicLong bytesReceived = new AtomicLong();
    private volatile long lastReadNanos;

    RtmpConnection(Channel channel) {
        this.channel = channel;
        this.remote = channel.remoteAddress() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved(String.valueOf(channel.remoteAddress()), 0);
        this.lastReadNanos = nanoTime();
    }

    void read(int bytes) {
        bytesReceived.addAndGet(bytes);
        lastReadNanos = nanoTime();
    }

    void hold(Hold by, boolean on) {
        holds.updateAndGet(held -> on ? held | by.bit : held & ~by.bit);
        // One thread applies what is true by then, so that two callers cannot leave the older wish behind.
        if (channel.eventLoop().inEventLoop()) {
            applyHolds();
        } else {
            channel.eventLoop().execute(this::applyHolds);
        }
    }

    private void applyHolds() {
        channel.config().setAutoRead(holds.get() == 0);
    }

    boolean isHeld() {
        return holds.get() != 0;
    }

    long nanoTime() {
        return channel.eventLoop().ticker().nanoTime();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public void reading(boolean on) {
        hold(Hold.SINK, !on);
    }

    @Override
    public void close(String reason) {
        channel.pipeline().fireUserEventTriggered(new CloseRequest(reason, false));
    }

    /** Ends it without words, from any thread: it has not shown that it would understand any. */
    void end(String reason) {
        channel.eventLoop().execute(() -> channel.pipeline().fireExceptionCaught(new RtmpException(reason)));
    }

    @Override
    public long bytesReceived() {
        return bytesReceived.get();
    }

    @Override
    public Duration silence() {
        return Duration.ofNanos(nanoTime() - lastReadNanos);
    }

    long lastReadNanos() {
        return lastReadNanos;
    }
}
