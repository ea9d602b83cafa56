package dev.vitrine.bench;

import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Polls a playlist every 10 ms over one connection: the same clock and the same eyes for every server. */
final class Watch {

    private static final long PERIOD_NANOS = 3_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private Optional<URI> media = Optional.empty();

    Watch(URI address) {
        this.address = address;
    }

    /** A media playlist and when it had arrived ({@link System#nanoTime}). */
    record Seen(HlsPlaylist playlist, long nanos) {

        /** Whether a player could start: a segment or a part is listed. */
        boolean isPlayable() {
            return !playlist.segments().isEmpty();
        }

        /** Seconds of programme listed, open parts included, when the first segment is still there. */
        double listedSeconds() {
            return playlist.segments().stream().mapToDouble(Segment::seconds).sum();
        }
    }

    /** Polls until {@code wish} answers something; fails after {@code deadline}. */
    <T> T until(Duration deadline, String what, Function<Seen, Optional<T>> wish)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (long next = start; System.nanoTime() - start < deadline.toNanos(); next += PERIOD_NANOS) {
            LockSupport.parkNanos(next - System.nanoTime());
            Optional<T> answer = poll().flatMap(wish);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError(address + " did not show " + what + " within " + deadline.toSeconds() + " s");
    }

    /** One look; empty while there is no media playlist. */
    private Optional<Seen> poll() throws IOException, InterruptedException {
        Optional<Seen> seen = get(media.orElse(address));
        if (media.isEmpty() && seen.isPresent()) {
            HlsPlaylist playlist = seen.get().playlist();
            media = Optional.of(playlist.isMultivariant() ? playlist.variants().get(0) : address);
            return playlist.isMultivariant() ? get(media.get()) : seen;
        }
        return seen;
    }

    private Optional<Seen> get(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        long now = System.nanoTime();
        if (response.statusCode() != 200 || response.body().length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Seen(HlsPlaylist.parse(uri, new String(response.body(), StandardCharsets.UTF_8)), now));
    }
}
