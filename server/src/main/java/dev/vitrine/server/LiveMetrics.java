package dev.vitrine.server;

import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.ChannelState;
import dev.vitrine.server.stream.ChannelState.Phase;
import dev.vitrine.server.stream.LadderState;
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
        ladder(
                metrics,
                channels,
                "vitrine_renditions_made",
                "Renditions that are being encoded.",
                state -> state.making().size());
        ladder(
                metrics,
                channels,
                "vitrine_renditions_resting",
                "Renditions this machine had no time for.",
                state -> state.resting().size());
        ladder(
                metrics,
                channels,
                "vitrine_rendition_picture_microseconds",
                "What the slowest rendition takes to scale and encode a picture.",
                LadderState::slowestMicros);
        ladder(
                metrics,
                channels,
                "vitrine_transcoder_deaths",
                "Times a show's transcoder died or failed.",
                LadderState::deaths);
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

    private static void ladder(
            Metrics metrics, ChannelRegistry channels, String name, String help, ToDoubleFunction<LadderState> value) {
        metrics.gauges(name, help, "channel", () -> {
            Map<String, Double> values = new HashMap<>();
            channels.ladders().forEach((channel, state) -> values.put(channel, value.applyAsDouble(state)));
            return values;
        });
    }
}
