package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.rtmp.RtmpConnection.CloseRequest;
import dev.vitrine.rtmp.RtmpConnection.Hold;
import dev.vitrine.rtmp.RtmpMessage.Acknowledgement;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.Data;
import dev.vitrine.rtmp.RtmpMessage.ForeignCommand;
import dev.vitrine.rtmp.RtmpMessage.Ignored;
import dev.vitrine.rtmp.RtmpMessage.Media;
import dev.vitrine.rtmp.RtmpMessage.SetChunkSize;
import dev.vitrine.rtmp.RtmpMessage.SetPeerBandwidth;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.AmfException;
import dev.vitrine.rtmp.amf.AmfNothing;
import dev.vitrine.rtmp.codec.FormatException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an encoder and we say to each other, from {@code connect} to the last frame (RTMP 1.0 §7.2).
 *
 * <pre>
 *   AwaitingConnect ──connect──▶ Connected ──publish──▶ Admitting ──the gate's yes──▶ Publishing
 *                                    ▲                      │ no                         │ deleteStream, closeStream,
 *                                    │                      ▼                            │ FCUnpublish
 *                                    │                   Closed ◀── any failure          │
 *                                    └───────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>While the gate thinks, the socket is not read; what had already been read is held and played back in order.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a write or close comes back through the pipeline.
