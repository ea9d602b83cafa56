package dev.vitrine.rtmp;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as chunks: the same messages however TCP cuts them, nothing left in buffers, no failure but a peer's.
 *
 * <pre>  seed of the cuts 8 | chunks…  </pre>
 */
public final class FuzzChunks {

    private static final int MAX_BUFFERED = 1 << 20;

    private FuzzChunks() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = messages(stream, stream.length);
        List<String> cut = messages(stream, 1 + (input[0] & 0x1f));
        if (!whole.equals(cut)) {
            throw new AssertionError("in one piece " + whole + ", in pieces of " + (1 + (input[0] & 0x1f)) + " " + cut);
        }
    }

    private static List<String> messages(byte[] stream, int piece) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        SharedBytes shared = new SharedBytes(MAX_BUFFERED);
        OddityCounter oddities = new OddityCounter(new InetSocketAddress(0), RtmpObserver.NONE);
        RtmpLimits limits = RtmpLimits.defaults().withMemory(1 << 16, MAX_BUFFERED, 16);
        EmbeddedChannel channel = new EmbeddedChannel(new ChunkDecoder(limits, shared, oddities));
        channel.config().setAllocator(allocator);
        List<String> messages = new ArrayList<>();
        boolean failed = false;
        for (int at = 0; at < stream.length && !failed; at += piece) {
            int end = Math.min(stream.length, at + piece);
            try {
                channel.writeInbound(allocator.heapBuffer(end - at).writeBytes(stream, at, end - at));
            } catch (DecoderException e) {
                failed = FuzzOutcome.isPeersFault(e);
            }
            for (RawMessage raw = channel.readInbound(); raw != null; raw = channel.readInbound()) {
                messages.add(raw.type() + " on " + raw.streamId() + " at " + raw.timestamp() + ": "
                        + ByteBufUtil.hexDump(raw.content()));
                raw.release();
            }
        }
        messages.add(failed ? "ended by us" : "open");
        channel.finishAndReleaseAll();
        FuzzOutcome.requireNothingLeft(allocator);
        if (shared.used() != 0) {
            throw new AssertionError(shared.used() + " bytes are still counted as unfinished");
        }
        return messages;
    }
}
