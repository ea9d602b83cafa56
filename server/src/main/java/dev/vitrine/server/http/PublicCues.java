package dev.vitrine.server.http;

import dev.vitrine.overlay.CueChange;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueRendering;
import dev.vitrine.overlay.CueTimeline;
import dev.vitrine.server.stream.ChannelState.OnAir;
import dev.vitrine.server.stream.LiveChannels;
import io.undertow.server.HttpServerExchange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The cues of a show that is on as files: for players and tools that do not read them from the playlist. */
final class PublicCues {

    private static final String JSON = "application/json";
    private static final String VTT = "text/vtt; charset=UTF-8";

    /** A CDN in front may collect a second's viewers into one request. */
    private static final String LIVE_CACHING = "public, max-age=1";

    private final LiveChannels live;
    private final UnaryOperator<String> titleOf;
    private final Map<String, Rendered> latestByChannel = new ConcurrentHashMap<>();

    /**
     * Asks the desks of live shows.
     *
     * @param titleOf from a sku to what people call it
     */
    PublicCues(LiveChannels live, UnaryOperator<String> titleOf) {
        this.live = live;
        this.titleOf = titleOf;
    }

    private record Rendered(CueTimeline timeline, Content json) {}

    /** From memory, written once a change: for I/O threads. */
    void liveJson(HttpServerExchange exchange) {
        OnAir show = show(exchange);
        CueTimeline timeline = timeline(exchange);
        Rendered rendered = latestByChannel.compute(
                PathVariables.of(exchange, "channel"),
                (channel, last) -> last != null && last.timeline() == timeline
                        ? last
                        : new Rendered(timeline, json(show.epoch(), timeline.changes())));
        rendered.json().send(exchange, LIVE_CACHING);
    }

    void liveVtt(HttpServerExchange exchange) {
        OnAir show = show(exchange);
        Instant edge = live.liveDate(PathVariables.of(exchange, "channel")).orElse(show.start());
        byte[] vtt = CueRendering.vtt(timeline(exchange).changes(), show.start(), edge, titleOf);
        Content.of(VTT, vtt).send(exchange, LIVE_CACHING);
    }

    private static Content json(String epoch, List<CueChange> changes) {
        return Content.of(JSON, CueRendering.publicJson(epoch, changes));
    }

    private OnAir show(HttpServerExchange exchange) {
        OnAir show = live.state(PathVariables.of(exchange, "channel")).show();
        if (show == null) {
            throw noShow(exchange);
        }
        return show;
    }

    private CueTimeline timeline(HttpServerExchange exchange) {
        return live.desk(PathVariables.of(exchange, "channel"))
                .map(CueDesk::timeline)
                .orElseThrow(() -> noShow(exchange));
    }

    private static Refusal noShow(HttpServerExchange exchange) {
        return Refusal.notFound("no show is on at channel '" + PathVariables.of(exchange, "channel") + "'");
    }
}
