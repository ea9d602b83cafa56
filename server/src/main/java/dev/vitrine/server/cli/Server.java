package dev.vitrine.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The running server that a command talks to, and the token that opens it. */
final class Server {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private Settings settings = new Settings();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server. Default: what VITRINE_URL names, else this machine and the configured port.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = {
                "What opens it. Default: what VITRINE_TOKEN or VITRINE_ADMIN_TOKEN holds,",
                "which other people on this machine cannot read."
            })
    private @Nullable String token;

    /**
     * What the server answers.
     *
     * @throws OperatorError with its words when it refuses
     */
    JsonNode call(Terminal terminal, String method, String path, Optional<JsonNode> body) {
        String base = base(terminal);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + secret(terminal))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.map(node -> BodyPublishers.ofString(node.toString()))
                                .orElseGet(BodyPublishers::noBody))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return read(base, response);
        } catch (IOException e) {
            throw OperatorError.failed("no server answers at " + base + ": "
                    + Optional.ofNullable(e.getMessage()).orElse("the connection was refused"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OperatorError.failed("interrupted");
        }
    }

    private static JsonNode read(String base, HttpResponse<String> response) {
        try {
            JsonNode node = Terminal.json().readTree(response.body());
            if (response.statusCode() >= 400) {
                throw OperatorError.failed(node.path("detail").asText("the server answered " + response.statusCode()));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw OperatorError.failed(base + " answered " + response.statusCode() + " and no JSON: is it a Vitrine?");
        }
    }

    private String base(Terminal terminal) {
        return Optional.ofNullable(url)
                .or(() -> Optional.ofNullable(terminal.env().get("VITRINE_URL")))
                .map(address -> address.endsWith("/") ? address.substring(0, address.length() - 1) : address)
                .orElseGet(() ->
                        "http://127.0.0.1:" + settings.load(terminal).http().port());
    }

    private String secret(Terminal terminal) {
        return Optional.ofNullable(token)
                .or(() -> Optional.ofNullable(terminal.env().get("VITRINE_TOKEN")))
                .or(() -> Optional.ofNullable(terminal.env().get("VITRINE_ADMIN_TOKEN")))
                .orElseThrow(() -> OperatorError.failed(
                        "no token: give --token or set VITRINE_TOKEN (vitrine token create NAME makes one)"));
    }
}
