package dev.vitrine.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Set;

/**
 * Which sites' pages may read what is public: it is the same for everybody and asked for without cookies. All sites, unless
 * the operator named some.
 */
final class Cors implements HttpHandler {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");

    private final Set<String> origins;
    private final HttpHandler next;

    /** @param origins such as {@code https://shop.brand.vn}; none: every site */
    Cors(Set<String> origins, HttpHandler next) {
        this.origins = Set.copyOf(origins);
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!isPublic(exchange.getRequestPath())) {
            next.handleRequest(exchange);
            return;
        }
        open(exchange);
        if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
            preflight(exchange);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void open(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(RESOURCE_POLICY, "cross-origin");
        if (origins.isEmpty()) {
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
            return;
        }
        // A cache must not hand one site what was answered to another (Fetch §3.2.5).
        exchange.getResponseHeaders().add(Headers.VARY, "Origin");
        String asking = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (asking != null && origins.contains(asking)) {
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, asking);
        }
    }

    /** Answers a preflight (Fetch §3.2.2): who may read may do so with a Range header. */
    private static void preflight(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(ALLOW_METHODS, "GET, HEAD, OPTIONS")
                .put(ALLOW_HEADERS, "Range")
                .put(MAX_AGE, "86400");
        exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
    }

    private static boolean isPublic(String path) {
        return path.startsWith("/live/")
                || path.startsWith("/replay/")
                || path.startsWith("/images/")
                || path.startsWith("/embed/")
                || path.equals("/products.json");
    }
}
