package dev.vitrine.server.http;

import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.ReplayShelf.Opened;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stills of replays: made when the first person asks, and kept beside the show. */
public final class ReplayPosters {

    private static final Logger log = LoggerFactory.getLogger(ReplayPosters.class);
    private static final String FILE = "poster.jpg";
    private static final String CACHING = "public, max-age=3600";

    private final ReplayShelf shelf;
    private final PosterMaker stills;
    private final Map<String, CompletableFuture<byte[]>> beingMade = new ConcurrentHashMap<>();

    public ReplayPosters(ReplayShelf shelf, PosterMaker stills) {
        this.shelf = shelf;
        this.stills = stills;
    }

    /** On a worker. */
    void send(HttpServerExchange exchange, Opened opened) {
        Path file = shelf.directory(opened.show()).resolve(FILE);
        try {
            if (Files.exists(file)) {
                answer(exchange, Files.readAllBytes(file), null);
                return;
            }
        } catch (IOException unreadable) {
            log.warn("{} is made again: {}", file, unreadable.toString());
        }
        CompletableFuture<byte[]> still =
                beingMade.computeIfAbsent(opened.show().id(), id -> make(opened, file));
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> sendWhenThere(exchange, still));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Its end is the answer.
    private static void sendWhenThere(HttpServerExchange exchange, CompletableFuture<byte[]> still) {
        still.whenComplete((bytes, failure) -> exchange.getIoThread().execute(() -> answer(exchange, bytes, failure)));
    }

    private CompletableFuture<byte[]> make(Opened opened, Path file) {
        String id = opened.show().id();
        return stills.still(opened.replay().stillSource())
                .whenComplete((bytes, failure) -> {
                    if (failure == null) {
                        keep(file, bytes);
                    } else {
                        log.warn("show {}: {}", id, failure.getMessage());
                    }
                    beingMade.remove(id);
                })
                .toCompletableFuture();
    }

    private static void keep(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException full) {
            log.warn("{} is not kept: {}", file, full.toString());
        }
    }

    private static void answer(HttpServerExchange exchange, byte @Nullable [] jpeg, @Nullable Throwable failure) {
        if (jpeg == null || failure != null) {
            Refusal.notFound("there is no still of this show").reply().send(exchange);
        } else {
            Content.of("image/jpeg", jpeg).send(exchange, CACHING);
        }
    }
}
