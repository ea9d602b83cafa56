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
import java.nio.ByteBuffer;

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
                sendBytes(exchange, resource.gzip().get().duplicate());
                return;
            }
            sendBytes(exchange, bytesOf(resource.body()));
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
        if (!(resource.body() instanceof Body.InMemory)) {
            sendFile(exchange, resource.body(), range);
        } else {
            ByteBuffer all = bytesOf(resource.body());
            sendBytes(
                    exchange,
                    all.position(all.position() + (int) range.first()).limit(all.position() + (int) range.length()));
        }
    }

    private static ETag etag(Resource resource) {
        String quoted = resource.etag();
        return new ETag(false, quoted.substring(1, quoted.length() - 1));
    }

    private static boolean acceptsGzip(HttpServerExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private static ByteBuffer bytesOf(Body body) {
        if (body instanceof Body.InMemory memory) {
            return memory.bytes().duplicate();
        }
        throw new IllegalStateException("playlists are kept in memory");
    }

    private static void sendBytes(HttpServerExchange exchange, ByteBuffer bytes) {
        exchange.setResponseContentLength(bytes.remaining());
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange();
            return;
        }
        MemorySender.send(exchange, bytes);
    }

    private static void sendFile(HttpServerExchange exchange, Body body, ByteRange range) {
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.setResponseContentLength(range.length());
            exchange.endExchange();
            return;
        }
        FileSender.send(exchange, body, range.first(), range.length());
    }
}
