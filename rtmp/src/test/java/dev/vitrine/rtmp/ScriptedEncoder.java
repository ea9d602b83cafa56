package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.rtmp.RtmpMessage.Acknowledgement;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.SetPeerBandwidth;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.AmfLimits;
import dev.vitrine.rtmp.amf.AmfNothing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An encoder that does what a test says, facing the real pipeline without a network. Every buffer of the channel comes
 * from an allocator that counts, so that {@link #close()} can tell a leak from none.
 */
final class ScriptedEncoder implements AutoCloseable, PublishGate {

    static final String KEY = "sesame-4711";

    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    final RecordingSink sink = new RecordingSink();
    final List<String> observed = new ArrayList<>();
    final List<PublishRequest> requests = new ArrayList<>();
    final EmbeddedChannel channel;

    /** What the gate says; null until a test completes {@link #decision} itself. */
    final CompletableFuture<Admission> decision = new CompletableFuture<>();

    private final EmbeddedChannel answers;
    private boolean handshaken;

    ScriptedEncoder() {
        this(RtmpLimits.defaults(), "live");
        decision.complete(new Admitted("main", sink));
    }

    ScriptedEncoder(RtmpLimits limits, String app) {
        this(new RtmpSettings(new InetSocketAddress(0), app, limits, 1));
    }

    ScriptedEncoder(RtmpSettings settings) {
        RtmpLimits limits = settings.limits();
        RtmpObserver observer = new Notes();
        channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.freezeTime();
        channel.pipeline().addLast(new RtmpPipeline(settings, this, observer, new Door(limits, observer), null));
        channel.pipeline().fireChannelActive();
        answers = new EmbeddedChannel(
                new ChunkDecoder(
                        limits,
                        new SharedBytes(1 << 28),
                        new OddityCounter(new InetSocketAddress(0), RtmpObserver.NONE)),
                new MessageDecoder(AmfLimits.defaults()));
    }

    static ScriptedEncoder publishing() {
        ScriptedEncoder encoder = new ScriptedEncoder();
        encoder.handshake().connect();
        encoder.sends(new Chunks().command(0, "createStream", 2.0, AmfNothing.NULL));
        encoder.sends(new Chunks().command(1, "publish", 3.0, AmfNothing.NULL, KEY, "live"));
        encoder.heard();
        return encoder;
    }

    @Override
    public CompletionStage<Admission> admit(PublishRequest request) {
        requests.add(request);
        return decision;
    }

    ScriptedEncoder handshake() {
        byte[] c0c1 = new byte[1 + HandshakeHandler.PACKET];
        c0c1[0] = 3;
        sends(c0c1).sends(new byte[HandshakeHandler.PACKET]);
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.readableBytes()).as("S0, S1 and S2").isEqualTo(1 + 2 * HandshakeHandler.PACKET);
        answer.release();
        handshaken = true;
        return this;
    }

    ScriptedEncoder connect() {
        return sends(new Chunks().command(0, "connect", 1.0, Map.of("app", "live", "flashVer", "FMLE/3.0\n(test)")));
    }

    ScriptedEncoder sends(Chunks chunks) {
        return sends(chunks.toArray());
    }

    ScriptedEncoder sends(byte[] bytes) {
        if (channel.isOpen()) {
            // Not writeInbound(): that one fails when the server closes the channel over what it is sent.
            channel.pipeline()
                    .fireChannelRead(
                            allocator.heapBuffer(Math.max(1, bytes.length)).writeBytes(bytes));
            channel.pipeline().fireChannelReadComplete();
            channel.runPendingTasks();
            try {
                channel.checkException();
            } catch (DecoderException afterTheEnd) {
                // Closing an embedded channel takes its handlers away at once: what the rest of the same input was
                // guilty
                // of then finds nobody.
                assertThat(channel.isOpen()).isFalse();
            }
        }
        return this;
    }

    ScriptedEncoder video(long millis, byte[] body) {
        return sends(
                new Chunks().chunkSize(100_000).message(6, 9, 1, millis, body).chunkSize(128));
    }

    ScriptedEncoder audio(long millis, byte[] body) {
        return sends(new Chunks().message(4, 8, 1, millis, body));
    }

    ScriptedEncoder data(long millis, Object... values) {
        return sends(new Chunks().message(5, 18, 1, millis, Chunks.amf(values)));
    }

    /** Both sequence headers, 320x180 and 48 kHz. */
    ScriptedEncoder headers(long millis) {
        return video(millis, Flv.avc(Flv.AVC_320)).audio(millis, Flv.aac(Flv.AAC_48K));
    }

    /** What the server has said since the last time it was asked, one line a message. */
    List<String> heard() {
        assertThat(handshaken).isTrue();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            answers.writeInbound(Unpooled.copiedBuffer(bytes));
            bytes.release();
        }
        List<String> lines = new ArrayList<>();
        for (RtmpMessage message = answers.readInbound(); message != null; message = answers.readInbound()) {
            lines.add(line(message));
        }
        return lines;
    }

    private static String line(RtmpMessage message) {
        if (message instanceof Command command) {
            List<String> words = new ArrayList<>();
            words.add(command.name());
            words.add(Long.toString((long) command.transactionId()));
            if (command.streamId() != 0) {
                words.add("on " + command.streamId());
            }
            for (Object argument : command.arguments()) {
                if (argument instanceof Map<?, ?> object) {
                    words.add(String.valueOf(object.containsKey("code") ? object.get("code") : object));
                } else {
                    words.add(argument == AmfNothing.NULL ? "null" : String.valueOf(argument));
                }
            }
            return String.join(" ", words);
        } else if (message instanceof WindowAcknowledgementSize window) {
            return "window " + window.bytes();
        } else if (message instanceof SetPeerBandwidth bandwidth) {
            return "bandwidth " + bandwidth.bytes() + " limit " + bandwidth.limitType();
        } else if (message instanceof UserControl control) {
            return "event " + control.event() + " " + control.value();
        } else if (message instanceof Acknowledgement acknowledgement) {
            return "acknowledged " + acknowledgement.bytes();
        }
        return message.toString();
    }

    long openBytes() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.runPendingTasks();
        answers.finishAndReleaseAll();
        assertThat(openBytes()).as("bytes in buffers that nobody released").isZero();
        assertThat(observed).as("the key must not be told").noneMatch(line -> line.contains(KEY));
    }

    private final class Notes implements RtmpObserver {
        @Override
        public void closed(InetSocketAddress remote, String reason, long bytesReceived) {
            observed.add("closed: " + reason);
        }

        @Override
        public void refused(InetSocketAddress remote, String reason) {
            observed.add("refused: " + reason);
        }

        @Override
        public void publishing(InetSocketAddress remote, String name, String encoder) {
            observed.add("publishing to " + name + " with " + encoder);
        }

        @Override
        public void ended(InetSocketAddress remote, String name, String reason) {
            observed.add("ended " + name + ": " + reason);
        }

        @Override
        public void budgetExceeded(Budget budget) {
            observed.add("budget " + budget);
        }

        @Override
        public void oddity(InetSocketAddress remote, Oddity oddity, String detail, long nth) {
            observed.add(oddity + " " + nth + ": " + detail);
        }
    }

    /** For tests that look at a handler alone. */
    static EmbeddedChannel with(ChannelHandler... handlers) {
        return new EmbeddedChannel(handlers);
    }
}
