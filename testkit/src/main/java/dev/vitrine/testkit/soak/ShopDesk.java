package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The API as a script uses it. While the server is away it answers nothing. */
final class ShopDesk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String token;

    ShopDesk(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** The answer, if it is a good one. */
    Optional<JsonNode> call(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                return Optional.empty();
            }
            return Optional.of(answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    boolean answers() throws InterruptedException {
        return call("GET", "/api/v1/channels/main", "").isPresent();
    }

    boolean isLive() throws InterruptedException {
        return call("GET", "/api/v1/channels/main", "")
                .filter(channel -> channel.get("state").asText().equals("live"))
                .isPresent();
    }

    /** Id of the show that is on. */
    String show() throws InterruptedException {
        return call("GET", "/api/v1/channels/main", "")
                .map(channel -> channel.at("/show/id").asText())
                .orElse("nothing");
    }

    void product(String sku) throws InterruptedException {
        call(
                "PUT",
                "/api/v1/products/" + sku,
                "{\"sku\":\"" + sku + "\",\"title\":\"" + sku
                        + "\",\"price\":{\"amountMinor\":1000,\"currency\":\"VND\"},"
                        + "\"link\":\"https://shop.example/p/" + sku + "\"}");
    }

    Optional<JsonNode> pin(String sku) throws InterruptedException {
        return call("POST", "/api/v1/channels/main/cues", "{\"do\":\"pin\",\"sku\":\"" + sku + "\",\"at\":\"live\"}");
    }
}
