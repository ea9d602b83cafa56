package dev.vitrine.server;

import dev.vitrine.rtmp.Budget;
import dev.vitrine.rtmp.Oddity;
import dev.vitrine.rtmp.RtmpObserver;
import dev.vitrine.server.http.Metrics;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the ingest sees, and hands it on to the log. */
final class RtmpMetrics implements RtmpObserver {

    private final RtmpObserver log = RtmpObserver.log();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder bytes = new LongAdder();
    private final CounterDataPoint connections;
    private final CounterDataPoint refusals;
    private final Counter oddities;
    private final Counter budgets;

    RtmpMetrics(Metrics metrics) {
        metrics.gauge("vitrine_rtmp_connections", "RTMP connections that are open.", open::get);
        metrics.counter("vitrine_rtmp_received_bytes", "Bytes received over RTMP.", bytes::sum);
        this.connections = metrics.counter("vitrine_rtmp_connections_opened", "RTMP connections accepted.")
                .labelValues();
        this.refusals = metrics.counter("vitrine_rtmp_refused", "RTMP connections and publishers turned away.")
                .labelValues();
        this.oddities = metrics.counter("vitrine_rtmp_oddities", "What encoders were forgiven.", "kind");
        this.budgets = metrics.counter(
                "vitrine_rtmp_budget_exceeded", "Connections that ended because they cost too much.", "budget");
    }

    @Override
    public void opened(InetSocketAddress remote) {
        open.incrementAndGet();
        connections.inc();
        log.opened(remote);
    }

    @Override
    public void closed(InetSocketAddress remote, String reason, long bytesReceived) {
        open.decrementAndGet();
        log.closed(remote, reason, bytesReceived);
    }

    @Override
    public void refused(InetSocketAddress remote, String reason) {
        refusals.inc();
        log.refused(remote, reason);
    }

    @Override
    public void publishing(InetSocketAddress remote, String channel, String encoder) {
        log.publishing(remote, channel, encoder);
    }

    @Override
    public void ended(InetSocketAddress remote, String channel, String reason) {
        log.ended(remote, channel, reason);
    }

    @Override
    public void bytesReceived(int count) {
        bytes.add(count);
    }

    @Override
    public void budgetExceeded(Budget budget) {
        budgets.labelValues(budget.name().toLowerCase(Locale.ROOT)).inc();
    }

    @Override
    public void oddity(InetSocketAddress remote, Oddity oddity, String detail, long nth) {
        oddities.labelValues(oddity.name().toLowerCase(Locale.ROOT)).inc();
        log.oddity(remote, oddity, detail, nth);
    }
}
