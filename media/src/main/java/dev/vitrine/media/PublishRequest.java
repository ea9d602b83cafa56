package dev.vitrine.media;

import java.util.Map;
import java.util.Optional;

/**
 * Somebody wants to publish.
 *
 * @param app the first part of the address, such as {@code live}
 * @param streamKey the secret that names a channel; {@link #toString()} leaves it out; means nothing when {@code user}
 *     is there
 * @param user who logged in with a password that {@link PublishGate#login} let the ingest check: the channel's id
 * @param parameters of the query string after the key
 * @param encoder what the encoder calls itself (RTMP's flashVer), cleaned of control characters; may be empty
 * @param connection the publisher's connection
 */
public record PublishRequest(
        String app,
        String streamKey,
        Optional<String> user,
        Map<String, String> parameters,
        String encoder,
        PublisherConnection connection) {

    public PublishRequest {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String toString() {
        return "PublishRequest[app=" + app + ", encoder=" + encoder + ", remote=" + connection.remote() + "]";
    }
}
