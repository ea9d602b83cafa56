package dev.vitrine.media;

/** What a decoder has to know before the first access unit. Two equal formats need no new init segment. */
public sealed interface TrackFormat permits VideoFormat, AudioFormat {

    /** The RFC 6381 codecs parameter, such as {@code avc1.64001f}. */
    String codecs();

    /**
     * The body of the decoder configuration box: avcC, hvcC, av1C, vpcC, dOps, dfLa, dac3 …; for AAC the
     * AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1) that goes into the esds. Without box header.
     */
    Bytes configuration();
}
