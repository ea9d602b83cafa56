package dev.vitrine.rtmp.amf;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the AMF 0 values of one message, within a budget. */
public final class Amf0Reader {

    private final ByteBuf in;
    private final AmfLimits limits;

    private int depth;
    private int elements;
    private int stringBytes;

    private Amf0Reader(ByteBuf in, AmfLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * All values up to the end of {@code in}, which is consumed.
     *
     * @throws AmfException naming what is wrong and at which byte
     */
    public static List<Object> readAll(ByteBuf in, AmfLimits limits) {
        Amf0Reader reader = new Amf0Reader(in, limits);
        List<Object> values = new ArrayList<>();
        while (in.isReadable()) {
            values.add(reader.value());
        }
        return Collections.unmodifiableList(values);
    }

    private Object value() {
        if (++elements > limits.maxElements()) {
            throw new AmfException("AMF message holds more than " + limits.maxElements() + " values", true);
        }
        int at = in.readerIndex();
        AmfMarker marker = AmfMarker.of(need(1).readUnsignedByte());
        return switch (marker) {
            case NUMBER -> need(8).readDouble();
            case BOOLEAN -> need(1).readByte() != 0;
            case STRING -> text(need(2).readUnsignedShort());
            case LONG_STRING, XML_DOCUMENT -> text(longLength());
            case NULL -> AmfNothing.NULL;
            case UNDEFINED, UNSUPPORTED -> AmfNothing.UNDEFINED;
            case REFERENCE -> {
                // §2.9. Not followed: a few references to references would unfold without bound in whoever walks them.
                need(2).skipBytes(2);
                yield AmfNothing.UNDEFINED;
            }
            case OBJECT -> object();
            case ECMA_ARRAY -> {
                // The count is a hint that encoders get wrong; the end marker decides (§2.10).
                need(4).skipBytes(4);
                yield object();
            }
            case TYPED_OBJECT -> {
                text(need(2).readUnsignedShort());
                yield object();
            }
            case STRICT_ARRAY -> array();
            case DATE -> date();
            case OTHER ->
                throw new AmfException(
                        "AMF value at byte " + at + " has type " + in.getUnsignedByte(at) + ", which AMF 0 lacks");
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        enter();
        while (true) {
            String name = text(need(2).readUnsignedShort());
            if (name.isEmpty() && need(1).getUnsignedByte(in.readerIndex()) == AmfMarker.OBJECT_END) {
                in.skipBytes(1);
                break;
            }
            object.put(name, value());
        }
        depth--;
        return Collections.unmodifiableMap(object);
    }

    private List<Object> array() {
        int at = in.readerIndex();
        long count = need(4).readUnsignedInt();
        if (count > limits.maxElements()) {
            throw new AmfException(
                    "AMF array at byte " + at + " announces " + count + " values, more than " + limits.maxElements(),
                    true);
        }
        List<Object> array = new ArrayList<>();
        enter();
        for (long i = 0; i < count; i++) {
            array.add(value());
        }
        depth--;
        return Collections.unmodifiableList(array);
    }

    /** Milliseconds since 1970 and two bytes of time zone that are "reserved, not supported" (§2.13). */
    private Instant date() {
        double millis = need(10).readDouble();
        in.skipBytes(2);
        return Instant.ofEpochMilli((long) Math.max(-1e15, Math.min(1e15, millis)));
    }

    private void enter() {
        if (++depth > limits.maxDepth()) {
            throw new AmfException("AMF objects are nested deeper than " + limits.maxDepth(), true);
        }
    }

    private int longLength() {
        long length = need(4).readUnsignedInt();
        if (length > in.readableBytes()) {
            throw new AmfException("AMF string of " + length + " bytes, but " + in.readableBytes() + " are left");
        }
        return (int) length;
    }

    private String text(int length) {
        stringBytes += length;
        if (stringBytes > limits.maxStringBytes()) {
            throw new AmfException("AMF message holds more than " + limits.maxStringBytes() + " bytes of text", true);
        }
        return need(length).readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    private ByteBuf need(int bytes) {
        if (in.readableBytes() < bytes) {
            throw new AmfException("AMF message ends at byte " + in.writerIndex() + " where " + bytes
                    + " more bytes were due, " + in.readableBytes() + " are left");
        }
        return in;
    }
}
