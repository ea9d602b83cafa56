package dev.vitrine.server.http;

import dev.vitrine.hls.HlsPublication;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /live/<channel>/poster.jpg}: a still of the newest complete segment, made when somebody asks and kept for a while;
 * everything else goes on to the next handler. Whoever asks while one is being made waits for that one.
 */
public final class PosterHandler implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(PosterHandler.class);
    private static final String SUFFIX = "/poster.jpg";
    private static final String PREFIX = "/live/";
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final HttpHandler next;
    private final ChannelRegistry channels;
    private final PosterMaker stills;
    private final LongSupplier nanos;
    private final Map<String, Poster> posters = new ConcurrentHashMap<>();

    private record Poster(String epoch, long madeNanos, CompletableFuture<byte[]> jpeg) {}

    public PosterHandler(HttpHandler next, ChannelRegistry channels, PosterMaker stills, LongSupplier nanos) {
        this.next = next;
        this.channels = channels;
        this.stills = stills;
        this.nanos = nanos;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        if (!path.startsWith(PREFIX) || !path.endsWith(SUFFIX)) {
            next.handleRequest(exchange);
            return;
        }
        String channel = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
        Optional<HlsPublication> publication = channels.publication(channel);
        if (publication.isEmpty()) {
            posters.remove(channel);
            absent(exchange);
            return;
        }
        CompletableFuture<byte[]> jpeg = poster(channel, publication.get());
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> sendWhenThere(exchange, jpeg));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Its end is the answer.
    private static void sendWhenThere(HttpServerExchange exchange, CompletableFuture<byte[]> jpeg) {
        jpeg.whenComplete((bytes, failure) -> exchange.getIoThread().execute(() -> answer(exchange, bytes, failure)));
    }

    private CompletableFuture<byte[]> poster(String channel, HlsPublication publication) {
        long now = nanos.getAsLong();
        return posters.compute(channel, (id, known) -> {
                    boolean usable = known != null
                            && known.epoch().equals(publication.epoch())
                            && (!known.jpeg().isDone() || now - known.madeNanos() < FRESH_NANOS);
                    return usable ? known : new Poster(publication.epoch(), now, make(channel, publication));
                })
                .jpeg();
    }

    private CompletableFuture<byte[]> make(String channel, HlsPublication publication) {
        CompletionStage<byte[]> still = publication
                .stillSource()
                .map(stills::still)
                .orElseGet(() -> CompletableFuture.failedStage(new IllegalStateException("no picture yet")));
        return still.whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        log.debug("channel {}: no poster", channel, failure);
                    }
                })
                .toCompletableFuture();
    }

    private static void answer(HttpServerExchange exchange, byte[] jpeg, Throwable failure) {
        if (failure != null) {
            absent(exchange);
            return;
        }
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "image/jpeg")
                .put(Headers.CACHE_CONTROL, "public, max-age=15");
        exchange.getResponseSender().send(ByteBuffer.wrap(jpeg));
    }

    private static void absent(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.NOT_FOUND);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.endExchange();
    }
}
