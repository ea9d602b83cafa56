package dev.vitrine.media;

/**
 * An audio track's format.
 *
 * @param codec which bitstream
 * @param codecs RFC 6381, such as {@code mp4a.40.2}
 * @param configuration AudioSpecificConfig for AAC, else the body of dOps, dfLa, dac3 or dec3
 * @param sampleRate of the decoder's output, in Hz, 1 to 768000
 * @param channels of the decoder's output, 1 to 64
 * @param samplesPerAccessUnit what one access unit decodes to, at {@code sampleRate}; 0 when it varies
 */
public record AudioFormat(
        AudioCodec codec, String codecs, Bytes configuration, int sampleRate, int channels, int samplesPerAccessUnit)
        implements TrackFormat {

    public AudioFormat {
        if (sampleRate < 1 || sampleRate > 768_000) {
            throw new IllegalArgumentException("sample rate " + sampleRate + " Hz is not between 1 and 768000");
        }
        if (channels < 1 || channels > 64) {
            throw new IllegalArgumentException("channel count " + channels + " is not between 1 and 64");
        }
    }
}
