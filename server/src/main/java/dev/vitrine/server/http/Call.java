package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request that has passed the gate.
 *
 * @param path the template's variables, by name
 * @param body all of it, within the route's limit; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written to by nobody
record Call(HttpServerExchange exchange, Principal principal, Map<String, String> path, byte[] body) {

    /** Answers a call on a worker thread. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Call call) throws Exception;
    }

    /** The value of a variable of the route's template. */
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    Optional<String> query(String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null ? Optional.empty() : Optional.ofNullable(values.peekFirst());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(new HttpString(name)));
    }

    JsonBody json(String... allowed) {
        return JsonBody.read(body, Set.of(allowed));
    }
}
