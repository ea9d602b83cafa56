package dev.vitrine.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.config.ConfigLoader;
import dev.vitrine.config.LoadResult;
import dev.vitrine.media.PublishGate;
import dev.vitrine.rtmp.RtmpLimits;
import dev.vitrine.rtmp.RtmpObserver;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.rtmp.RtmpSettings;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole server on ports of its own, with one configured channel {@code main} and two products. */
final class TestServer implements AutoCloseable {

    static final String KEY = "test-key-of-channel-main";
    private static final String TOKEN = "test-token-0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final App app;

    private TestServer(App app) {
        this.app = app;
    }

    static TestServer start(Path data) {
        return start(data, "");
    }

    /**
     * A server with more configuration.
     *
     * @param yaml sections of the configuration file
     * @param without variables of the environment that would otherwise win over it
     */
    static TestServer start(Path data, String yaml, String... without) {
        return startWith(data, "channels: [{id: main, title: Main, stream-key: \"" + KEY + "\"}]\n" + yaml, without);
    }

    /** A server with a configuration of its own. */
    static TestServer startWith(Path data, String yaml, String... without) {
        try {
            Path file = data.resolve("vitrine.yml");
            Files.writeString(file, yaml);
            Map<String, String> environment = new HashMap<>(Map.of(
                    "VITRINE_DATA", data.resolve("data").toString(),
                    "VITRINE_HTTP_HOST", "127.0.0.1",
                    "VITRINE_HTTP_PORT", "0",
                    "VITRINE_RTMP_HOST", "127.0.0.1",
                    "VITRINE_RTMP_PORT", "0",
                    "VITRINE_CUES_MAX_PER_SECOND", "100"));
            List.of(without).forEach(environment::remove);
            LoadResult result = ConfigLoader.load(Optional.of(file), environment);
            if (!(result instanceof LoadResult.Loaded loaded)) {
                throw new AssertionError(result.toString());
            }
            TestServer server = new TestServer(App.start(loaded.config(), Optional.of(TOKEN)));
            server.product("TS-01", "Áo dài lụa");
            server.product("TS-02", "Túi mây");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    App app() {
        return app;
    }

    URI rtmp() {
        return URI.create("rtmp://127.0.0.1:" + app.rtmpAddress().getPort() + "/live/" + KEY);
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + app.httpAddress().getPort() + path);
    }

    URI hls() {
        return http("/live/main/index.m3u8");
    }

    /** Waits until the channel is on and so many variants are offered. */
    void awaitVariants(int count) {
        Wait.until(
                Duration.ofSeconds(60),
                count + " variants",
                () -> HlsClient.get(hls()).statusCode() == 200
                        && HlsClient.load(hls()).variants().size() == count,
                () -> HlsClient.get(hls()).statusCode() + ": "
                        + new String(HlsClient.get(hls()).body(), StandardCharsets.UTF_8));
    }

    JsonNode channel() {
        return call("GET", "/api/v1/channels/main", "", 200);
    }

    /** What the API answered to a cue. */
    record Cue(String id, long q, Instant start) {}

    Cue cue(String action, String sku, String at) {
        JsonNode answer = call(
                "POST",
                "/api/v1/channels/main/cues",
                JSON.createObjectNode()
                        .put("do", action)
                        .put("sku", sku)
                        .put("at", at)
                        .toString(),
                201);
        return new Cue(
                answer.get("id").asText(),
                answer.get("q").asLong(),
                Instant.parse(answer.get("start").asText()));
    }

    private void product(String sku, String title) {
        call(
                "PUT",
                "/api/v1/products/" + sku,
                "{\"sku\":\"" + sku + "\",\"title\":\"" + title
                        + "\",\"price\":{\"amountMinor\":990000,\"currency\":\"VND\"},"
                        + "\"link\":\"https://shop.example/p/" + sku + "\"}",
                201,
                200);
    }

    /** Calls the API as a script does, and fails unless it answers as it should. */
    JsonNode call(String method, String path, String body, Integer... expected) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(http(path))
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (!List.of(expected).contains(response.statusCode())) {
                throw new AssertionError(
                        method + " " + path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + method + " " + path, e);
        }
    }

    /** As anybody, with headers in pairs. */
    HttpResponse<byte[]> get(String path, String... headers) {
        return bytes(HttpRequest.newBuilder(http(path)), headers);
    }

    /** As an operator, with headers in pairs. */
    HttpResponse<byte[]> authorised(String path, String... headers) {
        return bytes(HttpRequest.newBuilder(http(path)).header("Authorization", "Bearer " + TOKEN), headers);
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        return text("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    String text(String path) {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> bytes(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Another door into the same server, with {@code gate} in front of its own. */
    Ingest ingest(PublishGate gate) {
        RtmpServer rtmp = new RtmpServer(
                new RtmpSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "live", RtmpLimits.defaults(), 1),
                gate,
                new RtmpObserver() {});
        try {
            InetSocketAddress address = rtmp.start();
            return new Ingest(rtmp, URI.create("rtmp://127.0.0.1:" + address.getPort() + "/live/" + KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Ingest(RtmpServer server, URI address) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
