package dev.vitrine.hls.playlist;

/** EXT-X-MAP (§4.4.4.5): where the init segment is, from here to the next one. */
public record InitMap(String uri) implements SegmentTag {

    @Override
    public void write(StringBuilder out) {
        out.append("#EXT-X-MAP:URI=\"").append(uri).append("\"\n");
    }

    static InitMap read(String value) {
        return new InitMap(Attributes.read(value).requiredQuoted("URI"));
    }
}
