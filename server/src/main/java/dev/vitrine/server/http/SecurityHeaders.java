package dev.vitrine.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every answer tells the browser not to do. Pages that others may frame say so over it; what is below {@code /live/}
 * (media, playlists, cues, pictures) is no page and says only that it is what its type says.
 */
final class SecurityHeaders implements HttpHandler {

    private static final HttpString CSP = new HttpString("Content-Security-Policy");
    private static final HttpString FRAME_OPTIONS = new HttpString("X-Frame-Options");

    /** Everything comes from us, except product pictures. No inline script or style, so no injected one either. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' https: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self';"
            + " worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors ";

    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");

    private static final Map<HttpString, String> HEADERS = headers();

    private final HttpHandler next;

    SecurityHeaders(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestPath().startsWith("/live/")) {
            exchange.getResponseHeaders().put(CONTENT_TYPE_OPTIONS, "nosniff");
        } else {
            HEADERS.forEach((name, value) -> exchange.getResponseHeaders().put(name, value));
        }
        next.handleRequest(exchange);
    }

    /** Lets these origins (CSP source expressions) frame the answer, besides ourselves. */
    static void letFrame(HttpServerExchange exchange, List<String> origins) {
        String ancestors = origins.contains("*") ? "*" : String.join(" ", origins);
        exchange.getResponseHeaders().put(CSP, POLICY + (origins.contains("*") ? "*" : ("'self' " + ancestors).trim()));
        // It knows no list: where it stood, it would forbid what the policy allows.
        exchange.getResponseHeaders().remove(FRAME_OPTIONS);
    }

    private static Map<HttpString, String> headers() {
        Map<HttpString, String> headers = new LinkedHashMap<>();
        headers.put(CSP, POLICY + "'self'");
        headers.put(FRAME_OPTIONS, "SAMEORIGIN");
        headers.put(CONTENT_TYPE_OPTIONS, "nosniff");
        headers.put(new HttpString("Referrer-Policy"), "strict-origin-when-cross-origin");
        headers.put(
                new HttpString("Permissions-Policy"),
                "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()");
        headers.put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin");
        return headers;
    }
}
