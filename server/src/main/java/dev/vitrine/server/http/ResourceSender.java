package dev.vitrine.server.http;

import dev.vitrine.hls.Body;
import dev.vitrine.hls.Resource;
import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a resource: the gzip form when it is wanted, one byte range when it is asked for, 304 when it is known. */
final class ResourceSender {

    private static final Logger log = LoggerFactory.getLogger(ResourceSender.class);

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
            headers.put(Headers.VARY, "Accept-Encoding");
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
        if (resource.body() instanceof Body.OnDisk file) {
            exchange.dispatch(() -> sendFile(exchange, file, range));
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
        exchange.getResponseSender().send(bytes);
    }

    /** On a worker: opening and reading a file may wait for the disk. */
    private static void sendFile(HttpServerExchange exchange, Body.OnDisk file, ByteRange range) {
        exchange.setResponseContentLength(range.length());
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange();
            return;
        }
        exchange.startBlocking();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            long position = file.offset() + range.first();
            long end = position + range.length();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(64 * 1024, range.length()));
            while (position < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new IOException(file.path() + " ends at " + position + ", expected " + end);
                }
                exchange.getOutputStream().write(buffer.array(), 0, read);
                position += read;
            }
            exchange.getOutputStream().close();
        } catch (NoSuchFileException gone) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.setResponseContentLength(0);
            exchange.endExchange();
        } catch (IOException e) {
            // The viewer went away, most of the time: nobody is left to be told.
            log.debug("segment {} not sent in full", file.path(), e);
            IoCallback.END_EXCHANGE.onException(exchange, exchange.getResponseSender(), e);
        }
    }
}
