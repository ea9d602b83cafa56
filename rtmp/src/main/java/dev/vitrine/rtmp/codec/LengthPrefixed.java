package dev.vitrine.rtmp.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** NAL units that stand one after the other, each behind its length (ISO/IEC 14496-15 §5.3.4.2). */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LengthPrefixed(byte[] data, int lengthBytes, List<Integer> starts, int total) {

    /** A picture is a handful of slices; this many is an attack on whoever counts them. */
    private static final int MAX_UNITS = 4_096;

    static LengthPrefixed of(byte[] data, int lengthBytes) {
        List<Integer> starts = new ArrayList<>(4);
        int at = 0;
        int total = 0;
        while (at < data.length) {
            if (data.length - at < lengthBytes) {
                throw new FormatException((data.length - at) + " bytes are left over after the last NAL unit");
            }
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | (data[at + i] & 0xff);
            }
            at += lengthBytes;
            if (length > data.length - at) {
                throw new FormatException("NAL unit of " + length + " bytes where " + (data.length - at) + " are left");
            }
            if (length > 0) {
                starts.add(at);
                total += 4 + (int) length;
            }
            if (starts.size() > MAX_UNITS) {
                throw new FormatException("more than " + MAX_UNITS + " NAL units in one picture");
            }
            at += (int) length;
        }
        return new LengthPrefixed(data, lengthBytes, starts, total);
    }

    /** The first byte of each NAL unit, which tells its type. */
    List<Integer> firstBytes() {
        return starts.stream().map(start -> data[start] & 0xff).toList();
    }

    int count() {
        return starts.size();
    }

    /** Where the {@code nth} NAL unit's header begins in {@link #data}. */
    int start(int nth) {
        return starts.get(nth);
    }

    /** Of the {@code nth} NAL unit with its header, in bytes. */
    int length(int nth) {
        int length = 0;
        for (int i = start(nth) - lengthBytes; i < start(nth); i++) {
            length = length << 8 | (data[i] & 0xff);
        }
        return length;
    }

    byte[] withFourByteLengths() {
        if (lengthBytes == 4) {
            return data;
        }
        ByteBuffer out = ByteBuffer.allocate(total);
        for (int i = 0; i < count(); i++) {
            out.putInt(length(i)).put(data, start(i), length(i));
        }
        return out.array();
    }
}
