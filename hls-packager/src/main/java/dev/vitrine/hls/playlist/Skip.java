package dev.vitrine.hls.playlist;

import java.util.List;
import java.util.Optional;

/**
 * EXT-X-SKIP (§4.4.5.2): what a delta update leaves out.
 *
 * @param segments how many, from the first on
 * @param removedDateRanges IDs that went lately; present (though perhaps empty) when date ranges are skipped too
 */
public record Skip(long segments, Optional<List<String>> removedDateRanges) {

    public Skip {
        removedDateRanges = removedDateRanges.map(List::copyOf);
    }

    public void write(StringBuilder out) {
        out.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(segments);
        removedDateRanges.ifPresent(ids -> out.append(",RECENTLY-REMOVED-DATERANGES=\"")
                .append(String.join("\t", ids))
                .append('"'));
        out.append('\n');
    }

    static Skip read(String value) {
        Attributes attributes = Attributes.read(value);
        return new Skip(
                attributes.requiredInteger("SKIPPED-SEGMENTS"),
                attributes
                        .quoted("RECENTLY-REMOVED-DATERANGES")
                        .map(ids -> ids.isEmpty() ? List.of() : List.of(ids.split("\t", -1))));
    }
}
