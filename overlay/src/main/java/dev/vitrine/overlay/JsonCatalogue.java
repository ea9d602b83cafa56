package dev.vitrine.overlay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Our own products: {@code [{…}, …]} or, as the API answers them, {@code {"products": [{…}, …]}}. */
final class JsonCatalogue {

    private JsonCatalogue() {}

    static void read(String text, ImportBatch batch) {
        try (JsonParser parser = ShopJson.MAPPER.createParser(text)) {
            if (!toArray(parser)) {
                throw new Table.Malformed(1, "must be a JSON array of products, or an object with one in 'products'");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int line = parser.currentTokenLocation().getLineNr();
                JsonNode node = parser.readValueAsTree();
                batch.add(line, () -> ProductJson.read(node));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new Table.Malformed(line, "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static boolean toArray(JsonParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.START_ARRAY) {
            return true;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals("products");
            JsonToken value = parser.nextToken();
            if (found) {
                return value == JsonToken.START_ARRAY;
            }
            parser.skipChildren();
        }
        return false;
    }
}
