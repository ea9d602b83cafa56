package dev.vitrine.server.http;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.stream.IntStream;

/** Counts requests by route (its template, never the address: labels must be few) and class of answer. */
final class HttpMetrics {

    private static final int CLASSES = 6;

    private final Counter requests;
    private final CounterDataPoint paced;

    HttpMetrics(Metrics metrics) {
        this.requests =
                metrics.counter("vitrine_http_requests", "Requests by route and class of answer.", "route", "status");
        this.paced = metrics.counter(
                        "vitrine_http_requests_paced", "Requests answered with 429: too many from one address.")
                .labelValues();
    }

    /** What counts the requests of one route: made once, added to each of its exchanges. */
    ExchangeCompletionListener counting(String route) {
        List<CounterDataPoint> byClass = IntStream.range(0, CLASSES)
                .mapToObj(n -> requests.labelValues(route, n + "xx"))
                .toList();
        return (HttpServerExchange done, ExchangeCompletionListener.NextListener next) -> {
            byClass.get(Math.min(done.getStatusCode() / 100, CLASSES - 1)).inc();
            next.proceed();
        };
    }

    void paced() {
        paced.inc();
    }
}
