package dev.vitrine.rtmp.codec;

import dev.vitrine.media.VideoFormat;
import java.util.Optional;

/** One codec's way of saying what it is and where decoding can start. Remembers the last configuration. */
public sealed interface VideoBitstream permits AvcBitstream, HevcBitstream, Av1Bitstream, Vp9Bitstream {

    /**
     * Takes a decoder configuration record.
     *
     * @return empty when it does not tell the size; the first key picture will
     * @throws FormatException naming what is wrong
     */
    Optional<VideoFormat> configure(byte[] configuration);

    /** Whether a configuration has come: without one, pictures are worthless. */
    boolean isConfigured();

    /**
     * Looks into coded data.
     *
     * @param data is given away
     * @throws FormatException when it does not add up
     */
    Picture picture(byte[] data);
}
