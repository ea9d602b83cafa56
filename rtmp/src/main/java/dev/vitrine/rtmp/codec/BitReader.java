package dev.vitrine.rtmp.codec;

/** Reads big-endian bits; the end of the data is a {@link FormatException}, never a wrong value. */
final class BitReader {

    private final String what;
    private final byte[] data;
    private final int endBit;
    private int bit;

    /** @param what the structure being read, for messages */
    BitReader(String what, byte[] data) {
        this(what, data, 0, data.length);
    }

    BitReader(String what, byte[] data, int from, int to) {
        this.what = what;
        this.data = data;
        this.bit = from * 8;
        this.endBit = to * 8;
    }

    int left() {
        return endBit - bit;
    }

    boolean flag() {
        return bits(1) == 1;
    }

    /** @param count 0 to 31 */
    int bits(int count) {
        if (count > left()) {
            throw new FormatException(
                    what + " ends after " + endBit / 8 + " bytes, in the middle of a field of " + count + " bits");
        }
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value = value << 1 | (data[bit >> 3] >> (7 - (bit & 7)) & 1);
        }
        return value;
    }

    long bits32() {
        return (long) bits(16) << 16 | bits(16);
    }

    void skip(int count) {
        if (count > left()) {
            throw new FormatException(what + " ends after " + endBit / 8 + " bytes, " + count + " bits were due");
        }
        bit += count;
    }

    /** ue(v): unsigned Exp-Golomb (ITU-T H.264 §9.1), up to 2^31 − 2. */
    int unsignedGolomb() {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > 30) {
                throw new FormatException(what + " holds an Exp-Golomb number longer than 61 bits");
            }
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    /** ue(v) that has an upper bound. */
    int unsignedGolomb(String field, int max) {
        int value = unsignedGolomb();
        if (value > max) {
            throw new FormatException(what + "'s " + field + " is " + value + ", more than " + max);
        }
        return value;
    }

    /** se(v): signed Exp-Golomb (ITU-T H.264 §9.1.1). */
    int signedGolomb() {
        int code = unsignedGolomb();
        return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
    }
}
