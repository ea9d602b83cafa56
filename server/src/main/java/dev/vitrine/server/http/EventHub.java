package dev.vitrine.server.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * Server-sent events to many. Whoever sends is never held up: events go out on one executor, and a listener that does
 * not take them is dropped (its browser connects again and starts afresh).
 */
final class EventHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    /** Events a client may be behind: about a minute of a live channel. */
    private static final int MOST_PENDING = 64;

    private static final long KEEP_ALIVE_MILLIS = 15_000;

    private final String name;
    private final int mostClients;
    private final Executor executor;
    private final Optional<Event> greeting;
    private final Map<ServerSentEventConnection, AtomicInteger> pendingByClient = new ConcurrentHashMap<>();

    /**
     * A hub without clients.
     *
     * @param name for the log
     * @param mostClients who comes after is answered 503
     * @param executor sends the events, in the order in which they came
     * @param greeting what each client hears first
     */
    EventHub(String name, int mostClients, Executor executor, Optional<Event> greeting) {
        this.name = name;
        this.mostClients = mostClients;
        this.executor = executor;
        this.greeting = greeting;
    }

    /** One event: its name and its data, JSON in one line. */
    record Event(String name, String data) {}

    /** For an I/O thread. */
    HttpHandler handler() {
        HttpHandler sse = Handlers.serverSentEvents((connection, lastEventId) -> join(connection));
        return exchange -> {
            if (pendingByClient.size() >= mostClients) {
                Refusal.unavailable("there are " + mostClients + " listeners already")
                        .reply()
                        .send(exchange);
                return;
            }
            exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
            exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no");
            sse.handleRequest(exchange);
        };
    }

    /** Sends to everybody, soon. */
    void send(Event event) {
        if (!pendingByClient.isEmpty()) {
            executor.execute(() -> pendingByClient.forEach((client, pending) -> send(client, pending, event)));
        }
    }

    int clients() {
        return pendingByClient.size();
    }

    @Override
    public void close() {
        pendingByClient.keySet().forEach(IoUtils::safeClose);
    }

    private void join(ServerSentEventConnection client) {
        AtomicInteger pending = new AtomicInteger();
        client.setKeepAliveTime(KEEP_ALIVE_MILLIS);
        client.addCloseTask(pendingByClient::remove);
        greeting.ifPresent(event -> send(client, pending, event));
        pendingByClient.put(client, pending);
        if (!client.isOpen()) {
            pendingByClient.remove(client);
        }
    }

    private void send(ServerSentEventConnection client, AtomicInteger pending, Event event) {
        if (pending.incrementAndGet() > MOST_PENDING) {
            LOG.debug("{}: a listener is {} events behind and is dropped", name, MOST_PENDING);
            pendingByClient.remove(client);
            IoUtils.safeClose(client);
            return;
        }
        client.send(event.data(), event.name(), null, new Sent(pending));
    }

    private record Sent(AtomicInteger pending) implements ServerSentEventConnection.EventCallback {

        @Override
        public void done(ServerSentEventConnection connection, String data, String event, String id) {
            pending.decrementAndGet();
        }

        @Override
        public void failed(
                ServerSentEventConnection connection, String data, String event, String id, IOException failure) {
            IoUtils.safeClose(connection);
        }
    }
}
