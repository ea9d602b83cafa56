package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What the receiver remembers of one chunk stream, so that later chunks can leave it out (§5.3.1.2). */
final class ChunkStream {

    final int id;
    long timestamp;
    long delta;
    int length;
    int type;
    int streamId;

    /** Whether the last header had the extended timestamp, and what stood there. */
    boolean extended;

    long extendedField;

    /** Whether a message has begun and not ended. */
    boolean unfinished;

    /** The bytes of the unfinished message so far; null until the first came. */
    @Nullable
    ByteBuf payload;

    ChunkStream(int id) {
        this.id = id;
    }

    int received() {
        return payload == null ? 0 : payload.readableBytes();
    }

    /** Forgets the unfinished message. */
    void discard() {
        unfinished = false;
        if (payload != null) {
            payload.release();
            payload = null;
        }
    }
}
