package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The first 3073 bytes (RTMP 1.0 §5.2), then leaves the pipeline.
 *
 * <pre>
 *   encoder                                server
 *      │ C0 (version 3)  C1 (1536) ──────────▶ │
 *      │ ◀────────── S0 (3)  S1 (1536)  S2 (1536)
 *      │ C2 (1536) ──────────────────────────▶ │   what follows is chunks
 * </pre>
 *
 * <p>A C1 that is signed is answered signed, one that is not gets its own bytes back. C2 is not looked at: ffmpeg's and
 * others' do not echo S1, and there is nothing to be gained.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of the write comes back through the pipeline.
final class HandshakeHandler extends ByteToMessageDecoder {

    /** Fired as a user event when C2 is in. */
    static final Object DONE = new Object();

    static final int PACKET = 1536;

    private static final int VERSION = 3;

    /** A C1 with zeros here is the plain kind; the others put their version. */
    private static final int VERSION_FIELD_AT = 4;

    private boolean answered;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!answered) {
            int version = in.getUnsignedByte(in.readerIndex());
            if (version != VERSION) {
                in.skipBytes(in.readableBytes());
                throw new RtmpException("not an RTMP handshake: it begins with byte " + version + ", not " + VERSION);
            }
            if (in.readableBytes() < 1 + PACKET) {
                return;
            }
            in.skipBytes(1);
            byte[] c1 = new byte[PACKET];
            in.readBytes(c1);
            ctx.writeAndFlush(answer(ctx, c1)).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            answered = true;
        }
        if (in.readableBytes() >= PACKET) {
            in.skipBytes(PACKET);
            ctx.fireUserEventTriggered(DONE);
            ctx.pipeline().remove(this); // What is left of the input goes to the next handler.
        }
    }

    private static ByteBuf answer(ChannelHandlerContext ctx, byte[] c1) {
        byte[] s1 = new byte[PACKET];
        ThreadLocalRandom.current().nextBytes(s1);
        s1[0] = s1[1] = s1[2] = s1[3] = 0; // our time zero
        byte[] s2 = c1;
        boolean plain = (c1[VERSION_FIELD_AT] | c1[5] | c1[6] | c1[7]) == 0;
        Optional<HandshakeDigest> layout = plain ? Optional.empty() : HandshakeDigest.ofClient(c1);
        if (layout.isPresent()) {
            s1[VERSION_FIELD_AT] = 4; // a version that signs
            layout.get().signServer(s1);
            s2 = new byte[PACKET];
            ThreadLocalRandom.current().nextBytes(s2);
            HandshakeDigest.signAnswer(s2, layout.get().in(c1));
        } else {
            s1[VERSION_FIELD_AT] = s1[5] = s1[6] = s1[7] = 0;
        }
        return ctx.alloc()
                .buffer(1 + 2 * PACKET)
                .writeByte(VERSION)
                .writeBytes(s1)
                .writeBytes(s2);
    }
}
