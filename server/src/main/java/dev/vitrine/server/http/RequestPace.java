package dev.vitrine.server.http;

import dev.vitrine.server.edge.Neighbourhood;
import dev.vitrine.server.edge.Pace;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * How many requests one address may make. The first station after the address is known, and cheap: whoever floods costs a
 * look into a table. This machine itself (a proxy that nobody told us of, a script) is not counted.
 */
final class RequestPace implements HttpHandler {

    private final Pace pace;
    private final HttpMetrics metrics;
    private final HttpHandler next;

    RequestPace(Pace pace, HttpMetrics metrics, HttpHandler next) {
        this.pace = pace;
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        InetAddress address = exchange.getSourceAddress().getAddress();
        long wait = address.isLoopbackAddress() ? 0 : pace.ask(Neighbourhood.of(address));
        if (wait == 0) {
            next.handleRequest(exchange);
            return;
        }
        metrics.paced();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(wait) + 1;
        Refusal.tooMany("too many requests from this address; try again in " + seconds + " s", seconds)
                .reply()
                .send(exchange);
    }
}
