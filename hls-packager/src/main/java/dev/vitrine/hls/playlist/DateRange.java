package dev.vitrine.hls.playlist;

import dev.vitrine.media.TimedEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * EXT-X-DATERANGE (§4.4.5.1).
 *
 * @param start empty only in a tag that adds to an earlier one with the same ID, which we never write
 * @param end what END-DATE says, or START-DATE plus DURATION
 * @param attributes the X- attributes that are quoted strings, without their quotes
 * @param comment for the human who reads the playlist: a comment line above the tag; empty means none
 */
public record DateRange(
        String id,
        Optional<String> classId,
        Optional<Instant> start,
        Optional<Instant> end,
        Map<String, String> attributes,
        String comment)
        implements SegmentTag {

    public DateRange {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    public static DateRange of(TimedEvent event) {
        return new DateRange(
                event.id(),
                Optional.of(event.classId()),
                Optional.of(event.start()),
                Optional.of(event.end()),
                event.attributes(),
                event.comment());
    }

    @Override
    public void write(StringBuilder out) {
        if (!comment.isEmpty()) {
            out.append("# ").append(comment).append('\n');
        }
        out.append("#EXT-X-DATERANGE:ID=\"").append(id).append('"');
        classId.ifPresent(value -> out.append(",CLASS=\"").append(value).append('"'));
        start.ifPresent(
                date -> out.append(",START-DATE=\"").append(Decimals.date(date)).append('"'));
        end.ifPresent(
                date -> out.append(",END-DATE=\"").append(Decimals.date(date)).append('"'));
        attributes.forEach((name, value) ->
                out.append(',').append(name).append("=\"").append(value).append('"'));
        out.append('\n');
    }

    static DateRange read(String value, String comment) {
        Attributes list = Attributes.read(value);
        Optional<Instant> start = list.quoted("START-DATE").map(Decimals::date);
        Optional<Instant> end = list.quoted("END-DATE")
                .map(Decimals::date)
                .or(() -> start.flatMap(from -> list.seconds("DURATION").map(from::plus)));
        Map<String, String> attributes = new TreeMap<>();
        list.all().forEach((name, text) -> {
            if (name.startsWith("X-") && text.startsWith("\"")) {
                attributes.put(name, text.substring(1, text.length() - 1));
            }
        });
        return new DateRange(list.requiredQuoted("ID"), list.quoted("CLASS"), start, end, attributes, comment);
    }
}
