package dev.vitrine.media;

/** Video codecs that can be carried in CMAF without touching the bitstream. */
public enum VideoCodec {
    H264("H.264"),
    HEVC("HEVC"),
    AV1("AV1"),
    VP9("VP9");

    private final String displayName;

    VideoCodec(String displayName) {
        this.displayName = displayName;
    }

    /** As a person would write it. */
    public String displayName() {
        return displayName;
    }
}
