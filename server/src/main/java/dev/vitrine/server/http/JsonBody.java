package dev.vitrine.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object as somebody sent it. Each question about a member refuses (422) what does not fit, in words. */
final class JsonBody {

    private final ObjectNode node;

    private JsonBody(ObjectNode node) {
        this.node = node;
    }

    /**
     * Reads the object, which may hold these members and no others: a misspelt name should not be silence.
     *
     * @throws Refusal 422 when it is something else
     */
    static JsonBody read(byte[] body, Set<String> allowed) {
        JsonNode tree = tree(body);
        if (!(tree instanceof ObjectNode object)) {
            throw Refusal.invalid("the body must be a JSON object, such as {\"" + first(allowed) + "\": …}");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw Refusal.invalid(
                        "unknown member '" + name + "'; possible are " + String.join(", ", new TreeSet<>(allowed)));
            }
        });
        return new JsonBody(object);
    }

    static JsonNode tree(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw Refusal.invalid("the body is not JSON: " + e.getOriginalMessage()
                    + (where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"));
        } catch (IOException e) {
            throw Refusal.invalid("the body is not JSON in UTF-8: " + e.getMessage());
        }
    }

    String string(String name) {
        return optionalString(name)
                .orElseThrow(() -> Refusal.invalid("'" + name + "' is missing: it must be a string"));
    }

    Optional<String> optionalString(String name) {
        return member(name).map(value -> {
            if (!value.isTextual()) {
                throw Refusal.invalid("'" + name + "' must be a string, not " + value);
            }
            return value.textValue();
        });
    }

    Optional<Long> optionalLong(String name) {
        return member(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw Refusal.invalid("'" + name + "' must be a whole number, not " + value);
            }
            return value.longValue();
        });
    }

    Optional<Boolean> optionalBoolean(String name) {
        return member(name).map(value -> {
            if (!value.isBoolean()) {
                throw Refusal.invalid("'" + name + "' must be true or false, not " + value);
            }
            return value.booleanValue();
        });
    }

    Optional<List<String>> optionalStrings(String name) {
        return member(name).map(value -> {
            List<String> texts = new ArrayList<>();
            value.forEach(item -> texts.add(item.textValue()));
            if (!value.isArray() || texts.contains(null)) {
                throw Refusal.invalid("'" + name + "' must be an array of strings, not " + value);
            }
            return texts;
        });
    }

    Optional<Instant> optionalDate(String name) {
        return optionalString(name).map(text -> date(name, text));
    }

    Optional<JsonNode> member(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    static Instant date(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(
                    "'" + name + "' is '" + text + "': it must be a date in UTC such as 2026-11-22T18:07:21.250Z");
        }
    }

    private static String first(Set<String> names) {
        return new TreeSet<>(names).first();
    }
}
