package dev.vitrine.rtmp;

import dev.vitrine.rtmp.amf.AmfException;
import dev.vitrine.rtmp.codec.FormatException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.CodecException;

/** What a fuzzed input may come to: a peer that broke the protocol is ended; everything else is our mistake. */
final class FuzzOutcome {

    private FuzzOutcome() {}

    /** True, or throws. */
    static boolean isPeersFault(RuntimeException thrown) {
        Throwable cause = thrown instanceof CodecException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RtmpException || cause instanceof AmfException || cause instanceof FormatException) {
            return true;
        }
        throw thrown;
    }

    static void requireNothingLeft(UnpooledByteBufAllocator allocator) {
        long left = allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
        if (left != 0) {
            throw new AssertionError(left + " bytes are in buffers that nobody released");
        }
    }
}
