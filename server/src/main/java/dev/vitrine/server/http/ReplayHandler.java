package dev.vitrine.server.http;

import dev.vitrine.hls.Resource;
import dev.vitrine.hls.View;
import dev.vitrine.overlay.CueChange;
import dev.vitrine.overlay.CueRendering;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.ReplayShelf.Opened;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What there is of finished shows. For workers, since it may have to open one.
 *
 * <pre>
 *   /replay/20261122-180640-k7x2/index.m3u8              which renditions there are
 *   /replay/20261122-180640-k7x2/source/replay.m3u8      all of one, with the cues
 *   /replay/20261122-180640-k7x2/source/s12.m4s          as it was live
 *   /replay/20261122-180640-k7x2/cues.json, cues.vtt     the cues as files; the second as chapters
 *   /live/main/replay                                    to the page of the channel's newest replay
 * </pre>
 */
final class ReplayHandler {

    private static final HttpString EXPOSE = new HttpString("Access-Control-Expose-Headers");
    private static final String JSON = "application/json";
    private static final String VTT = "text/vtt; charset=UTF-8";

    private static final String CUES_CACHING = "public, max-age=60";

    private final ShowStore shows;
    private final ChannelStore channels;
    private final ReplayShelf shelf;
    private final UnaryOperator<String> titleOf;
    private final ReplayPosters posters;

    /** @param titleOf from a sku to what people call it */
    ReplayHandler(
            ShowStore shows,
            ChannelStore channels,
            ReplayShelf shelf,
            UnaryOperator<String> titleOf,
            ReplayPosters posters) {
        this.shows = shows;
        this.channels = channels;
        this.shelf = shelf;
        this.titleOf = titleOf;
        this.posters = posters;
    }

    void media(HttpServerExchange exchange) {
        Opened opened = opened(exchange);
        String path = exchange.getRequestPath()
                .substring("/replay/".length() + opened.show().id().length() + 1);
        Deque<String> inBand = exchange.getQueryParameters().get("inband");
        Resource resource = opened.replay()
                .resource(path, View.asked(inBand == null ? null : inBand.peek()))
                .orElseThrow(() -> Refusal.notFound("there is no '" + path + "' in the replay of show '"
                        + opened.show().id() + "'"));
        exchange.getResponseHeaders().put(EXPOSE, "Age, Date, Content-Length, Content-Range");
        ResourceSender.send(exchange, resource);
    }

    void poster(HttpServerExchange exchange) {
        posters.send(exchange, opened(exchange));
    }

    /** Of any show: what was shown is kept for longer than the media. */
    void cuesJson(HttpServerExchange exchange) {
        Show show = show(exchange);
        List<CueChange> changes = shelf.find(show).map(Opened::changes).orElseGet(() -> shelf.changes(show));
        Content.of(JSON, CueRendering.publicJson(show.epoch(), changes)).send(exchange, CUES_CACHING);
    }

    void cuesVtt(HttpServerExchange exchange) {
        Show show = show(exchange);
        Optional<Opened> opened = shelf.find(show);
        Instant start = opened.map(found -> found.replay().start()).orElse(show.start());
        Instant end = opened.map(found -> found.replay().end()).orElse(show.end());
        if (start == null || end == null) {
            throw notOver(show);
        }
        List<CueChange> changes = opened.map(Opened::changes).orElseGet(() -> shelf.changes(show));
        Content.of(VTT, CueRendering.vtt(changes, start, end, titleOf)).send(exchange, CUES_CACHING);
    }

    /** For viewers who saw the end of a show and want to see it again. */
    void newest(HttpServerExchange exchange) {
        String channel = PathVariables.of(exchange, "channel");
        if (channels.find(channel).isEmpty()) {
            throw ChannelApi.unknown(channel);
        }
        Show newest = shows.ended(channel).stream()
                .filter(show -> shelf.find(show).isPresent())
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("channel '" + channel + "' has no replay"));
        Pages.redirect(exchange, "/replay/" + newest.id());
    }

    private Opened opened(HttpServerExchange exchange) {
        Show show = show(exchange);
        if (show.state() != Show.State.ENDED) {
            throw notOver(show);
        }
        return shelf.find(show)
                .orElseThrow(() -> Refusal.notFound("the replay of show '" + show.id() + "' is not kept any more"));
    }

    private Show show(HttpServerExchange exchange) {
        String id = PathVariables.of(exchange, "show");
        return shows.find(id).orElseThrow(() -> Refusal.notFound("there is no show '" + id + "'"));
    }

    private static Refusal notOver(Show show) {
        return Refusal.notFound("show '" + show.id() + "' is not over: it is at its channel, /live/" + show.channel());
    }
}
