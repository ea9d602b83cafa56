package dev.vitrine.hls.playlist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A segment with the tags in front of it; without an ending it is the one that is still being produced.
 *
 * @param tags in the order of the playlist
 */
public record MediaSegment(List<SegmentTag> tags, Optional<Ending> ending) {

    public MediaSegment {
        tags = List.copyOf(tags);
    }

    /** EXTINF and the URI line (§4.4.4.1). */
    public record Ending(Duration duration, String uri) {

        public void write(StringBuilder out) {
            Decimals.fixed(out.append("#EXTINF:"), duration)
                    .append(",\n")
                    .append(uri)
                    .append('\n');
        }

        /** The value of EXTINF: the duration, up to the comma in front of the title, which is dropped. */
        static Duration readDuration(String value) {
            int comma = value.indexOf(',');
            return Decimals.seconds(comma < 0 ? value : value.substring(0, comma));
        }
    }

    public void write(StringBuilder out) {
        tags.forEach(tag -> tag.write(out));
        ending.ifPresent(end -> end.write(out));
    }

    public List<Part> parts() {
        return tags(Part.class).toList();
    }

    public List<DateRange> dateRanges() {
        return tags(DateRange.class).toList();
    }

    public Optional<Instant> date() {
        return tags(ProgramDateTime.class).map(ProgramDateTime::date).findFirst();
    }

    public Optional<InitMap> map() {
        return tags(InitMap.class).findFirst();
    }

    public boolean discontinuity() {
        return tags.contains(Marker.DISCONTINUITY);
    }

    public boolean gap() {
        return tags.contains(Marker.GAP);
    }

    private <T extends SegmentTag> Stream<T> tags(Class<T> type) {
        return tags.stream().filter(type::isInstance).map(type::cast);
    }
}
