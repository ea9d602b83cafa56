package dev.vitrine.hls.playlist;

/** Tags that say all by being there. */
public enum Marker implements SegmentTag {
    /** §4.4.4.3 */
    DISCONTINUITY("#EXT-X-DISCONTINUITY"),
    /** The segment is not available (§4.4.4.7). */
    GAP("#EXT-X-GAP");

    private final String line;

    Marker(String line) {
        this.line = line;
    }

    @Override
    public void write(StringBuilder out) {
        out.append(line).append('\n');
    }
}
