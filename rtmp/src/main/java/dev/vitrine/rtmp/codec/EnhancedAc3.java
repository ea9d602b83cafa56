package dev.vitrine.rtmp.codec;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import java.nio.ByteBuffer;

/**
 * E-AC-3, which says all in its frames: one or several to a message, for 1,536 samples together (ETSI TS 102 366 §E.1.2).
 *
 * <pre>
 *   0b77 | type 2 | substream 3 | words−1 11 | rate 2 | [rate 2, or blocks 2] | channels 3 | LFE 1 | version 5 | …
 * </pre>
 */
public final class EnhancedAc3 {

    private static final String WHAT = "E-AC-3 frame";
    private static final int SYNC = 0x0b77;
    private static final int[] RATES = {48_000, 44_100, 32_000};
    private static final int[] BLOCKS = {1, 2, 3, 6};
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    private static final int SAMPLES_PER_BLOCK = 256;
    private static final int FIRST_VERSION = 11;
    private static final int LAST_VERSION = 16;
    private static final int DEPENDENT = 1;
    private static final int MAX_RATE_FIELD = 0x1fff;

    private EnhancedAc3() {}

    /**
     * A message's frames and the dec3 that describes them (§F.6). Only one independent substream can be described; what
     * has more (7.1, or a second programme) is not supported.
     */
    public static AudioFormat read(byte[] frames) {
        Header first = Header.read(frames, 0);
        int blocks = 0;
        int at = 0;
        while (at < frames.length) {
            Header frame = Header.read(frames, at);
            if (frame.type == DEPENDENT || frame.substream != 0) {
                throw new UnsupportedFormatException("E-AC-3 of several substreams; set the encoder to 5.1 or stereo");
            }
            blocks += frame.blocks;
            at += frame.bytes;
        }
        int samples = blocks * SAMPLES_PER_BLOCK;
        // In steps of 8, as encoders have them: at 44.1 kHz frames differ by a word, and the format must not.
        long kbps = Math.min(MAX_RATE_FIELD & ~7, (frames.length * (long) first.rate / samples + 500) / 1_000 * 8);
        // num_ind_sub − 1 = 0; asvc, bsmod and num_dep_sub = 0
        long dec3 = kbps << 27
                | (long) first.rateCode << 22
                | (long) first.version << 17
                | first.channelMode << 9
                | first.lowFrequency << 8;
        return new AudioFormat(
                AudioCodec.EAC3,
                "ec-3",
                Bytes.copyOf(
                        ByteBuffer.wrap(ByteBuffer.allocate(8).putLong(dec3).array(), 3, 5)),
                first.rate,
                CHANNELS[first.channelMode] + first.lowFrequency,
                samples);
    }

    private record Header(
            int type,
            int substream,
            int bytes,
            int rateCode,
            int rate,
            int blocks,
            int channelMode,
            int lowFrequency,
            int version) {

        static Header read(byte[] data, int at) {
            BitReader bits = new BitReader(WHAT, data, at, data.length);
            if (bits.bits(16) != SYNC) {
                throw new FormatException(WHAT + " does not begin with its sync word at byte " + at);
            }
            int type = bits.bits(2);
            int substream = bits.bits(3);
            int bytes = (bits.bits(11) + 1) * 2;
            int rateCode = bits.bits(2);
            int second = bits.bits(2);
            if (rateCode == 3) {
                throw new UnsupportedFormatException("E-AC-3 at half a rate; set the encoder to 48 kHz");
            }
            int channelMode = bits.bits(3);
            int lowFrequency = bits.bits(1);
            int version = bits.bits(5);
            if (version < FIRST_VERSION || version > LAST_VERSION) {
                throw new FormatException(WHAT + " has version " + version + ", not 11 to 16");
            }
            return new Header(
                    type,
                    substream,
                    bytes,
                    rateCode,
                    RATES[rateCode],
                    BLOCKS[second],
                    channelMode,
                    lowFrequency,
                    version);
        }
    }
}
