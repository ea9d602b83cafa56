package dev.vitrine.server.http;

import dev.vitrine.hls.Body;
import dev.vitrine.hls.Resource;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/** Sends a resource: the gzip form when it is wanted, one byte range when it is asked for, 304 when it is known. */
final class ResourceSender {

    private ResourceSender() {}

    static void send(HttpServerExchange exchange, Resource resource) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.CONTENT_TYPE, resource.contentType()).put(Headers.CACHE_CONTROL, resource.cacheControl());
        if (!resource.etag().isEmpty()) {
            headers.put(Headers.ETAG, resource.etag());
            String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
            if (known != null && !ETagUtils.handleIfNoneMatch(known, etag(resource), true)) {
                exchange.setStatusCode(StatusCodes.NOT_MODIFIED).endExchange();
                return;
            }
        }
        if (resource.gzip().isPresent()) {
            headers.add(Headers.VARY, "Accept-Encoding");
            if (acceptsGzip(exchange)) {
                headers.put(Headers.CONTENT_ENCODING, "gzip");
                send(exchange, new Body.InMemory(resource.gzip().get()));
            } else {
                send(exchange, resource.body());
            }
            return;
        }
        headers.put(Headers.ACCEPT_RANGES, "bytes");
        ByteRange range = ByteRange.of(
                exchange.getRequestHeaders().getFirst(Headers.RANGE),
                resource.body().length());
        if (range.isUnsatisfiable()) {
            headers.put(Headers.CONTENT_RANGE, "bytes */" + resource.body().length());
            exchange.setStatusCode(StatusCodes.REQUEST_RANGE_NOT_SATISFIABLE).endExchange();
            return;
        }
        if (range.isPart()) {
            exchange.setStatusCode(StatusCodes.PARTIAL_CONTENT);
            headers.put(Headers.CONTENT_RANGE, range.contentRange());
        }
        send(exchange, resource.body(), range.first(), range.length());
    }

    private static ETag etag(Resource resource) {
        String quoted = resource.etag();
        return new ETag(false, quoted.substring(1, quoted.length() - 1));
    }

    private static boolean acceptsGzip(HttpServerExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private static void send(HttpServerExchange exchange, Body body) {
        send(exchange, body, 0, body.length());
    }

    private static void send(HttpServerExchange exchange, Body body, long first, long length) {
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.setResponseContentLength(length);
            exchange.endExchange();
            return;
        }
        BodySender.send(exchange, body, first, length);
    }
}
