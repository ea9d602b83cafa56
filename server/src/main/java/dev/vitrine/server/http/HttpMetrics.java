package dev.vitrine.server.http;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.undertow.server.HttpServerExchange;

/** Counts requests by route (its template, never the address: labels must be few) and class of answer. */
final class HttpMetrics {

    private final Counter requests;
    private final CounterDataPoint paced;

    HttpMetrics(Metrics metrics) {
        this.requests =
                metrics.counter("vitrine_http_requests", "Requests by route and class of answer.", "route", "status");
        this.paced = metrics.counter(
                        "vitrine_http_requests_paced", "Requests answered with 429: too many from one address.")
                .labelValues();
    }

    void count(HttpServerExchange exchange, String route) {
        exchange.addExchangeCompleteListener((done, next) -> {
            requests.labelValues(route, done.getStatusCode() / 100 + "xx").inc();
            next.proceed();
        });
    }

    void paced() {
        paced.inc();
    }
}
