package dev.vitrine.rtmp.amf;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes what {@link Amf0Reader} reads. */
public final class Amf0Writer {

    private Amf0Writer() {}

    /**
     * Appends {@code value} to {@code out}.
     *
     * @param value a Number, Boolean, CharSequence, Map with text keys, List, Instant or {@link AmfNothing}
     */
    public static void write(ByteBuf out, Object value) {
        if (value instanceof Number number) {
            out.writeByte(AmfMarker.NUMBER.code()).writeDouble(number.doubleValue());
        } else if (value instanceof Boolean truth) {
            out.writeByte(AmfMarker.BOOLEAN.code()).writeBoolean(truth);
        } else if (value instanceof CharSequence text) {
            writeText(out, text);
        } else if (value instanceof Map<?, ?> object) {
            out.writeByte(AmfMarker.OBJECT.code());
            object.forEach((name, member) -> {
                writeShortText(out, name.toString().getBytes(StandardCharsets.UTF_8));
                write(out, member);
            });
            out.writeShort(0).writeByte(AmfMarker.OBJECT_END);
        } else if (value instanceof List<?> array) {
            out.writeByte(AmfMarker.STRICT_ARRAY.code()).writeInt(array.size());
            array.forEach(element -> write(out, element));
        } else if (value instanceof Instant date) {
            out.writeByte(AmfMarker.DATE.code())
                    .writeDouble((double) date.toEpochMilli())
                    .writeShort(0);
        } else if (value == AmfNothing.NULL) {
            out.writeByte(AmfMarker.NULL.code());
        } else if (value == AmfNothing.UNDEFINED) {
            out.writeByte(AmfMarker.UNDEFINED.code());
        } else {
            throw new IllegalArgumentException("AMF 0 has no form for " + value.getClass());
        }
    }

    private static void writeText(ByteBuf out, CharSequence text) {
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= 0xffff) {
            out.writeByte(AmfMarker.STRING.code());
            writeShortText(out, utf8);
        } else {
            out.writeByte(AmfMarker.LONG_STRING.code()).writeInt(utf8.length).writeBytes(utf8);
        }
    }

    private static void writeShortText(ByteBuf out, byte[] utf8) {
        if (utf8.length > 0xffff) {
            throw new IllegalArgumentException("AMF name of " + utf8.length + " bytes is longer than 65535");
        }
        out.writeShort(utf8.length).writeBytes(utf8);
    }
}
