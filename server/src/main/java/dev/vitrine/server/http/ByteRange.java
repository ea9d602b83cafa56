package dev.vitrine.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One byte range of a resource (RFC 9110 §14.1.2). Several at once, or what cannot be read, is answered with the whole.
 *
 * @param first of the bytes to send
 * @param length how many; 0 when none of the asked ones exist
 * @param total length of the resource
 */
record ByteRange(long first, long length, long total) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange of(@Nullable String header, long total) {
        Matcher matcher = header == null ? null : SINGLE.matcher(header.trim());
        if (matcher == null || !matcher.matches()) {
            return new ByteRange(0, total, total);
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            long suffix = to.isEmpty() ? 0 : Math.min(Long.parseLong(to), total);
            return new ByteRange(total - suffix, suffix, total);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? total - 1 : Math.min(Long.parseLong(to), total - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return new ByteRange(0, total, total);
        }
        return first >= total ? new ByteRange(total, 0, total) : new ByteRange(first, last - first + 1, total);
    }

    boolean isUnsatisfiable() {
        return length == 0 && total > 0;
    }

    boolean isPart() {
        return length < total;
    }

    String contentRange() {
        return "bytes " + first + "-" + (first + length - 1) + "/" + total;
    }
}
