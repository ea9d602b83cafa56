package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.Map;

/** The variables of a route's template, for handlers that get the bare exchange. */
record PathVariables(Map<String, String> values) {

    static final AttachmentKey<PathVariables> KEY = AttachmentKey.create(PathVariables.class);

    static String of(HttpServerExchange exchange, String name) {
        String value = exchange.getAttachment(KEY).values().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }
}
