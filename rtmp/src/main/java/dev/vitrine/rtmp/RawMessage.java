package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/** A whole message as its chunks gave it: not yet understood. Owns its payload. */
final class RawMessage extends DefaultByteBufHolder {

    private final int type;
    private final int streamId;
    private final long timestamp;

    /**
     * @param type message type id, 0 to 255
     * @param streamId message stream id
     * @param timestamp in milliseconds, 0 to 2^32 − 1
     */
    RawMessage(int type, int streamId, long timestamp, ByteBuf payload) {
        super(payload);
        this.type = type;
        this.streamId = streamId;
        this.timestamp = timestamp;
    }

    int type() {
        return type;
    }

    int streamId() {
        return streamId;
    }

    long timestamp() {
        return timestamp;
    }

    @Override
    public RawMessage replace(ByteBuf content) {
        return new RawMessage(type, streamId, timestamp, content);
    }
}
