package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts bytes as they come, and ends a connection from which too little comes: the handshake's and the idle timeout. */
final class Deadlines extends ChannelInboundHandlerAdapter {

    private final RtmpConnection connection;
    private final RtmpLimits limits;
    private final RtmpObserver observer;

    private @Nullable Future<?> handshake;
    private @Nullable Future<?> idle;

    /** The last moment at which silence was excused: a byte came, or we were not listening. */
    private long aliveNanos;

    Deadlines(RtmpConnection connection, RtmpLimits limits, RtmpObserver observer) {
        this.connection = connection;
        this.limits = limits;
        this.observer = observer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        aliveNanos = connection.nanoTime();
        handshake = ctx.executor()
                .schedule(
                        () -> fail(
                                ctx,
                                Budget.HANDSHAKE_TIME,
                                "handshake not finished within " + limits.handshakeTimeout()),
                        limits.handshakeTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        watch(ctx, limits.idleTimeout().toNanos());
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            connection.read(bytes.readableBytes());
            observer.bytesReceived(bytes.readableBytes());
            aliveNanos = connection.lastReadNanos();
        }
        ctx.fireChannelRead(message);
    }

    void handshakeDone() {
        cancel(handshake);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancel(handshake);
        cancel(idle);
        ctx.fireChannelInactive();
    }

    private void watch(ChannelHandlerContext ctx, long nanos) {
        idle = ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext ctx) {
        if (connection.isHeld()) {
            aliveNanos = connection.nanoTime();
        }
        long left = limits.idleTimeout().toNanos() - (connection.nanoTime() - aliveNanos);
        if (left > 0) {
            watch(ctx, left);
        } else {
            fail(
                    ctx,
                    Budget.IDLE_TIME,
                    "nothing came for " + limits.idleTimeout().toMillis() / 1000.0 + " s");
        }
    }

    private static void fail(ChannelHandlerContext ctx, Budget budget, String reason) {
        ctx.pipeline().fireExceptionCaught(new RtmpException(budget, reason));
    }

    private static void cancel(@Nullable Future<?> deadline) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
