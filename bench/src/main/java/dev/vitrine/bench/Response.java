package dev.vitrine.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 response as it trickles in: the head is read, the body kept or only counted. Content-Length and chunked
 * (RFC 9112 §6, §7.1).
 */
final class Response {

    private static final int MAX_HEAD = 16_384;

    int status;
    long received;
    private boolean keep;
    private boolean chunked;
    private boolean headDone;
    private boolean lastChunk;
    /** Bytes of the body, or of the current chunk and its line end, still to come. */
    private long left;

    private final StringBuilder line = new StringBuilder();
    private final StringBuilder head = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** @param keepBody whether {@link #text()} will be asked for */
    void begin(boolean keepBody) {
        status = 0;
        received = 0;
        keep = keepBody;
        chunked = false;
        headDone = false;
        lastChunk = false;
        left = 0;
        line.setLength(0);
        head.setLength(0);
        body.reset();
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Takes what has come; true once the response is complete. */
    boolean accept(ByteBuffer bytes) throws IOException {
        received += bytes.remaining();
        while (!headDone && bytes.hasRemaining()) {
            head.append((char) (bytes.get() & 0xff));
            int length = head.length();
            if (length >= 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
                readHead();
                if (!chunked && left == 0) {
                    return true;
                }
            } else if (length > MAX_HEAD) {
                throw new IOException("a response head of more than " + MAX_HEAD + " bytes");
            }
        }
        if (!headDone) {
            return false;
        }
        return chunked ? chunks(bytes) : plain(bytes);
    }

    private boolean plain(ByteBuffer bytes) {
        take(bytes);
        return left == 0;
    }

    private boolean chunks(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                take(bytes);
                continue;
            }
            char c = (char) (bytes.get() & 0xff);
            if (c != '\n') {
                line.append(c);
                continue;
            }
            String size = line.toString().strip();
            line.setLength(0);
            if (size.isEmpty()) {
                if (lastChunk) {
                    lastChunk = false;
                    return true;
                }
                continue;
            }
            left = Long.parseLong(size.contains(";") ? size.substring(0, size.indexOf(';')) : size, 16);
            lastChunk = left == 0;
        }
        return false;
    }

    private void take(ByteBuffer bytes) {
        int count = (int) Math.min(left, bytes.remaining());
        if (keep) {
            byte[] taken = new byte[count];
            bytes.get(taken);
            body.write(taken, 0, count);
        } else {
            bytes.position(bytes.position() + count);
        }
        left -= count;
    }

    private void readHead() throws IOException {
        headDone = true;
        String[] lines = head.toString().split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/1.1 ")) {
            throw new IOException("not an HTTP/1.1 response: " + lines[0]);
        }
        status = Integer.parseInt(lines[0].substring(9, 12));
        for (String header : lines) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                left = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
    }
}
