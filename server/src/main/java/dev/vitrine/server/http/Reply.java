package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param mediaType null when there is no body
 * @param headers beyond those of the body
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written to by nobody
record Reply(int status, @Nullable String mediaType, byte[] body, Map<String, String> headers) {

    private static final byte[] NOTHING = {};

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply of(int status, String mediaType, byte[] body) {
        return new Reply(status, mediaType, body, Map.of());
    }

    /** JSON for the person who asked: nobody in between may keep it. */
    static Reply json(int status, JsonNode node) {
        return of(status, "application/json", Json.bytes(node)).with("Cache-Control", "no-store");
    }

    static Reply ok(JsonNode node) {
        return json(StatusCodes.OK, node);
    }

    static Reply created(JsonNode node) {
        return json(StatusCodes.CREATED, node);
    }

    static Reply noContent() {
        return new Reply(StatusCodes.NO_CONTENT, null, NOTHING, Map.of());
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, mediaType, body, more);
    }

    /** Sends it; from any thread that owns the exchange. HEAD gets the headers alone, as Undertow sees to. */
    void send(HttpServerExchange exchange) {
        exchange.setStatusCode(status);
        if (mediaType != null) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, mediaType);
        }
        headers.forEach((name, value) -> exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
