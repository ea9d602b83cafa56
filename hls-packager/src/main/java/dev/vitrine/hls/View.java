package dev.vitrine.hls;

import org.jspecify.annotations.Nullable;

/**
 * The same presentation for different players. A view lives in directories of its own ({@code source.id3/…} beside
 * {@code source/…}); since playlists name their segments relatively, the text of both is the same but for the reports of
 * other renditions.
 */
public enum View {
    /** Cues in the playlist. */
    DEFAULT(""),
    /** The cues also in the media, as emsg boxes with ID3 in them, for players that read nothing else. */
    INBAND_ID3(".id3");

    private final String suffix;

    /** What {@code inband=} in a query asks for. */
    public static View asked(@Nullable String inBand) {
        return "id3".equals(inBand) ? INBAND_ID3 : DEFAULT;
    }

    View(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** The directory of a rendition in this view. */
    String directory(String rendition) {
        return rendition + suffix;
    }
}
