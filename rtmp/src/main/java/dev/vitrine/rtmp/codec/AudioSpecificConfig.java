package dev.vitrine.rtmp.codec;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;

/**
 * AAC's decoder configuration (ISO/IEC 14496-3 §1.6.2.1), with spectral band replication (SBR) and parametric stereo
 * (PS) when they are signalled, at the front (object type 5 or 29) or behind (sync word 0x2b7).
 *
 * <p>SBR doubles rate and samples of what comes out; PS makes one channel two. Implicit signalling (nothing said, found
 * by decoding) is taken at its word: the format then describes the core, which every player understands.
 */
public final class AudioSpecificConfig {

    private static final String WHAT = "AAC configuration";
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    private static final int EXPLICIT_RATE = 15;
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

    private static final int MAX_CHANNELS = 64;

    private static final int LOW_COMPLEXITY = 2;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int SYNC_SBR = 0x2b7;
    private static final int SYNC_PS = 0x548;

    private final BitReader bits;
    private int objectType;
    private int coreRate;
    private int outputRate;
    private int channels;
    private boolean shortFrames;
    private boolean sbr;
    private boolean ps;

    private AudioSpecificConfig(byte[] config) {
        bits = new BitReader(WHAT, config);
    }

    /**
     * Reads the configuration.
     *
     * @throws FormatException naming what is wrong
     */
    public static AudioFormat read(byte[] config) {
        if (config.length > 1024) {
            throw new FormatException(WHAT + " of " + config.length + " bytes is longer than 1024");
        }
        return new AudioSpecificConfig(config).read(Bytes.copyOf(config));
    }

    private AudioFormat read(Bytes config) {
        objectType = objectType();
        coreRate = rate();
        int channelConfiguration = bits.bits(4);
        if (objectType == SBR || objectType == PS) {
            sbr = true;
            ps = objectType == PS;
            outputRate = rate();
            objectType = objectType();
        }
        if (objectType < 1 || objectType > 4) {
            throw new UnsupportedFormatException(WHAT + " has audio object type " + objectType
                    + "; AAC Main, LC, SSR and LTP (1 to 4), with or without SBR and PS, can be taken");
        }
        channels = channels(channelConfiguration);
        generalAudio(channelConfiguration);
        if (!sbr) {
            extensionBehind();
        }
        String codecs = "mp4a.40." + (ps ? PS : sbr ? SBR : objectType);
        int samples = shortFrames ? 960 : 1024;
        return sbr
                ? new AudioFormat(
                        AudioCodec.AAC, codecs, config, outputRate, ps ? 2 : channels, samples * outputRate / coreRate)
                : new AudioFormat(AudioCodec.AAC, codecs, config, coreRate, channels, samples);
    }

    /** GetAudioObjectType(), §1.6.2.1, table 1.16. */
    private int objectType() {
        int type = bits.bits(5);
        return type == 31 ? 32 + bits.bits(6) : type;
    }

    private int rate() {
        int index = bits.bits(4);
        int rate = index == EXPLICIT_RATE ? bits.bits(24) : index < RATES.length ? RATES[index] : 0;
        if (rate < 1 || rate > 192_000) {
            throw new FormatException(WHAT + " has sampling index " + index + " and rate " + rate + " Hz");
        }
        return rate;
    }

    /** 0 means "see the program config element"; what that counts is read in {@link #generalAudio}. */
    private static int channels(int configuration) {
        if (configuration >= CHANNELS.length) {
            throw new FormatException(WHAT + " has channel configuration " + configuration + ", not 0 to 7");
        }
        return CHANNELS[configuration];
    }

    /** GASpecificConfig(), §4.4.1. */
    private void generalAudio(int channelConfiguration) {
        shortFrames = bits.flag();
        if (bits.flag()) {
            bits.skip(14); // coreCoderDelay
        }
        bits.skip(1); // extensionFlag: 0 for object types 1 to 4
        if (channelConfiguration == 0) {
            channels = programConfigChannels();
        }
    }

    /** program_config_element(), §4.4.1.1, up to what counts channels. */
    private int programConfigChannels() {
        bits.skip(4 + 2 + 4); // tag, object type, sampling index
        int front = bits.bits(4);
        int side = bits.bits(4);
        int back = bits.bits(4);
        int lowFrequency = bits.bits(2);
        int data = bits.bits(3);
        int coupling = bits.bits(4);
        for (int mixdown = 0; mixdown < 2; mixdown++) {
            if (bits.flag()) {
                bits.skip(4);
            }
        }
        if (bits.flag()) {
            bits.skip(3);
        }
        int count = lowFrequency;
        for (int i = 0; i < front + side + back; i++) {
            count += bits.flag() ? 2 : 1;
            bits.skip(4);
        }
        bits.skip(4 * lowFrequency + 4 * data + 5 * coupling);
        int padding = bits.left() % 8;
        bits.skip(padding);
        bits.skip(8 * bits.bits(8)); // comment
        if (count < 1 || count > MAX_CHANNELS) {
            throw new FormatException(
                    WHAT + "'s program config element has " + count + " channels, not 1 to " + MAX_CHANNELS);
        }
        return count;
    }

    /** Backward compatible signalling, §1.6.6.2.2: extra bits that old decoders leave alone. */
    private void extensionBehind() {
        if (objectType != LOW_COMPLEXITY || bits.left() < 16 || bits.bits(11) != SYNC_SBR || objectType() != SBR) {
            return;
        }
        sbr = bits.flag();
        if (!sbr) {
            return;
        }
        outputRate = rate();
        if (bits.left() >= 12 && bits.bits(11) == SYNC_PS) {
            ps = bits.flag();
        }
    }
}