final class RtmpSession extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(RtmpSession.class);

    /** What OBS, ffmpeg and GStreamer are used to; how often they and we acknowledge. */
    private static final int WINDOW_BYTES = 2_500_000;

    private static final int DYNAMIC_LIMIT = 2;
    private static final int CHUNK_SIZE = 4_096;
    private static final int MAX_STREAMS = 16;
    private static final int MAX_ENCODER_NAME = 128;
    private static final int LINGER_MILLIS = 1_000;

    private sealed interface State {}

    private record AwaitingConnect() implements State {}

    private record Connected() implements State {}

    private record Admitting(int streamId, Deque<RtmpMessage> held) implements State {}

    private record Publishing(int streamId, String channel, FlvDemuxer demuxer) implements State {}

    private record Closed() implements State {}

    private final RtmpSettings settings;
    private final PublishGate gate;
    private final RtmpObserver observer;
    private final RtmpConnection connection;
    private final OddityCounter oddities;
    private final Door.Visit visit;
    private final Deadlines deadlines;

    private State state = new AwaitingConnect();
    private String app = "";
    private String encoder = "";
    private EnhancedCapabilities enhanced = EnhancedCapabilities.NONE;
    private String closeReason = "";
    private final Set<Integer> streams = new HashSet<>();
    private int lastStreamId;
    private long peerWindow = WINDOW_BYTES;
    private long acknowledged;
    private @Nullable Future<?> publishDeadline;

    RtmpSession(
            RtmpSettings settings,
            PublishGate gate,
            RtmpObserver observer,
            RtmpConnection connection,
            OddityCounter oddities,
            Door.Visit visit,
            Deadlines deadlines) {
        this.settings = settings;
        this.gate = gate;
        this.observer = observer;
        this.connection = connection;
        this.oddities = oddities;
        this.visit = visit;
        this.deadlines = deadlines;
    }

    // ── what the pipeline tells us ──────────────────────────────────────────────────────────────────────────────────

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        expectPublish(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        handle(ctx, (RtmpMessage) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Twice as often as asked: some peers stop sending exactly at their window.
        if (connection.bytesReceived() - acknowledged >= peerWindow / 2 && !(state instanceof Closed)) {
            acknowledged = connection.bytesReceived();
            say(ctx, new Acknowledgement(acknowledged & 0xffffffffL));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            fail(ctx, "the encoder does not read our answers");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == HandshakeHandler.DONE) {
            deadlines.handshakeDone();
        } else if (event instanceof CloseRequest request && !(state instanceof Closed)) {
            close(ctx, request);
        }
    }

    private void close(ChannelHandlerContext ctx, CloseRequest request) {
        if (request.shutdown() && enhanced.reconnects() && state instanceof Publishing) {
            // What still comes until it leaves is taken (Enhanced RTMP v2, "Reconnect Request").
            say(ctx, Replies.status(0, "status", "NetConnection.Connect.ReconnectRequest", request.reason()));
            ctx.executor()
                    .schedule(
                            () -> close(ctx, new CloseRequest(request.reason(), false)),
                            LINGER_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else if (!(state instanceof Closed)) {
            int streamId = state instanceof Publishing publishing ? publishing.streamId : 0;
            farewell(
                    ctx,
                    request.reason(),
                    Replies.status(streamId, "status", "NetConnection.Connect.Closed", request.reason()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave(closeReason.isEmpty() ? "the encoder's connection was lost" : closeReason);
        observer.closed(
                connection.remote(),
                closeReason.isEmpty() ? "the encoder hung up" : closeReason,
                connection.bytesReceived());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        Throwable cause = thrown instanceof CodecException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RtmpException || cause instanceof AmfException || cause instanceof FormatException) {
            fail(ctx, String.valueOf(cause.getMessage()));
        } else if (cause instanceof SSLException) {
            fail(ctx, "TLS failed: " + cause.getMessage());
        } else if (cause instanceof IOException) {
            fail(ctx, "the encoder's connection was lost: " + cause.getMessage());
        } else {
            log.error("RTMP connection from {} failed", connection.remote(), cause);
            fail(ctx, "internal error");
        }
    }

    // ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────

    private void handle(ChannelHandlerContext ctx, RtmpMessage message) {
        if (state instanceof Admitting admitting) {
            admitting.held.add(message);
            return;
        }
        try {
            if (state instanceof Closed) {
                return;
            }
            if (message instanceof Media media) {
                media(media);
            } else if (message instanceof Data data) {
                data(data);
            } else if (message instanceof Command command) {
                command(ctx, command);
            } else if (message instanceof ForeignCommand foreign) {
                say(ctx, Replies.callFailed(foreign.streamId(), 0, "commands in AMF 3 are not understood"));
            } else if (message instanceof UserControl control) {
                userControl(ctx, control);
            } else if (message instanceof WindowAcknowledgementSize window && window.bytes() > 0) {
                peerWindow = window.bytes();
            } else if (message instanceof Ignored ignored) {
                oddities.count(ignored.oddity(), ignored.detail());
            }
        } finally {
            release(message);
        }
    }

    private static void release(RtmpMessage message) {
        if (message instanceof Media media) {
            media.payload().release();
        }
    }

    private void media(Media media) {
        if (state instanceof Publishing publishing && isOn(publishing, media.streamId())) {
            if (media.video()) {
                publishing.demuxer.video(media.timestamp(), media.payload());
            } else {
                publishing.demuxer.audio(media.timestamp(), media.payload());
            }
        } else {
            oddities.count(Oddity.WRONG_STREAM, "media on message stream " + media.streamId());
        }
    }

    private void data(Data data) {
        if (state instanceof Publishing publishing && isOn(publishing, data.streamId())) {
            publishing.demuxer.data(data.timestamp(), data.values());
        } else {
            oddities.count(Oddity.WRONG_STREAM, "data on message stream " + data.streamId());
        }
    }

    /** Some encoders put their media, and many their metadata, on stream 0. */
    private static boolean isOn(Publishing publishing, int streamId) {
        return streamId == publishing.streamId || streamId == 0;
    }

    private void userControl(ChannelHandlerContext ctx, UserControl control) {
        switch (control.event()) {
            case UserControl.PING_REQUEST -> say(ctx, new UserControl(UserControl.PING_RESPONSE, control.value()));
            case UserControl.PING_RESPONSE, 1, 2, 3, 4 -> {} // stream state and buffer length: a player's affairs
            default -> oddities.count(Oddity.UNKNOWN_MESSAGE, "user control event " + control.event());
        }
    }

    // ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────

    private void command(ChannelHandlerContext ctx, Command command) {
        if (command.name().equals("connect")) {
            connect(ctx, command);
            return;
        }
        if (state instanceof AwaitingConnect) {
            throw new RtmpException("command '" + printable(command.name()) + "' came before connect");
        }
        switch (command.name()) {
            case "createStream" -> createStream(ctx, command);
            case "publish" -> publish(ctx, command);
            case "FCPublish" -> {
                answerNothing(ctx, command);
                say(ctx, Replies.call("onFCPublish", command.transactionId(), "NetStream.Publish.Start", "Go ahead."));
            }
            case "FCUnpublish" -> {
                endPublication(ctx, "the encoder stopped the stream");
                answerNothing(ctx, command);
                say(
                        ctx,
                        Replies.call(
                                "onFCUnpublish", command.transactionId(), "NetStream.Unpublish.Success", "Stopped."));
            }
            case "closeStream" -> endPublicationOn(ctx, command.streamId());
            case "deleteStream" -> {
                int streamId = number(command, 1, command.streamId());
                endPublicationOn(ctx, streamId);
                streams.remove(streamId);
            }
            case "getStreamLength" -> say(ctx, Replies.result(0, command.transactionId(), 0.0));
            case "play", "play2" ->
                farewell(
                        ctx,
                        "a player came; it was sent away",
                        Replies.status(
                                command.streamId(),
                                "error",
                                "NetStream.Play.Failed",
                                "This server plays over HLS, not RTMP."));
            // releaseStream, _checkbw and whatever comes next year: silence would let the encoder wait.
            default -> answerNothing(ctx, command);
        }
    }

    private static void answerNothing(ChannelHandlerContext ctx, Command command) {
        if (command.transactionId() != 0) {
            say(ctx, Replies.result(command.streamId(), command.transactionId(), AmfNothing.NULL));
        }
    }

    private void connect(ChannelHandlerContext ctx, Command command) {
        if (!(state instanceof AwaitingConnect)) {
            say(ctx, Replies.callFailed(0, command.transactionId(), "connected already"));
            return;
        }
        if (command.arguments().isEmpty() || !(command.arguments().get(0) instanceof Map<?, ?> wishes)) {
            throw new RtmpException("connect came without its command object");
        }
        app = wishes.get("app") instanceof String name ? name : "";
        encoder = wishes.get("flashVer") instanceof String name ? printable(name) : "";
        if (!settings.app().isEmpty() && !StreamAddress.application(app).equals(settings.app())) {
            farewell(
                    ctx,
                    "the application is not '" + settings.app() + "'",
                    Replies.connectRefused(
                            command.transactionId(),
                            "NetConnection.Connect.InvalidApp",
                            "Publish to rtmp://HOST/" + settings.app() + " on this server."));
            return;
        }
        if (StreamAddress.asksForAdobeAuthentication(app)) {
            farewell(
                    ctx,
                    "it wants to log in as a user",
                    Replies.connectRefused(
                            command.transactionId(),
                            "NetConnection.Connect.Rejected",
                            "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed. This server knows stream"
                                    + " keys, not users: leave user name and password empty in the encoder."));
            return;
        }
        enhanced = EnhancedCapabilities.of(wishes);
        state = new Connected();
        // OBS wants the chunk size before the result.
        say(ctx, new WindowAcknowledgementSize(WINDOW_BYTES));
        say(ctx, new SetPeerBandwidth(WINDOW_BYTES, DYNAMIC_LIMIT));
        say(ctx, new SetChunkSize(CHUNK_SIZE));
        say(ctx, Replies.connected(command.transactionId(), enhanced.answer()));
        say(ctx, new Command(0, "onBWDone", 0, List.of(AmfNothing.NULL)));
    }

    private void createStream(ChannelHandlerContext ctx, Command command) {
        if (streams.size() == MAX_STREAMS) {
            say(
                    ctx,
                    Replies.callFailed(
                            0, command.transactionId(), "no more than " + MAX_STREAMS + " streams on a connection"));
            return;
        }
        streams.add(++lastStreamId);
        say(ctx, Replies.result(0, command.transactionId(), (double) lastStreamId));
    }

    /** The publishing type (live, record, append) is not looked at: everything is live here. */
    private void publish(ChannelHandlerContext ctx, Command command) {
        int streamId = command.streamId();
        if (!(state instanceof Connected)) {
            say(
                    ctx,
                    Replies.status(
                            streamId, "error", Replies.BAD_NAME, "This connection publishes already; end that first."));
            return;
        }
        if (!streams.contains(streamId)) {
            refuse(
                    ctx,
                    streamId,
                    Replies.BAD_NAME,
                    "publish on message stream " + streamId + ", which createStream has not given out");
            return;
        }
        StreamAddress address;
        try {
            Object name = command.arguments().size() > 1 ? command.arguments().get(1) : "";
            address = StreamAddress.of(app, name instanceof String text ? text : "");
        } catch (RtmpException e) {
            refuse(ctx, streamId, Replies.BAD_NAME, String.valueOf(e.getMessage()));
            return;
        }
        connection.hold(Hold.GATE, true);
        Admitting admitting = new Admitting(streamId, new ArrayDeque<>());
        state = admitting;
        ask(new PublishRequest(address.app(), address.key(), address.parameters(), encoder, connection))
                .whenComplete((admission, failure) ->
                        ctx.executor().execute(() -> answered(ctx, admitting, admission, failure)));
    }

    private CompletionStage<Admission> ask(PublishRequest request) {
        try {
            return gate.admit(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(
            ChannelHandlerContext ctx,
            Admitting admitting,
            @Nullable Admission admission,
            @Nullable Throwable failure) {
        if (state != admitting) {
            if (admission instanceof Admitted admitted) {
                admitted.sink().end("the encoder left before it was admitted");
            }
            return;
        }
        if (failure != null) {
            log.error("publish gate failed for {}", connection.remote(), failure);
        }
        if (admission instanceof Admitted admitted) {
            begin(ctx, admitting, admitted);
        } else {
            Refused refused = admission instanceof Refused no
                    ? no
                    : new Refused(Cause.UNAVAILABLE, "The server could not decide; try again.");
            String code = refused.cause() == Cause.BUSY ? Replies.BAD_NAME : Replies.DENIED;
            refuse(ctx, admitting.streamId, code, refused.reason());
        }
    }

    private void begin(ChannelHandlerContext ctx, Admitting admitting, Admitted admitted) {
        int streamId = admitting.streamId;
        cancelPublishDeadline();
        visit.stranger(false);
        FlvDemuxer demuxer = new FlvDemuxer(
                admitted.sink(), connection::nanoTime, settings.limits().maxBufferedBytesPerConnection(), oddities);
        state = new Publishing(streamId, admitted.channel(), demuxer);
        observer.publishing(connection.remote(), admitted.channel(), encoder);
        say(ctx, new UserControl(UserControl.STREAM_BEGIN, streamId));
        say(ctx, Replies.status(streamId, "status", "NetStream.Publish.Start", "Publishing."));
        Deque<RtmpMessage> held = admitting.held;
        try {
            while (!held.isEmpty()) {
                handle(ctx, held.remove());
            }
            connection.hold(Hold.GATE, false);
        } catch (RuntimeException e) {
            held.forEach(RtmpSession::release);
            exceptionCaught(ctx, e);
        }
    }

    private void refuse(ChannelHandlerContext ctx, int streamId, String code, String reason) {
        observer.refused(connection.remote(), reason);
        farewell(ctx, "refused: " + reason, Replies.status(streamId, "error", code, reason));
    }

    private static void say(ChannelHandlerContext ctx, RtmpMessage message) {
        ctx.writeAndFlush(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    // ── endings ─────────────────────────────────────────────────────────────────────────────────────────────────────

    private void endPublicationOn(ChannelHandlerContext ctx, int streamId) {
        if (state instanceof Publishing publishing && isOn(publishing, streamId)) {
            endPublication(ctx, "the encoder stopped the stream");
        }
    }

    private void endPublication(ChannelHandlerContext ctx, String reason) {
        if (state instanceof Publishing publishing) {
            leave(reason);
            state = new Connected();
            visit.stranger(true);
            connection.hold(Hold.SINK, false);
            expectPublish(ctx);
            say(ctx, Replies.status(publishing.streamId, "status", "NetStream.Unpublish.Success", "Stopped."));
        }
    }

    /** Lets go of whatever the state holds; nothing reaches the sink afterwards. */
    private void leave(String reason) {
        State left = state;
        state = new Closed();
        cancelPublishDeadline();
        if (left instanceof Publishing publishing) {
            publishing.demuxer.end(reason);
            observer.ended(connection.remote(), publishing.channel, reason);
        } else if (left instanceof Admitting admitting) {
            admitting.held.forEach(RtmpSession::release);
            admitting.held.clear();
        }
    }

    /** The peer is at fault, or gone: no last words. */
    private void fail(ChannelHandlerContext ctx, String reason) {
        if (!(state instanceof Closed)) {
            closeReason = reason;
            leave(reason);
        }
        ctx.close();
    }

    /**
     * Says why, and closes once that has been sent. Input that is still under way is read and dropped for a moment: to
     * close a socket over unread bytes makes TCP reset it, and the encoder would never see the reason.
     */
    private void farewell(ChannelHandlerContext ctx, String reason, Command lastWords) {
        closeReason = reason;
        leave(reason);
        connection.hold(Hold.GATE, false);
        connection.hold(Hold.SINK, false);
        boolean canLinger =
                ctx.channel() instanceof DuplexChannel && ctx.pipeline().get(SslHandler.class) == null;
        ctx.writeAndFlush(lastWords).addListener((ChannelFutureListener) sent -> {
            if (canLinger && sent.isSuccess()) {
                ((DuplexChannel) ctx.channel()).shutdownOutput();
                ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                ctx.close();
            }
        });
    }

    private void expectPublish(ChannelHandlerContext ctx) {
        publishDeadline = ctx.executor()
                .schedule(
                        () -> fail(
                                ctx,
                                "not publishing within " + settings.limits().publishTimeout()),
                        settings.limits().publishTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void cancelPublishDeadline() {
        if (publishDeadline != null) {
            publishDeadline.cancel(false);
            publishDeadline = null;
        }
    }

    private static int number(Command command, int index, int otherwise) {
        return command.arguments().size() > index && command.arguments().get(index) instanceof Double number
                ? number.intValue()
                : otherwise;
    }

    /** Text of a stranger, fit for a log. */
    private static String printable(String text) {
        String clean = text.replaceAll("\\p{C}", "").strip();
        return clean.length() <= MAX_ENCODER_NAME ? clean : clean.substring(0, MAX_ENCODER_NAME);
    }
}
