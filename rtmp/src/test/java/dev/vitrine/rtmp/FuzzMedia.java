package dev.vitrine.rtmp;

import dev.vitrine.media.MediaSink;
import dev.vitrine.rtmp.amf.Amf0Reader;
import dev.vitrine.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;

/**
 * Any bodies of audio, video and data messages, at any times: FLV and Enhanced RTMP, into a sink that watches its
 * promises.
 *
 * <pre>  ( in seconds 1, kind 7 | signed step in time 16 | length 16 | body )…  </pre>
 */
public final class FuzzMedia {

    private static final int HEADER_BYTES = 5;

    private FuzzMedia() {}

    public static void fuzzerTestOneInput(byte[] input) {
        MediaSink sink = new PromisedSink();
        long[] nanos = {0};
        FlvDemuxer demuxer = new FlvDemuxer(
                sink, () -> nanos[0], 1 << 20, new OddityCounter(new InetSocketAddress(0), RtmpObserver.NONE));
        ByteBuf in = Unpooled.wrappedBuffer(input);
        long millis = 0;
        try {
            while (in.readableBytes() > HEADER_BYTES) {
                int kind = in.readUnsignedByte();
                long step = in.readShort() * ((kind & 0x80) == 0 ? 1L : 1_000L);
                millis = (millis + step) & 0xffffffffL;
                nanos[0] += Math.abs(step) * 1_000_000;
                ByteBuf body = in.readSlice(Math.min(Math.max(1, in.readUnsignedShort()), in.readableBytes()));
                give(demuxer, kind & 3, millis, body);
            }
        } catch (RuntimeException e) {
            FuzzOutcome.isPeersFault(e);
        }
        demuxer.end("the input ended");
    }

    private static void give(FlvDemuxer demuxer, int kind, long millis, ByteBuf body) {
        switch (kind) {
            case 1 -> demuxer.audio(millis, body);
            case 2 -> demuxer.data(millis, Amf0Reader.readAll(body, AmfLimits.defaults()));
            default -> demuxer.video(millis, body);
        }
    }
}
