package dev.vitrine.rtmp.codec;

import java.util.Arrays;

/** What H.264 and HEVC share: NAL units, with their length in front or with emulation prevention inside. */
final class NalUnits {

    private NalUnits() {}

    /**
     * The raw byte sequence payload: without the 03 that keeps start codes from appearing (ITU-T H.264 §7.3.1).
     *
     * @param from first byte after the NAL unit header
     */
    static byte[] payload(byte[] nal, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            out[length++] = nal[i];
        }
        return Arrays.copyOf(out, length);
    }
}
