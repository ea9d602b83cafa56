package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import dev.vitrine.rtmp.RtmpConnection.CloseRequest;
import dev.vitrine.rtmp.RtmpMessage.Acknowledgement;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.Data;
import dev.vitrine.rtmp.RtmpMessage.ForeignCommand;
import dev.vitrine.rtmp.RtmpMessage.Ignored;
import dev.vitrine.rtmp.RtmpMessage.Media;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.AmfException;
import dev.vitrine.rtmp.codec.FormatException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One encoder's conversation with us: gives each message to whom it concerns, acknowledges, and turns what the pipeline
 * tells into endings.
 *
 * <pre>
 *   RtmpMessage ─┬─ Command ──▶ Commands ────▶ Publication ──▶ FlvDemuxer
 *                ├─ Media, Data ──────────────────▲  │
 *                └─ control: answered here           ▼
 *                                 answers ────────▶ Line ──▶ chunks out
 * </pre>
 */
final class RtmpSession extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(RtmpSession.class);

    private final RtmpObserver observer;
    private final RtmpConnection connection;
    private final MessageRate rate;
    private final OddityCounter oddities;
    private final Deadlines deadlines;
    private final Line line;
    private final Publication publication;
    private final Commands commands;

    private long peerWindow = Commands.WINDOW_BYTES;
    private long acknowledged;

    RtmpSession(
            RtmpSettings settings,
            PublishGate gate,
            RtmpObserver observer,
            AdobeLogin logins,
            RtmpConnection connection,
            OddityCounter oddities,
            Deadlines deadlines,
            Line line,
            Publication publication) {
        this.observer = observer;
        this.connection = connection;
        this.rate = new MessageRate(settings.limits().maxMessagesPerSecond(), connection.nanoTime());
        this.oddities = oddities;
        this.deadlines = deadlines;
        this.line = line;
        this.publication = publication;
        this.commands = new Commands(settings, gate, logins, connection, publication, line, this::replay);
    }

    // ── what the pipeline tells us ──────────────────────────────────────────────────────────────────────────────────

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        publication.expect();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        RtmpMessage received = (RtmpMessage) message;
        try {
            rate.count(connection.nanoTime());
        } catch (RtmpException e) {
            received.release();
            throw e;
        }
        handle(received);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Twice as often as asked: some peers stop sending exactly at their window.
        if (connection.bytesReceived() - acknowledged >= peerWindow / 2 && !publication.isClosed()) {
            acknowledged = connection.bytesReceived();
            line.say(new Acknowledgement(acknowledged & 0xffffffffL));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            observer.budgetExceeded(Budget.UNREAD_ANSWERS);
            publication.fail("the encoder does not read our answers");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == HandshakeHandler.DONE) {
            deadlines.handshakeDone();
        } else if (event instanceof CloseRequest request) {
            close(request);
        }
    }

    private void close(CloseRequest request) {
        if (request.shutdown() && commands.enhanced().reconnects() && publication.isPublishing()) {
            // What still comes until it leaves is taken (Enhanced RTMP v2, "Reconnect Request").
            line.say(Replies.status(0, "status", "NetConnection.Connect.ReconnectRequest", request.reason()));
            line.later(() -> publication.close(request.reason()));
        } else {
            publication.close(request.reason());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        publication.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        failed(thrown instanceof CodecException && thrown.getCause() != null ? thrown.getCause() : thrown);
    }

    private void failed(Throwable cause) {
        if (cause instanceof RtmpException broken && !publication.isClosed()) {
            broken.budget().ifPresent(observer::budgetExceeded);
        }
        if (cause instanceof AmfException amf && amf.isBudget() && !publication.isClosed()) {
            observer.budgetExceeded(Budget.AMF);
        }
        if (cause instanceof RtmpException || cause instanceof AmfException || cause instanceof FormatException) {
            publication.fail(String.valueOf(cause.getMessage()));
        } else if (cause instanceof SSLException) {
            publication.fail("TLS failed: " + cause.getMessage());
        } else if (cause instanceof IOException) {
            publication.fail("the encoder's connection was lost: " + cause.getMessage());
        } else {
            log.error("RTMP connection from {} failed", connection.remote(), cause);
            publication.fail("internal error");
        }
    }

    // ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────

    private void handle(RtmpMessage message) {
        if (publication.holds(message)) {
            return;
        }
        try {
            if (!publication.isClosed()) {
                dispatch(message);
            }
        } finally {
            message.release();
        }
    }

    private void replay(RtmpMessage message) {
        try {
            handle(message);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void dispatch(RtmpMessage message) {
        if (message instanceof Media media) {
            publication.media(media);
        } else if (message instanceof Data data) {
            publication.data(data);
        } else if (message instanceof Command command) {
            commands.on(command);
        } else if (message instanceof ForeignCommand foreign) {
            line.say(Replies.callFailed(foreign.streamId(), 0, "commands in AMF 3 are not understood"));
        } else if (message instanceof UserControl control) {
            userControl(control);
        } else if (message instanceof WindowAcknowledgementSize window && window.bytes() > 0) {
            peerWindow = window.bytes();
        } else if (message instanceof Ignored ignored) {
            oddities.count(ignored.oddity(), ignored.detail());
        }
    }

    private void userControl(UserControl control) {
        switch (control.event()) {
            case UserControl.PING_REQUEST -> line.say(new UserControl(UserControl.PING_RESPONSE, control.value()));
            case UserControl.PING_RESPONSE, 1, 2, 3, 4 -> {} // stream state and buffer length: a player's affairs
            default -> oddities.count(Oddity.UNKNOWN_MESSAGE, "user control event " + control.event());
        }
    }
}
