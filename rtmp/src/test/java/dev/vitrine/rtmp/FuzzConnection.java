package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Any bytes after a handshake, through the whole pipeline into a sink that watches its promises. */
public final class FuzzConnection {

    private FuzzConnection() {}

    public static void fuzzerTestOneInput(byte[] input) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        Watch watch = new Watch();
        RtmpLimits limits = RtmpLimits.defaults().withMemory(1 << 16, 1 << 20, 16);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.freezeTime();
        channel.pipeline()
                .addLast(new RtmpPipeline(
                        new RtmpSettings(new InetSocketAddress(0), "live", limits, 1),
                        new Open(),
                        watch,
                        new Door(limits, watch),
                        null));
        channel.pipeline().fireChannelActive();
        send(channel, allocator, new byte[] {3});
        send(channel, allocator, new byte[2 * HandshakeHandler.PACKET]);
        send(channel, allocator, input);
        channel.close().syncUninterruptibly();
        channel.finishAndReleaseAll();
        channel.runPendingTasks();
        FuzzOutcome.requireNothingLeft(allocator);
        if (watch.broken) {
            throw new AssertionError("an internal error");
        }
    }

    private static void send(EmbeddedChannel channel, UnpooledByteBufAllocator allocator, byte[] bytes) {
        if (!channel.isOpen() || bytes.length == 0) {
            return;
        }
        channel.pipeline().fireChannelRead(allocator.heapBuffer(bytes.length).writeBytes(bytes));
        channel.pipeline().fireChannelReadComplete();
        channel.runPendingTasks();
        try {
            channel.checkException();
        } catch (RuntimeException e) {
            // Closing an embedded channel takes its handlers away at once: what the rest of the input did finds nobody.
            if (channel.isOpen()) {
                throw e;
            }
            FuzzOutcome.isPeersFault(e);
        }
    }

    private static final class Open implements PublishGate {
        @Override
        public CompletionStage<Admission> admit(PublishRequest request) {
            return CompletableFuture.completedFuture(new Admitted("main", new PromisedSink()));
        }
    }

    private static final class Watch implements RtmpObserver {

        private boolean broken;

        @Override
        public void closed(InetSocketAddress remote, String reason, long bytesReceived) {
            broken |= reason.equals("internal error");
        }
    }
}
