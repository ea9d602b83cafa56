package dev.vitrine.hls.check;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One request and its answer, without the body.
 *
 * @param url that was asked for
 * @param headers of the answer; names in lower case, several values joined by commas
 * @param protocol such as {@code HTTP/2}
 * @param askedNanos when the request was sent; all three on one monotonic clock
 * @param firstByteNanos when the body began to come
 * @param doneNanos when it was there
 * @param length of the body in bytes, as it came over the wire
 */
record Exchange(
        URI url,
        int status,
        Map<String, String> headers,
        String protocol,
        long askedNanos,
        long firstByteNanos,
        long doneNanos,
        long length) {

    Exchange {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean found() {
        return status == 200;
    }

    boolean https() {
        return "https".equals(url.getScheme());
    }

    double waitedSeconds() {
        return (firstByteNanos - askedNanos) / 1e9;
    }
}
