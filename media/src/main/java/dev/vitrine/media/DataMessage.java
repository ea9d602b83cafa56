package dev.vitrine.media;

import java.util.Map;

/**
 * Something an encoder said in words between its pictures, such as AMF's {@code onCuePoint} or {@code onTextData}.
 *
 * @param millis the moment it belongs to, on the same line as the access units, in milliseconds
 * @param name what the encoder called it
 * @param fields numbers as Double, text as String, nested maps and lists; within the ingest's budgets
 */
public record DataMessage(long millis, String name, Map<String, Object> fields) {

    public DataMessage {
        fields = Map.copyOf(fields);
    }
}
