package dev.vitrine.rtmp;

import dev.vitrine.media.PublisherConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
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

    /**
     * Linux wakes us when so many bytes have come (SO_RCVLOWAT, socket(7)). ffmpeg sends the header of each chunk by itself,
     * and a wake-up that finds nothing but a header costs as much as one that finds the frame. One byte more than the longest
     * header without an extended timestamp (RTMP 1.0 §5.3.1): a whole message behind such a header is never waited with.
     */
    private static final int MORE_THAN_A_HEADER = 13;

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVLOWAT = 18;
    private static final ChannelOption<Integer> LEAST_BYTES =
            new IntegerUnixChannelOption("SO_RCVLOWAT", SOL_SOCKET, SO_RCVLOWAT);

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

    /** Media flows, so that something comes behind whatever has come; or does so no more. On the event loop. */
    void flows(boolean on) {
        if (channel instanceof EpollSocketChannel socket && socket.isOpen()) {
            socket.config().setOption(LEAST_BYTES, on ? MORE_THAN_A_HEADER : 1);
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
