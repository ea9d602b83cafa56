package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/** What any site may read: it is public, the same for everybody, and asked for without cookies. */
final class Cors {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");

    private Cors() {}

    /** Answers a preflight (Fetch §3.2.2): anybody may read, with a Range header if need be. */
    static void preflight(HttpServerExchange exchange) {
        open(exchange);
        exchange.getResponseHeaders()
                .put(ALLOW_METHODS, "GET, HEAD, OPTIONS")
                .put(ALLOW_HEADERS, "Range")
                .put(MAX_AGE, "86400");
        exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
    }

    /** Whether a path is public, so that a preflight for it may be answered. */
    static boolean isPublic(String path) {
        return path.startsWith("/live/")
                || path.startsWith("/replay/")
                || path.startsWith("/images/")
                || path.startsWith("/embed/")
                || path.equals("/products.json");
    }

    static void open(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
        exchange.getResponseHeaders().put(RESOURCE_POLICY, "cross-origin");
    }
}
