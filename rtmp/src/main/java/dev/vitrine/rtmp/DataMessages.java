package dev.vitrine.rtmp;

import dev.vitrine.media.DataMessage;
import dev.vitrine.rtmp.amf.AmfNothing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Words from the encoder: {@code onTextData}, {@code onCuePoint}, {@code onFI} and whatever name somebody made up.
 *
 * <p>Of metadata only the rate is taken, which media tells no sooner than after a while. What else it claims (codecs, size)
 * is read from the media itself, and encoders have been seen to claim tracks that never came.
 */
final class DataMessages {

    /** What a live programme may have. */
    private static final double MIN_KILOBITS = 8;

    private static final double MAX_KILOBITS = 200_000;

    private DataMessages() {}

    /**
     * Reads one data message.
     *
     * @param values the name, then mostly one object; other values are named by their place: {@code "1"}, {@code "2"} …
     * @return none for metadata and for what has no name
     */
    static Optional<DataMessage> read(long millis, List<Object> values) {
        if (values.isEmpty() || !(values.get(0) instanceof String name)) {
            return Optional.empty();
        }
        if (isMetadata(name) || name.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i) instanceof Map<?, ?> object) {
                fields.putAll(plain(object));
            } else if (!(values.get(i) instanceof AmfNothing)) {
                fields.put(Integer.toString(i), plain(values.get(i)));
            }
        }
        return Optional.of(new DataMessage(millis, name, fields));
    }

    /**
     * The rate that metadata claims, video and sound together, in bits per second; empty when it claims none, or none that
     * can be (FFmpeg writes 0 for what it copies).
     */
    static OptionalLong bitsPerSecond(List<Object> values) {
        if (values.isEmpty() || !(values.get(0) instanceof String name) || !isMetadata(name)) {
            return OptionalLong.empty();
        }
        double kilobits = 0;
        for (Object value : values) {
            if (value instanceof Map<?, ?> object) {
                kilobits += number(object.get("videodatarate")) + number(object.get("audiodatarate"));
            }
        }
        return kilobits >= MIN_KILOBITS && kilobits <= MAX_KILOBITS
                ? OptionalLong.of(Math.round(kilobits * 1_000))
                : OptionalLong.empty();
    }

    private static boolean isMetadata(String name) {
        return name.equals("onMetaData") || name.startsWith("@") || name.startsWith("|");
    }

    private static double number(@Nullable Object value) {
        return value instanceof Double number && number > 0 ? number : 0;
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> object) {
            return plain(object);
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.stream()
                    .filter(element -> !(element instanceof AmfNothing))
                    .forEach(element -> plain.add(plain(element)));
            return List.copyOf(plain);
        }
        return value instanceof Instant date ? date.toString() : value;
    }

    private static Map<String, Object> plain(Map<?, ?> object) {
        Map<String, Object> plain = new LinkedHashMap<>();
        object.forEach((name, member) -> {
            if (!(member instanceof AmfNothing)) {
                plain.put(name.toString(), plain((Object) member));
            }
        });
        return Map.copyOf(plain);
    }
}
