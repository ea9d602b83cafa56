package dev.vitrine.rtmp;

import dev.vitrine.rtmp.amf.Amf0Reader;
import dev.vitrine.rtmp.amf.Amf0Writer;
import dev.vitrine.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.List;

/**
 * Any bytes as the body of a message: AMF 0, AMF 3's wrapper around it, aggregates, control messages. What is read and
 * written again reads the same.
 *
 * <pre>  message type 8 | body…  </pre>
 */
public final class FuzzAmf {

    private FuzzAmf() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        readAndWrite(Unpooled.wrappedBuffer(input, 1, input.length - 1));
        EmbeddedChannel channel = new EmbeddedChannel(new MessageDecoder(AmfLimits.defaults()));
        ByteBuf body = Unpooled.copiedBuffer(input).skipBytes(1);
        try {
            channel.writeInbound(new RawMessage(input[0] & 0x1f, 1, 0, body));
        } catch (DecoderException e) {
            FuzzOutcome.isPeersFault(e);
        }
        for (RtmpMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            message.release();
        }
        channel.finishAndReleaseAll();
        if (body.refCnt() != 0) {
            throw new AssertionError("the message's body is still held " + body.refCnt() + " times");
        }
    }

    private static void readAndWrite(ByteBuf body) {
        List<Object> values;
        try {
            values = Amf0Reader.readAll(body, AmfLimits.defaults());
        } catch (RuntimeException e) {
            FuzzOutcome.isPeersFault(e);
            return;
        }
        ByteBuf written = Unpooled.buffer();
        values.forEach(value -> Amf0Writer.write(written, value));
        AmfLimits twice = new AmfLimits(16, 1_024, 1 << 20);
        List<Object> again = Amf0Reader.readAll(written, twice);
        if (!again.toString().equals(values.toString())) {
            throw new AssertionError(values + " became " + again);
        }
    }
}
