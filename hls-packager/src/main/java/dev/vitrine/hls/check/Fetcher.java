package dev.vitrine.hls.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** GET with times and budgets. Any thread. */
final class Fetcher {

    /** A segment of ten seconds at 100 Mbit/s; what is larger is cut off, and so not whole. */
    private static final int MAX_BODY = 128 << 20;

    private static final int MAX_PLAYLIST = 32 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient http;

    /** An answer with its body, uncompressed. */
    record Fetched(Exchange http, ByteBuffer body) {

        String text() {
            return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
        }
    }

    Fetcher(boolean https) {
        // Over plain HTTP an upgrade to HTTP/2 is something that no player asks for.
        http = HttpClient.newBuilder()
                .version(https ? Version.HTTP_2 : Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
    }

    Fetched playlist(URI url, Duration patience) throws InterruptedException {
        Fetched raw = get(url, patience, MAX_PLAYLIST, Map.of("Accept-Encoding", "gzip"));
        if (!raw.http().header("content-encoding").orElse("").contains("gzip")) {
            return raw;
        }
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(raw.body().array()))) {
            return new Fetched(raw.http(), ByteBuffer.wrap(in.readNBytes(MAX_PLAYLIST)));
        } catch (IOException broken) {
            return new Fetched(raw.http(), ByteBuffer.allocate(0));
        }
    }

    Fetched media(URI url, Duration patience) throws InterruptedException {
        return get(url, patience, MAX_BODY, Map.of());
    }

    /** Whether it is there, without taking it all. */
    Fetched probe(URI url, Duration patience) throws InterruptedException {
        return get(url, patience, 1, Map.of("Range", "bytes=0-0"));
    }

    /** What cannot be had at all has the status 0. */
    private Fetched get(URI url, Duration patience, int most, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(patience);
        headers.forEach(request::header);
        long asked = System.nanoTime();
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] first = in.readNBytes(1);
                long firstByte = System.nanoTime();
                byte[] rest = most <= 1 ? new byte[0] : in.readNBytes(most - 1);
                byte[] body = new byte[first.length + rest.length];
                System.arraycopy(first, 0, body, 0, first.length);
                System.arraycopy(rest, 0, body, first.length, rest.length);
                Map<String, String> answered = new HashMap<>();
                response.headers()
                        .map()
                        .forEach((name, values) ->
                                answered.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
                String protocol = response.version() == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
                return new Fetched(
                        new Exchange(
                                url,
                                response.statusCode(),
                                answered,
                                protocol,
                                asked,
                                firstByte,
                                System.nanoTime(),
                                body.length),
                        ByteBuffer.wrap(body));
            }
        } catch (IOException failed) {
            long now = System.nanoTime();
            return new Fetched(
                    new Exchange(url, 0, Map.of("failure", String.valueOf(failed)), "none", asked, now, now, 0),
                    ByteBuffer.allocate(0));
        }
    }
}
