package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.rtmp.RtmpConnection.Hold;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.Data;
import dev.vitrine.rtmp.RtmpMessage.Media;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection publishes, from asking whether it may to the last frame.
 *
 * <pre>
 *   Idle ──publish──▶ Admitting ──the gate's yes──▶ Publishing
 *    ▲                    │ no                         │ deleteStream, closeStream, FCUnpublish
 *    │                    ▼                            │
 *    │                 Closed ◀── any failure          │
 *    └─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>While the gate thinks, the socket is not read; what had already been read is held and played back in order.
 */
final class Publication {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private sealed interface State {}

    private record Idle() implements State {}

    private record Admitting(int streamId, Deque<RtmpMessage> held) implements State {}

    private record Publishing(int streamId, String channel, FlvDemuxer demuxer) implements State {}

    private record Closed() implements State {}

    private final RtmpLimits limits;
    private final PublishGate gate;
    private final RtmpObserver observer;
    private final RtmpConnection connection;
    private final OddityCounter oddities;
    private final Door.Visit visit;
    private final Line line;

    private State state = new Idle();
    private String closeReason = "";
    private @Nullable Future<?> deadline;

    Publication(
            RtmpLimits limits,
            PublishGate gate,
            RtmpObserver observer,
            RtmpConnection connection,
            OddityCounter oddities,
            Door.Visit visit,
            Line line) {
        this.limits = limits;
        this.gate = gate;
        this.observer = observer;
        this.connection = connection;
        this.oddities = oddities;
        this.visit = visit;
        this.line = line;
    }

    boolean isIdle() {
        return state instanceof Idle;
    }

    boolean isPublishing() {
        return state instanceof Publishing;
    }

    boolean isClosed() {
        return state instanceof Closed;
    }

    /** Keeps a message until the gate has answered; false when nobody waits for the gate. */
    boolean holds(RtmpMessage message) {
        return state instanceof Admitting admitting && admitting.held.add(message);
    }

    // ── coming in ───────────────────────────────────────────────────────────────────────────────────────────────────

    /** A connection that publishes nothing is not kept for ever. */
    void expect() {
        deadline = line.executor()
                .schedule(
                        () -> {
                            observer.budgetExceeded(Budget.PUBLISH_TIME);
                            fail("not publishing within " + limits.publishTimeout());
                        },
                        limits.publishTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Asks the gate, and goes on once it has answered.
     *
     * @param replay takes what was held meanwhile; does not throw
     */
    void request(int streamId, PublishRequest request, Consumer<RtmpMessage> replay) {
        connection.hold(Hold.GATE, true);
        visit.is(Door.Standing.ASKED_ABOUT);
        Admitting admitting = new Admitting(streamId, new ArrayDeque<>());
        state = admitting;
        ask(request)
                .whenComplete((admission, failure) -> line.executor()
                        .execute(() -> answered(admitting, request.encoder(), admission, failure, replay)));
    }

    private CompletionStage<Admission> ask(PublishRequest request) {
        try {
            return gate.admit(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(
            Admitting admitting,
            String encoder,
            @Nullable Admission admission,
            @Nullable Throwable failure,
            Consumer<RtmpMessage> replay) {
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
            begin(admitting, encoder, admitted, replay);
        } else {
            Refused refused = admission instanceof Refused no
                    ? no
                    : new Refused(Cause.UNAVAILABLE, "The server could not decide; try again.");
            String code = refused.cause() == Cause.BUSY ? Replies.BAD_NAME : Replies.DENIED;
            refuse(admitting.streamId, code, refused.reason());
        }
    }

    private void begin(Admitting admitting, String encoder, Admitted admitted, Consumer<RtmpMessage> replay) {
        int streamId = admitting.streamId;
        cancelDeadline();
        visit.is(Door.Standing.ADMITTED);
        FlvDemuxer demuxer =
                new FlvDemuxer(admitted.sink(), connection::nanoTime, limits.maxBufferedBytesPerConnection(), oddities);
        state = new Publishing(streamId, admitted.channel(), demuxer);
        observer.publishing(connection.remote(), admitted.channel(), encoder);
        line.say(new UserControl(UserControl.STREAM_BEGIN, streamId));
        line.say(Replies.status(streamId, "status", "NetStream.Publish.Start", "Publishing."));
        Deque<RtmpMessage> held = admitting.held;
        while (!held.isEmpty()) {
            replay.accept(held.remove());
        }
        connection.hold(Hold.GATE, false);
        connection.flows(state instanceof Publishing);
    }

    void refuse(int streamId, String code, String reason) {
        observer.refused(connection.remote(), reason);
        farewell("refused: " + reason, Replies.status(streamId, "error", code, reason));
    }

    // ── media ───────────────────────────────────────────────────────────────────────────────────────────────────────

    void media(Media media) {
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

    void data(Data data) {
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

    // ── endings ─────────────────────────────────────────────────────────────────────────────────────────────────────

    void endOn(int streamId) {
        if (state instanceof Publishing publishing && isOn(publishing, streamId)) {
            end("the encoder stopped the stream");
        }
    }

    /** Ends what is published; the connection may publish again. */
    void end(String reason) {
        if (state instanceof Publishing publishing) {
            leave(reason);
            state = new Idle();
            visit.is(Door.Standing.STRANGER);
            connection.hold(Hold.SINK, false);
            connection.flows(false);
            expect();
            line.say(Replies.status(publishing.streamId, "status", "NetStream.Unpublish.Success", "Stopped."));
        }
    }

    /** Somebody of ours wants the connection ended. */
    void close(String reason) {
        if (!isClosed()) {
            int streamId = state instanceof Publishing publishing ? publishing.streamId : 0;
            farewell(reason, Replies.status(streamId, "status", "NetConnection.Connect.Closed", reason));
        }
    }

    /** Ends the connection with words that the encoder shows. */
    void farewell(String reason, Command lastWords) {
        closeReason = reason;
        leave(reason);
        connection.hold(Hold.GATE, false);
        connection.hold(Hold.SINK, false);
        line.sayLast(lastWords);
    }

    /** The peer is at fault, or gone: no last words. */
    void fail(String reason) {
        if (!isClosed()) {
            closeReason = reason;
            leave(reason);
        }
        line.hangUp();
    }

    /** The socket is closed, by whomever. */
    void gone() {
        leave(closeReason.isEmpty() ? "the encoder's connection was lost" : closeReason);
        observer.closed(
                connection.remote(),
                closeReason.isEmpty() ? "the encoder hung up" : closeReason,
                connection.bytesReceived());
    }

    /** Lets go of whatever the state holds; nothing reaches the sink afterwards. */
    private void leave(String reason) {
        State left = state;
        state = new Closed();
        cancelDeadline();
        if (left instanceof Publishing publishing) {
            publishing.demuxer.end(reason);
            observer.ended(connection.remote(), publishing.channel, reason);
        } else if (left instanceof Admitting admitting) {
            admitting.held.forEach(RtmpMessage::release);
            admitting.held.clear();
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
