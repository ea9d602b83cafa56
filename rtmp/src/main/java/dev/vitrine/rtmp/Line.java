package dev.vitrine.rtmp;

import dev.vitrine.rtmp.RtmpMessage.Command;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Our side of the conversation: what is said to the peer, and how one hangs up. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a write or close comes back through the pipeline.
final class Line {

    static final int LINGER_MILLIS = 1_000;

    private final Channel channel;

    Line(Channel channel) {
        this.channel = channel;
    }

    /** The one thread on which this connection lives. */
    ScheduledExecutorService executor() {
        return channel.eventLoop();
    }

    void say(RtmpMessage message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    /**
     * Says why, and closes once that has been sent. Input that is still under way is read and dropped for a moment: to
     * close a socket over unread bytes makes TCP reset it, and the encoder would never see the reason.
     */
    void sayLast(Command lastWords) {
        boolean canLinger =
                channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null;
        channel.writeAndFlush(lastWords).addListener((ChannelFutureListener) sent -> {
            if (canLinger && sent.isSuccess()) {
                ((DuplexChannel) channel).shutdownOutput();
                later(channel::close);
            } else {
                channel.close();
            }
        });
    }

    /** Runs {@code task} when the peer has had time to act on what it was told. */
    void later(Runnable task) {
        channel.eventLoop().schedule(task, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    void hangUp() {
        channel.close();
    }
}
