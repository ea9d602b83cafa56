package dev.vitrine.hls.playlist;

import java.util.OptionalLong;

/**
 * EXT-X-RENDITION-REPORT (§4.4.5.4): how far another rendition is.
 *
 * @param uri relative to the playlist that reports
 * @param lastMsn of the last segment, the open one included if it has parts
 * @param lastPart index of the last part of that segment
 */
public record RenditionReport(String uri, OptionalLong lastMsn, OptionalLong lastPart) {

    /** The same for a playlist in whose view directories have {@code suffix} behind their names. */
    public RenditionReport in(String suffix) {
        int file = uri.lastIndexOf('/');
        return new RenditionReport(uri.substring(0, file) + suffix + uri.substring(file), lastMsn, lastPart);
    }

    public void write(StringBuilder out) {
        out.append("#EXT-X-RENDITION-REPORT:URI=\"").append(uri).append('"');
        lastMsn.ifPresent(value -> out.append(",LAST-MSN=").append(value));
        lastPart.ifPresent(value -> out.append(",LAST-PART=").append(value));
        out.append('\n');
    }

    static RenditionReport read(String value) {
        Attributes attributes = Attributes.read(value);
        return new RenditionReport(
                attributes.requiredQuoted("URI"), attributes.integer("LAST-MSN"), attributes.integer("LAST-PART"));
    }
}
