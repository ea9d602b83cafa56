package dev.vitrine.server.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.media.PublishRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web service of the operator's that is asked about each publisher whose key is right. 2xx admits; 4xx refuses, with a
 * reason for the person at the encoder; whatever else, or nothing within the deadline, is decided by the configuration.
 * Waits on no thread of ours.
 */
public final class PublishHook {

    private static final Logger log = LoggerFactory.getLogger(PublishHook.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ANSWER_BYTES = 4_096;
    private static final int MAX_REASON = 300;

    private final HttpClient client;
    private final URI url;
    private final Duration deadline;
    private final boolean admitOtherwise;

    /**
     * Connects when the first publisher comes.
     *
     * @param executor for the HTTP client's callbacks, which are short
     * @param admitOtherwise whether a publisher comes in about whom the service said nothing
     */
    public PublishHook(URI url, Duration deadline, boolean admitOtherwise, Executor executor) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
        this.url = url;
        this.deadline = deadline;
        this.admitOtherwise = admitOtherwise;
    }

    /** Empty to admit; else the reason. */
    CompletionStage<Optional<String>> ask(String channel, PublishRequest request) {
        HttpRequest post = HttpRequest.newBuilder(url)
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(channel, request)))
                .build();
        // The status decides. A refusal whose words never end is ended by the ingest's own deadline for publishing.
        return client.sendAsync(post, info -> new FirstBytes(info.statusCode() < 300 ? 0 : MAX_ANSWER_BYTES))
                .handle((response, failure) ->
                        failure == null ? verdict(channel, response) : undecided(channel, String.valueOf(failure)));
    }

    private Optional<String> verdict(String channel, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        return status >= 400 && status < 500
                ? Optional.of(reason(response.body()))
                : undecided(channel, "it answered " + status);
    }

    private Optional<String> undecided(String channel, String why) {
        log.warn(
                "channel {}: the publish hook did not decide ({}); the publisher is {}",
                channel,
                why,
                admitOtherwise ? "admitted" : "refused");
        return admitOtherwise
                ? Optional.empty()
                : Optional.of("the service that decides who may publish does not answer; try again");
    }

    /** The {@code reason} of a JSON object, or a general one; one line. */
    private static String reason(String body) {
        String reason = "";
        try {
            JsonNode said = JSON.readTree(body).path("reason");
            reason = said.asText("").replaceAll("\\p{Cntrl}", " ").strip();
        } catch (JsonProcessingException notJson) {
            // said below
        }
        return reason.isEmpty()
                ? "the publish hook refused this publisher"
                : reason.substring(0, Math.min(reason.length(), MAX_REASON));
    }

    private static byte[] body(String channel, PublishRequest request) {
        ObjectNode body = JSON.createObjectNode()
                .put("event", "publish")
                .put("channel", channel)
                .put("address", request.connection().remote().getHostString())
                .put("encoder", request.encoder());
        ObjectNode parameters = body.putObject("parameters");
        request.parameters().forEach(parameters::put);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As much of an answer as is looked at; what follows is not taken. */
    private static final class FirstBytes implements HttpResponse.BodySubscriber<String> {

        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteBuffer bytes;
        private Flow.@Nullable Subscription subscription;

        FirstBytes(int most) {
            bytes = ByteBuffer.allocate(most);
        }

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (bytes.hasRemaining()) {
                given.request(Long.MAX_VALUE);
            } else {
                given.cancel();
                onComplete();
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                int fits = Math.min(buffer.remaining(), bytes.remaining());
                bytes.put(buffer.slice().limit(fits));
            }
            if (!bytes.hasRemaining() && subscription != null) {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        }
    }
}
