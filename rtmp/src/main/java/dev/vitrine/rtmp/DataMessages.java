package dev.vitrine.rtmp;

import dev.vitrine.media.DataMessage;
import dev.vitrine.rtmp.amf.AmfNothing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words from the encoder: {@code onTextData}, {@code onCuePoint}, {@code onFI} and whatever name somebody made up.
 *
 * <p>Metadata is taken and dropped: what it claims (codecs, size, rates) is read from the media itself, and encoders have
 * been seen to claim tracks that never came.
 */
final class DataMessages {

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
        boolean metadata = name.equals("onMetaData") || name.startsWith("@") || name.startsWith("|");
        if (metadata || name.isEmpty()) {
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
