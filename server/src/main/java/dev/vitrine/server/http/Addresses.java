package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import java.net.URI;

/** Under which name the server is reached: as configured, or else as the request called it. */
final class Addresses {

    private static final int RTMP_DEFAULT_PORT = 1935;

    private final Outside outside;

    Addresses(Outside outside) {
        this.outside = outside;
    }

    /** The beginning of every absolute address, without a slash at its end. */
    String http(HttpServerExchange exchange) {
        return outside.publicUrl().orElseGet(() -> exchange.getRequestScheme() + "://" + exchange.getHostAndPort());
    }

    /** What goes into the encoder's field "server". */
    String rtmp(HttpServerExchange exchange) {
        return "rtmp://" + bracketed(host(exchange)) + ":" + port() + "/" + outside.rtmpApp();
    }

    /** For events, which go to everybody and so cannot use the name that one request used. */
    String rtmp() {
        String host = outside.publicUrl().map(url -> URI.create(url).getHost()).orElse("localhost");
        return "rtmp://" + bracketed(host) + ":" + port() + "/" + outside.rtmpApp();
    }

    private int port() {
        int port = outside.rtmpPort().getAsInt();
        return port > 0 ? port : RTMP_DEFAULT_PORT;
    }

    private String host(HttpServerExchange exchange) {
        return outside.publicUrl().map(url -> URI.create(url).getHost()).orElseGet(exchange::getHostName);
    }

    static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
