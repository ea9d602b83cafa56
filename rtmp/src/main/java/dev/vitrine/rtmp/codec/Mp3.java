package dev.vitrine.rtmp.codec;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;

/**
 * MPEG-1 Layer III, which says all in the four bytes before each frame (ISO/IEC 11172-3 §2.4.1.3).
 *
 * <pre>  sync 11 | version 2, layer 2 | no checksum 1 | bit rate 4 | rate 2 | padding 1 | 1 | channels 2 | …  </pre>
 */
public final class Mp3 {

    private static final int SYNC = 0x7ff;
    private static final int MPEG_1 = 3;
    private static final int LAYER_3 = 1;
    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int MONO = 3;
    private static final int SAMPLES = 1_152;

    private Mp3() {}

    /** A frame's format. The rates of MPEG-2 and 2.5 (24 kHz and below) are no longer played by browsers in MP4. */
    public static AudioFormat read(byte[] frame) {
        BitReader bits = new BitReader("MP3 frame", frame);
        if (bits.bits(11) != SYNC) {
            throw new FormatException("MP3 frame does not begin with its sync word");
        }
        int version = bits.bits(2);
        int layer = bits.bits(2);
        bits.skip(5); // checksum, bit rate
        int rateCode = bits.bits(2);
        if (version != MPEG_1 || layer != LAYER_3 || rateCode == 3) {
            throw new UnsupportedFormatException("MP3 below 32 kHz, or not layer III; set the encoder to AAC");
        }
        bits.skip(2);
        int channels = bits.bits(2) == MONO ? 1 : 2;
        return new AudioFormat(AudioCodec.MP3, "mp4a.6B", Bytes.EMPTY, RATES[rateCode], channels, SAMPLES);
    }
}
