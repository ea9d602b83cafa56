package dev.vitrine.server.http;

import dev.vitrine.hls.Answer;
import dev.vitrine.hls.Directives;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.MediaRequest;
import dev.vitrine.hls.View;
import dev.vitrine.server.stream.ChannelRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Playlists and media of what is on now.
 *
 * <pre>
 *   /live/main/index.m3u8                      the multivariant playlist of the channel's current show
 *   /live/main/k7x2m9qa/source/live.m3u8       everything below an epoch is that show's own, for ever
 * </pre>
 *
 * A blocking request (draft-pantos-hls-rfc8216bis-22 §6.2.5) is a parked exchange, not a parked thread: the media thread
 * finds the answer, the exchange's own I/O thread sends it.
 */
public final class MediaHandler implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(MediaHandler.class);

    private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
    private static final String PREFIX = "/live/";

    private final ChannelRegistry channels;
    private final LongSupplier nanos;
    private final long salt;

    /** @param salt random for this process; see {@link dev.vitrine.server.stream.ViewerCounter} */
    public MediaHandler(ChannelRegistry channels, LongSupplier nanos, long salt) {
        this.channels = channels;
        this.nanos = nanos;
        this.salt = salt;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(EXPOSE, "Age, Date, Content-Length, Content-Range");
        Map<String, String> query = query(exchange);
        Directives directives;
        try {
            directives = query.isEmpty() ? Directives.NONE : Directives.parse(query);
        } catch (IllegalArgumentException e) {
            refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        View view = View.asked(query.get("inband"));
        String path = exchange.getRequestPath().substring(PREFIX.length());
        int slash = path.indexOf('/');
        String channel = slash < 0 ? path : path.substring(0, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);

        Optional<HlsPublication> publication;
        String relative;
        if (rest.equals("index.m3u8")) {
            publication = channels.publication(channel);
            relative = "../index.m3u8";
        } else {
            int next = rest.indexOf('/');
            publication = next < 0 ? Optional.empty() : channels.publication(channel, rest.substring(0, next));
            relative = next < 0 ? "" : rest.substring(next + 1);
        }
        if (publication.isEmpty()) {
            refuse(exchange, StatusCodes.NOT_FOUND, "channel '" + channel + "' is not live");
            return;
        }
        if (relative.endsWith(".m3u8")) {
            channels.seen(channel, viewer(exchange));
        }
        ask(exchange, publication.get(), new MediaRequest(relative, directives, view));
    }

    private void ask(HttpServerExchange exchange, HlsPublication publication, MediaRequest request) {
        Optional<Answer> now = publication.answer(request);
        if (now.isPresent()) {
            send(exchange, now.get());
            return;
        }
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            Thread mine = Thread.currentThread();
            publication.request(request, nanos.getAsLong(), answer -> {
                if (Thread.currentThread() == mine) {
                    send(exchange, answer);
                } else {
                    sendThere(exchange, answer);
                }
            });
        });
    }

    private static void sendThere(HttpServerExchange exchange, Answer answer) {
        try {
            exchange.getIoThread().execute(() -> send(exchange, answer));
        } catch (RejectedExecutionException stopping) {
            log.debug("an answer comes too late: the server is stopping");
        }
    }

    private static void send(HttpServerExchange exchange, Answer answer) {
        if (answer instanceof Answer.Found found) {
            ResourceSender.send(exchange, found.resource());
        } else if (answer instanceof Answer.Refused refused) {
            refuse(exchange, refused.status(), refused.reason());
        }
    }

    private static void refuse(HttpServerExchange exchange, int status, String reason) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
        exchange.getResponseSender().send(reason + "\n");
    }

    private static Map<String, String> query(HttpServerExchange exchange) {
        if (exchange.getQueryString().isEmpty()) {
            return Map.of();
        }
        Map<String, Deque<String>> all = exchange.getQueryParameters();
        Map<String, String> first = new HashMap<>();
        all.forEach((name, values) -> first.put(name, values.getFirst()));
        return first;
    }

    private long viewer(HttpServerExchange exchange) {
        String agent = exchange.getRequestHeaders().getFirst(Headers.USER_AGENT);
        long hash = exchange.getSourceAddress().getAddress().hashCode();
        hash = hash * 0x9E3779B97F4A7C15L ^ (agent == null ? 0 : agent.hashCode());
        return (hash ^ salt) * 0xD6E8FEB86659FD93L;
    }
}
