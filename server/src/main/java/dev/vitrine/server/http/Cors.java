package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;

/** What any site may read: it is public, the same for everybody, and asked for without cookies. */
final class Cors {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");

    private Cors() {}

    static void open(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
        exchange.getResponseHeaders().put(RESOURCE_POLICY, "cross-origin");
    }
}
