package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are sent again and again: compressed once, named by their content. Immutable but for the arrays, which
 * nobody writes to.
 *
 * @param gzipped null when that is not worth it
 * @param etag of the content; the compressed form's has a suffix, since it is another representation (RFC 9110 §8.8.3.3)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written to by nobody
record Content(String mediaType, byte[] plain, byte @Nullable [] gzipped, String etag) {

    private static final int WORTH_COMPRESSING = 512;
    private static final int ETAG_DIGITS = 20;

    static Content of(String mediaType, byte[] bytes) {
        boolean text = mediaType.startsWith("text/") || mediaType.contains("json") || mediaType.startsWith("image/svg");
        byte[] gzipped = text && bytes.length >= WORTH_COMPRESSING ? gzip(bytes) : null;
        return new Content(mediaType, bytes, gzipped, hash(bytes).substring(0, ETAG_DIGITS));
    }

    /** Sends it, or 304 to whoever has it. Does not block. */
    void send(HttpServerExchange exchange, String cacheControl) {
        var headers = exchange.getResponseHeaders();
        boolean compressed = gzipped != null && acceptsGzip(exchange);
        ETag tag = new ETag(false, compressed ? etag + "-gzip" : etag);
        headers.put(Headers.CACHE_CONTROL, cacheControl);
        headers.put(Headers.ETAG, tag.toString());
        if (gzipped != null) {
            headers.add(Headers.VARY, "Accept-Encoding");
        }
        if (!ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
            return;
        }
        headers.put(Headers.CONTENT_TYPE, mediaType);
        byte[] body = plain;
        if (compressed && gzipped != null) {
            headers.put(Headers.CONTENT_ENCODING, "gzip");
            body = gzipped;
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    static boolean acceptsGzip(HttpServerExchange exchange) {
        var values = exchange.getRequestHeaders().get(Headers.ACCEPT_ENCODING);
        if (values == null) {
            return false;
        }
        for (String value : values) {
            for (String coding : value.split(",", -1)) {
                String[] parts = coding.trim().split(";", 2);
                if (parts[0].trim().equalsIgnoreCase("gzip")) {
                    return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
                }
            }
        }
        return false;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
