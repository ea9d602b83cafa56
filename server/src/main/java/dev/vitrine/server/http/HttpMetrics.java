package dev.vitrine.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.undertow.server.HttpServerExchange;

/** Counts requests by route (its template, never the address: labels must be few) and class of answer. */
final class HttpMetrics {

    private final Counter requests;

    HttpMetrics(Metrics metrics) {
        this.requests =
                metrics.counter("vitrine_http_requests", "Requests by route and class of answer.", "route", "status");
    }

    void count(HttpServerExchange exchange, String route) {
        exchange.addExchangeCompleteListener((done, next) -> {
            requests.labelValues(route, done.getStatusCode() / 100 + "xx").inc();
            next.proceed();
        });
    }
}
