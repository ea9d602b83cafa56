package dev.vitrine.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/**
 * Where there is HTTPS, people use it: a page asked for without is answered with its encrypted address, so that no password
 * is typed into a page that others could have changed. Media, embeds and scripts stay where they were asked for.
 *
 * <p>Strict-Transport-Security holds for a host and all its ports (RFC 6797 §8.3): a browser would then look for TLS on the
 * plain port too. So it is sent only where the outside sees the standard port.
 */
final class Encryption implements HttpHandler {

    private static final HttpString HSTS = new HttpString("Strict-Transport-Security");
    private static final String A_YEAR = "max-age=31536000";
    private static final int STANDARD_PORT = 443;

    private final Outside outside;
    private final HttpHandler next;

    Encryption(Outside outside, HttpHandler next) {
        this.outside = outside;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestScheme().equals("https")) {
            if (isStandardPort(exchange)) {
                exchange.getResponseHeaders().put(HSTS, A_YEAR);
            }
            next.handleRequest(exchange);
        } else if (mustMove(exchange)) {
            exchange.setStatusCode(StatusCodes.TEMPORARY_REDIRECT);
            exchange.getResponseHeaders()
                    .put(Headers.LOCATION, encrypted(exchange))
                    .put(Headers.CACHE_CONTROL, "no-store");
            exchange.endExchange();
        } else {
            next.handleRequest(exchange);
        }
    }

    private boolean isStandardPort(HttpServerExchange exchange) {
        return outside.publicUrl()
                .map(url -> url.startsWith("https://") && url.indexOf(':', "https://".length()) < 0)
                .orElseGet(() -> exchange.getHostPort() == STANDARD_PORT);
    }

    /** A proxy that ends the encryption itself and was not named as trusted would send the viewer round and round. */
    private boolean mustMove(HttpServerExchange exchange) {
        return outside.httpsPort().getAsInt() > 0
                && exchange.getRequestMethod().equals(Methods.GET)
                && isPage(exchange.getRequestPath())
                && !exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)
                && !exchange.getRequestHeaders().contains(Headers.FORWARDED)
                && !isThisMachine(exchange.getHostName());
    }

    private static boolean isPage(String path) {
        return path.equals("/")
                || path.equals("/admin")
                || path.startsWith("/admin/")
                || path.startsWith("/watch/")
                || (path.startsWith("/replay/") && path.indexOf('/', "/replay/".length()) < 0);
    }

    /** Through a tunnel, say; no certificate has this name. */
    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("::1");
    }

    private String encrypted(HttpServerExchange exchange) {
        String query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
        String base = outside.publicUrl()
                .filter(url -> url.startsWith("https://"))
                .orElseGet(() -> {
                    int port = outside.httpsPort().getAsInt();
                    return "https://" + Addresses.bracketed(exchange.getHostName())
                            + (port == STANDARD_PORT ? "" : ":" + port);
                });
        return base + exchange.getRequestURI() + query;
    }
}
