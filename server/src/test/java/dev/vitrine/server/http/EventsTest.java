package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.overlay.Money;
import dev.vitrine.overlay.Product;
import dev.vitrine.overlay.ProductJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class EventsTest {

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
        server.services.channels().create("main", "Main");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void operators_hearOfChannelsCuesAndProducts() throws Exception {
        try (Listener listener = new Listener("/api/v1/events")) {
            assertThat(listener.next("hello").get("server").asText()).isEqualTo("0.1.0");

            server.live.goLive("main");
            assertThat(listener.next("channel").get("state").asText()).isEqualTo("live");
            assertThat(listener.next("channel").at("/urls/rtmp").asText()).isEqualTo("rtmp://localhost:1935/live");

            putProduct();
            assertThat(listener.next("products").get("version").asLong()).isEqualTo(1);

            server.call("POST", "/api/v1/channels/main/cues", "{\"do\":\"pin\",\"sku\":\"TS-01\",\"at\":\"live\"}");
            JsonNode cue = listener.next("cue");
            assertThat(cue.get("channel").asText()).isEqualTo("main");
            assertThat(cue.get("reason").asText()).isEqualTo("pin");
            assertThat(cue.get("by").asText()).isEqualTo("admin token");
            assertThat(cue.at("/state/0/sku").asText()).isEqualTo("TS-01");
        }
    }

    @Test
    void viewers_hearOfProductsOnly() throws Exception {
        try (Listener listener = new Listener("/live/main/events")) {
            server.live.goLive("main");
            putProduct();
            assertThat(listener.nextName()).isEqualTo("products");
        }
    }

    @Test
    void close_endsTheStreams() throws Exception {
        try (Listener listener = new Listener("/api/v1/events")) {
            listener.next("hello");
            server.api.close();
            assertThat(listener.rest()).doesNotContain("event: cue");
        }
    }

    private void putProduct() throws Exception {
        String body = Json.text(
                ProductJson.write(Product.of("TS-01", "Áo dài", new Money(990_000, "VND"), "https://shop.example/p")));
        assertThat(server.call("PUT", "/api/v1/products/TS-01", body).statusCode())
                .isEqualTo(201);
    }

    /** Reads a stream of events as a browser does. Returns once the server counts it among its listeners. */
    private final class Listener implements AutoCloseable {

        private final InputStream stream;
        private final BufferedReader lines;

        Listener(String path) throws Exception {
            var response = server.client.send(
                    server.request("GET", path, "")
                            .header("Authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            stream = response.body();
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            while (!server.get("/metrics").body().contains("vitrine_event_listeners 1")) {
                Thread.onSpinWait(); // until the timeout of the test
            }
        }

        String nextName() throws Exception {
            String line = lines.readLine();
            while (line != null && !line.startsWith("event:")) {
                line = lines.readLine();
            }
            return line == null ? "" : line.substring("event:".length()).trim();
        }

        JsonNode next(String name) throws Exception {
            while (!nextName().equals(name)) {
                // others may come in between
            }
            String line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }
            return Json.MAPPER.readTree(line.substring("data:".length()));
        }

        String rest() throws Exception {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
