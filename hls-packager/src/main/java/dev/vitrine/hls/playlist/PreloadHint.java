package dev.vitrine.hls.playlist;

/**
 * EXT-X-PRELOAD-HINT (§4.4.5.3): what the next part will be called.
 *
 * @param type PART or MAP
 */
public record PreloadHint(String type, String uri) {

    public void write(StringBuilder out) {
        out.append("#EXT-X-PRELOAD-HINT:TYPE=")
                .append(type)
                .append(",URI=\"")
                .append(uri)
                .append("\"\n");
    }

    static PreloadHint read(String value) {
        Attributes attributes = Attributes.read(value);
        return new PreloadHint(
                attributes.enumerated("TYPE").orElseThrow(() -> attributes.missing("TYPE")),
                attributes.requiredQuoted("URI"));
    }
}
