package dev.vitrine.hls.cmaf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes ISO BMFF boxes into a growing array; sizes are filled in when a box closes (ISO/IEC 14496-12 §4.2). */
final class BoxWriter {

    private byte[] bytes = new byte[1024];
    private int size;

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    BoxWriter box(String type, Runnable body) {
        int start = size;
        u32(0).fourcc(type);
        body.run();
        int length = size - start;
        bytes[start] = (byte) (length >>> 24);
        bytes[start + 1] = (byte) (length >>> 16);
        bytes[start + 2] = (byte) (length >>> 8);
        bytes[start + 3] = (byte) length;
        return this;
    }

    BoxWriter fullBox(String type, int version, int flags, Runnable body) {
        return box(type, () -> {
            u32(version << 24 | flags);
            body.run();
        });
    }

    BoxWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    BoxWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    BoxWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    BoxWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    BoxWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    BoxWriter zeros(int count) {
        room(count);
        size += count;
        return this;
    }

    BoxWriter fourcc(String code) {
        return bytes(code.getBytes(StandardCharsets.ISO_8859_1));
    }

    BoxWriter bytes(byte[] source) {
        room(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        return this;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
