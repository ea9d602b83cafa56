package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** What two RTMP peers say to each other once the handshake is over. Timestamps are unsigned 32-bit milliseconds. */
sealed interface RtmpMessage {

    /** Gives back what the message holds; who takes it off the pipeline does this once. */
    default void release() {}

    /** The largest piece of a message that follows without a header of its own (§5.4.1). */
    record SetChunkSize(int bytes) implements RtmpMessage {}

    /** Bytes received so far, modulo 2^32 (§5.4.3). */
    record Acknowledgement(long bytes) implements RtmpMessage {}

    /** How many bytes the sender of this sends before it wants an acknowledgement (§5.4.4). */
    record WindowAcknowledgementSize(long bytes) implements RtmpMessage {}

    /**
     * How fast the receiver of this should send at most.
     *
     * @param limitType 0 hard, 1 soft, 2 dynamic (§5.4.5)
     */
    record SetPeerBandwidth(long bytes, int limitType) implements RtmpMessage {}

    /**
     * Signs of life and of streams (§7.1.7).
     *
     * @param value the event's first four bytes of data; 0 when it has none
     */
    record UserControl(int event, long value) implements RtmpMessage {
        static final int STREAM_BEGIN = 0;
        static final int PING_REQUEST = 6;
        static final int PING_RESPONSE = 7;
    }

    /**
     * A remote procedure call or its answer (§7.2).
     *
     * @param arguments without name and transaction id
     */
    record Command(int streamId, String name, double transactionId, List<Object> arguments) implements RtmpMessage {}

    /** A command in AMF 3 proper, which we do not speak. */
    record ForeignCommand(int streamId) implements RtmpMessage {}

    /** Words between the pictures. */
    record Data(int streamId, long timestamp, List<Object> values) implements RtmpMessage {}

    /** An FLV tag body. */
    record Media(boolean video, int streamId, long timestamp, ByteBuf payload) implements RtmpMessage {
        @Override
        public void release() {
            payload.release();
        }
    }

    /** Something to be ignored, and why. */
    record Ignored(Oddity oddity, String detail) implements RtmpMessage {}
}
