package dev.vitrine.hls.playlist;

import java.time.Duration;

/**
 * EXT-X-PART (§4.4.4.9).
 *
 * @param independent whether an independent frame is in it
 * @param gap whether it is not available
 */
public record Part(Duration duration, String uri, boolean independent, boolean gap) implements SegmentTag {

    @Override
    public void write(StringBuilder out) {
        Decimals.fixed(out.append("#EXT-X-PART:DURATION="), duration)
                .append(",URI=\"")
                .append(uri)
                .append('"');
        if (independent) {
            out.append(",INDEPENDENT=YES");
        }
        if (gap) {
            out.append(",GAP=YES");
        }
        out.append('\n');
    }

    static Part read(String value) {
        Attributes attributes = Attributes.read(value);
        return new Part(
                attributes.requiredSeconds("DURATION"),
                attributes.requiredQuoted("URI"),
                attributes.yes("INDEPENDENT"),
                attributes.yes("GAP"));
    }
}
