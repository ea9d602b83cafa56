package dev.vitrine.rtmp.codec;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What Opus, FLAC and AC-3 say about themselves, turned into the boxes that ISO BMFF has for it. */
public final class AudioConfigurations {

    private static final byte[] OPUS_MAGIC = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FLAC_MAGIC = "fLaC".getBytes(StandardCharsets.US_ASCII);
    private static final int OPUS_RATE = 48_000;
    private static final int OPUS_HEAD_BYTES = 19;
    private static final int STREAM_INFO_BYTES = 34;
    private static final int FLAC_MAX_RATE = 655_350; // RFC 9639 §8.2

    private static final int AC3_SYNC = 0x0b77;
    private static final int[] AC3_RATES = {48_000, 44_100, 32_000};
    private static final int[] AC3_CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    private static final int AC3_SAMPLES = 1_536;
    private static final int AC3_LAST_BSID = 8;

    private AudioConfigurations() {}

    /**
     * An Opus identification header (RFC 7845 §5.1) as dOps (Encapsulation of Opus in ISO BMFF §4.3.2): the same fields,
     * high byte first, with version 0.
     */
    public static AudioFormat opus(byte[] head) {
        if (head.length < OPUS_HEAD_BYTES || !startsWith(head, OPUS_MAGIC)) {
            throw new FormatException("Opus configuration of " + head.length + " bytes is not an OpusHead");
        }
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).position(OPUS_MAGIC.length + 1);
        int channels = in.get() & 0xff;
        ByteBuffer out = ByteBuffer.allocate(head.length - OPUS_MAGIC.length);
        out.put((byte) 0).put((byte) channels).putShort(in.getShort()).putInt(in.getInt());
        out.putShort(in.getShort()).put(in);
        requireChannels("Opus", channels);
        return new AudioFormat(AudioCodec.OPUS, "opus", Bytes.copyOf(out.array()), OPUS_RATE, channels, 0);
    }

    /** A FLAC stream's beginning (RFC 9639 §6, §8.2) as dfLa (Encapsulation of FLAC in ISO BMFF §3.3.2). */
    public static AudioFormat flac(byte[] start) {
        // The whole beginning, with marker and block header, as Enhanced RTMP has it; or STREAMINFO alone, as FFmpeg.
        boolean bare = start.length == STREAM_INFO_BYTES;
        int from = bare ? 0 : (startsWith(start, FLAC_MAGIC) ? FLAC_MAGIC.length : 0) + 4;
        int end = from + STREAM_INFO_BYTES;
        if (start.length < end || (!bare && (start[from - 4] & 0x7f) != 0)) {
            throw new FormatException(
                    "FLAC configuration of " + start.length + " bytes does not begin with STREAMINFO");
        }
        BitReader bits = new BitReader("FLAC configuration", start, from, end);
        int minBlock = bits.bits(16);
        int maxBlock = bits.bits(16);
        bits.skip(48); // frame sizes
        int rate = bits.bits(20);
        int channels = bits.bits(3) + 1;
        if (rate < 1 || rate > FLAC_MAX_RATE) {
            throw new FormatException("FLAC configuration has a rate of " + rate + " Hz, not 1 to " + FLAC_MAX_RATE);
        }
        byte[] dfLa = new byte[4 + 4 + STREAM_INFO_BYTES];
        dfLa[4] = (byte) 0x80; // STREAMINFO, the only metadata block, and so the last
        dfLa[7] = STREAM_INFO_BYTES;
        System.arraycopy(start, from, dfLa, 8, STREAM_INFO_BYTES);
        return new AudioFormat(
                AudioCodec.FLAC, "flac", Bytes.copyOf(dfLa), rate, channels, minBlock == maxBlock ? minBlock : 0);
    }

    /** An AC-3 frame (ETSI TS 102 366 §4.3, §4.4) and the dac3 that describes it (§F.4). */
    public static AudioFormat ac3(byte[] frame) {
        BitReader bits = new BitReader("AC-3 frame", frame);
        if (bits.bits(16) != AC3_SYNC) {
            throw new FormatException("AC-3 frame does not begin with its sync word");
        }
        bits.skip(16); // crc1
        int rateCode = bits.bits(2);
        int sizeCode = bits.bits(6);
        int bsid = bits.bits(5);
        int mode = bits.bits(3);
        int channelMode = bits.bits(3);
        if (rateCode == 3 || bsid > AC3_LAST_BSID) {
            throw new FormatException("AC-3 frame has rate code " + rateCode + " and version " + bsid);
        }
        boolean centreMix = (channelMode & 1) != 0 && channelMode != 1;
        boolean surroundMix = (channelMode & 4) != 0;
        bits.skip((centreMix ? 2 : 0) + (surroundMix ? 2 : 0) + (channelMode == 2 ? 2 : 0));
        int lowFrequency = bits.bits(1);
        int dac3 =
                rateCode << 22 | bsid << 17 | mode << 14 | channelMode << 11 | lowFrequency << 10 | sizeCode >> 1 << 5;
        return new AudioFormat(
                AudioCodec.AC3,
                "ac-3",
                Bytes.copyOf(new byte[] {(byte) (dac3 >> 16), (byte) (dac3 >> 8), (byte) dac3}),
                AC3_RATES[rateCode],
                AC3_CHANNELS[channelMode] + lowFrequency,
                AC3_SAMPLES);
    }

    private static void requireChannels(String codec, int channels) {
        if (channels < 1 || channels > 64) {
            throw new FormatException(codec + " configuration has " + channels + " channels, not 1 to 64");
        }
    }

    private static boolean startsWith(byte[] data, byte[] head) {
        return data.length >= head.length && Arrays.equals(data, 0, head.length, head, 0, head.length);
    }
}
