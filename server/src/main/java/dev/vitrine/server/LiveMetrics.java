package dev.vitrine.server;

import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.ChannelState;
import dev.vitrine.server.stream.ChannelState.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a supervisor wants to know of each channel that has been on since the start. */
final class LiveMetrics {

    private LiveMetrics() {}

    static void register(Metrics metrics, ChannelRegistry channels) {
        each(
                metrics,
                channels,
                "vitrine_channel_live",
                "1 while media arrives, 0 otherwise.",
                state -> state.phase() == Phase.LIVE ? 1 : 0);
        each(
                metrics,
                channels,
                "vitrine_channel_hold",
                "1 while a show waits for its encoder.",
                state -> state.phase() == Phase.HOLD ? 1 : 0);
        each(
                metrics,
                channels,
                "vitrine_channel_viewers",
                "Players that asked for a playlist lately.",
                state -> state.viewers());
        metrics.gauge("vitrine_requests_parked", "Viewers' requests that wait for the next part.", channels::parked);
    }

    private static void each(
            Metrics metrics, ChannelRegistry channels, String name, String help, ToDoubleFunction<ChannelState> value) {
        metrics.gauges(name, help, "channel", () -> {
            Map<String, Double> values = new HashMap<>();
            channels.states().forEach(state -> values.put(state.channel(), value.applyAsDouble(state)));
            return values;
        });
    }
}
