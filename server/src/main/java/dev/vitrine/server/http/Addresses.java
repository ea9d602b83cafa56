package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import java.net.URI;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Under which name the server is reached: as configured, or else as the request called it. */
final class Addresses {

    private static final int RTMP_DEFAULT_PORT = 1935;

    private final Optional<String> publicUrl;
    private final IntSupplier rtmpPort;

    /**
     * Keeps what was configured.
     *
     * @param publicUrl such as {@code https://live.brand.vn}, without a slash at its end
     * @param rtmpPort asked at each use, since it is known only once the server listens
     */
    Addresses(Optional<String> publicUrl, IntSupplier rtmpPort) {
        this.publicUrl = publicUrl;
        this.rtmpPort = rtmpPort;
    }

    /** The beginning of every absolute address, without a slash at its end. */
    String http(HttpServerExchange exchange) {
        return publicUrl.orElseGet(() -> exchange.getRequestScheme() + "://" + exchange.getHostAndPort());
    }

    /** What goes into the encoder's field "server". */
    String rtmp(HttpServerExchange exchange) {
        return "rtmp://" + bracketed(host(exchange)) + ":" + port() + "/live";
    }

    /** For events, which go to everybody and so cannot use the name that one request used. */
    String rtmp() {
        String host = publicUrl.map(url -> URI.create(url).getHost()).orElse("localhost");
        return "rtmp://" + host + ":" + port() + "/live";
    }

    private int port() {
        int port = rtmpPort.getAsInt();
        return port > 0 ? port : RTMP_DEFAULT_PORT;
    }

    private String host(HttpServerExchange exchange) {
        return publicUrl.map(url -> URI.create(url).getHost()).orElseGet(exchange::getHostName);
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
