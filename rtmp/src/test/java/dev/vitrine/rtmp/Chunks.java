package dev.vitrine.rtmp;

import dev.vitrine.rtmp.amf.Amf0Writer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes chunks by hand, right ones and wrong ones; shares no code with the decoder. */
final class Chunks {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int chunkSize = 128;

    /** A whole message with a full header. */
    Chunks message(int csid, int type, int streamId, long timestamp, byte[] payload) {
        head(0, csid);
        medium(Math.min(timestamp, 0xffffff)).medium(payload.length).bytes(type);
        bytes(streamId, streamId >> 8, streamId >> 16, streamId >> 24);
        boolean extended = timestamp >= 0xffffff;
        if (extended) {
            int32(timestamp);
        }
        return pieces(csid, payload, extended ? timestamp : -1);
    }

    /** The payload in chunk-sized pieces, repeating {@code extended} in front of each but the first when it is not −1. */
    Chunks pieces(int csid, byte[] payload, long extended) {
        for (int at = 0; at < payload.length; at += chunkSize) {
            if (at > 0) {
                head(3, csid);
                if (extended >= 0) {
                    int32(extended);
                }
            }
            out.write(payload, at, Math.min(chunkSize, payload.length - at));
        }
        return this;
    }

    Chunks chunkSize(int bytes) {
        message(2, 1, 0, 0, new byte[] {(byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes});
        chunkSize = bytes;
        return this;
    }

    Chunks command(int streamId, Object... values) {
        return message(3, 20, streamId, 0, amf(values));
    }

    Chunks head(int format, int csid) {
        if (csid < 64) {
            return bytes(format << 6 | csid);
        }
        return csid < 320 ? bytes(format << 6, csid - 64) : bytes(format << 6 | 1, csid - 64, (csid - 64) >> 8);
    }

    Chunks medium(long value) {
        return bytes((int) (value >> 16), (int) (value >> 8), (int) value);
    }

    Chunks int32(long value) {
        return bytes((int) (value >> 24)).medium(value);
    }

    Chunks bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    Chunks bytes(byte[] values) {
        out.writeBytes(values);
        return this;
    }

    byte[] toArray() {
        return out.toByteArray();
    }

    ByteBuf toBuffer() {
        return Unpooled.wrappedBuffer(out.toByteArray());
    }

    static byte[] amf(Object... values) {
        ByteBuf buffer = Unpooled.buffer();
        for (Object value : values) {
            Amf0Writer.write(buffer, value);
        }
        return ByteBufUtil.getBytes(buffer);
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
