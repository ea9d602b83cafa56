package dev.vitrine.server.http;

import dev.vitrine.server.http.Route.Access;
import dev.vitrine.server.http.Route.Direct;
import dev.vitrine.server.http.Route.Guarded;
import dev.vitrine.server.http.Route.Handed;
import dev.vitrine.server.http.Route.Offloaded;
import dev.vitrine.server.http.Route.Worked;
import dev.vitrine.server.store.DiskFullException;
import io.undertow.io.Receiver;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route and takes the call through its stations:
 *
 * <pre>
 *   I/O thread        worker                 I/O thread            worker
 *   route ─────────▶ who is asking? ──────▶ read the body ──────▶ handler ──▶ reply
 *        └─ Direct: answered here           (only where there may be one; a slow sender holds no worker)
 * </pre>
 *
 * Who is asking comes before the body, so that a stranger cannot make us keep 16 MiB.
 */
final class Router implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Map<String, List<Line>> linesByFirstSegment = new HashMap<>();
    private final ExchangeCompletionListener countingNone;
    private final Gatekeeper gatekeeper;

    /** A route and what is known of it before any request comes. */
    private record Line(Route route, RoutePattern pattern, ExchangeCompletionListener counting) {}

    Router(List<Route> routes, Gatekeeper gatekeeper, HttpMetrics metrics) {
        for (Route route : routes) {
            linesByFirstSegment
                    .computeIfAbsent(RoutePattern.first(route.template()), first -> new ArrayList<>())
                    .add(new Line(route, new RoutePattern(route.template()), metrics.counting(route.template())));
        }
        this.countingNone = metrics.counting("none");
        this.gatekeeper = gatekeeper;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        List<Line> candidates = linesByFirstSegment.getOrDefault(RoutePattern.first(path), List.of());
        for (Line line : candidates) {
            Optional<Map<String, String>> variables = line.pattern().match(path);
            if (variables.isPresent() && line.route().takes(exchange.getRequestMethod())) {
                exchange.addExchangeCompleteListener(line.counting());
                enter(exchange, line.route(), variables.get());
                return;
            }
        }
        exchange.addExchangeCompleteListener(countingNone);
        refuse(exchange, path, candidates);
    }

    private static void refuse(HttpServerExchange exchange, String path, List<Line> candidates) {
        TreeSet<String> otherMethods = new TreeSet<>();
        candidates.stream()
                .filter(line -> line.pattern().match(path).isPresent())
                .forEach(line -> otherMethods.add(line.route().method().toString()));
        Refusal refusal = otherMethods.isEmpty()
                ? Refusal.notFound("there is nothing at " + path)
                : Refusal.notAllowed(exchange.getRequestMethod().toString(), String.join(", ", otherMethods));
        refusal.reply().send(exchange);
    }

    private void enter(HttpServerExchange exchange, Route route, Map<String, String> variables) throws Exception {
        if (!variables.isEmpty()) {
            exchange.putAttachment(PathVariables.KEY, new PathVariables(variables));
        }
        if (route.target() instanceof Direct direct) {
            safely(direct.handler()).handleRequest(exchange);
        } else if (route.target() instanceof Offloaded offloaded) {
            exchange.dispatch(safely(offloaded.handler()));
        } else if (route.target() instanceof Guarded guarded) {
            exchange.dispatch(safely(worker -> {
                gatekeeper.operator(worker);
                worker.dispatch(worker.getIoThread(), guarded.handler());
            }));
        } else if (route.target() instanceof Handed handed) {
            exchange.dispatch(safely(worker -> {
                gatekeeper.operator(worker);
                handed.handler().handleRequest(worker);
            }));
        } else if (route.target() instanceof Worked worked) {
            worked.arrival().accept(exchange);
            exchange.dispatch(safely(worker -> {
                Principal principal =
                        worked.access() == Access.OPERATOR ? gatekeeper.operator(worker) : new Principal.Anybody();
                Call call = new Call(worker, principal, variables, new byte[0]);
                if (worked.maxBody() == 0) {
                    worked.handler().handle(call).send(worker);
                } else {
                    worker.dispatch(worker.getIoThread(), io -> receive(call, worked));
                }
            }));
        }
    }

    /** On the I/O thread: collects the body, then goes on with a worker. */
    private static void receive(Call call, Worked worked) throws Exception {
        HttpServerExchange exchange = call.exchange();
        if (exchange.getRequestContentLength() > worked.maxBody()) {
            refuse(exchange, worked);
            return;
        }
        // Whoever asks first whether the body is wanted (curl does above a megabyte) is told (RFC 9110 §10.1.1).
        new HttpContinueReadHandler(io -> collect(call, worked)).handleRequest(exchange);
    }

    private static void collect(Call call, Worked worked) {
        HttpServerExchange exchange = call.exchange();
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(Math.toIntExact(worked.maxBody()));
        receiver.receiveFullBytes(
                (io, body) -> io.dispatch(safely(worker -> worked.handler()
                        .handle(new Call(worker, call.principal(), call.path(), body))
                        .send(worker))),
                (io, failure) -> {
                    if (failure instanceof Receiver.RequestToLargeException) {
                        refuse(io, worked);
                    } else {
                        io.endExchange(); // The sender is gone.
                    }
                });
    }

    private static void refuse(HttpServerExchange exchange, Worked worked) {
        Leftovers.throwAway(exchange);
        Refusal.tooLarge(worked.maxBody()).reply().send(exchange);
    }

    /** Turns what goes wrong into an answer. */
    private static HttpHandler safely(HttpHandler step) {
        return exchange -> {
            try {
                step.handleRequest(exchange);
            } catch (Refusal refusal) {
                refusal.reply().send(exchange);
            } catch (DiskFullException e) {
                LOG.error("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestPath(), e.getMessage());
                Refusal.of(e).reply().send(exchange);
            } catch (Exception e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestPath(), e);
                if (!exchange.isResponseStarted()) {
                    new Problem(500, "this is our fault, and it is in the server's log", List.of())
                            .reply()
                            .send(exchange);
                }
            }
        };
    }
}
