package dev.vitrine.media;

/** Audio codecs that can be carried in CMAF without touching the bitstream. */
public enum AudioCodec {
    AAC("AAC"),
    OPUS("Opus"),
    AC3("AC-3"),
    EAC3("E-AC-3"),
    FLAC("FLAC"),
    MP3("MP3");

    private final String displayName;

    AudioCodec(String displayName) {
        this.displayName = displayName;
    }

    /** As a person would write it. */
    public String displayName() {
        return displayName;
    }
}
