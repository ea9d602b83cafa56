package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.hls.cmaf.Mp4Head;
import dev.vitrine.overlay.CueRendering;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.Show.State;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.ReplayShelf.Opened;
import dev.vitrine.server.stream.Storage;
import dev.vitrine.server.stream.Storage.Usage;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** {@code /api/v1/shows}: what was, is and will be on, and what is kept of it. */
final class ShowApi {

    private final ShowStore shows;
    private final ChannelStore channels;
    private final ReplayShelf replays;
    private final Storage storage;
    private final UnaryOperator<String> titleOf;

    /** @param titleOf from a sku to what people call it */
    ShowApi(
            ShowStore shows,
            ChannelStore channels,
            ReplayShelf replays,
            Storage storage,
            UnaryOperator<String> titleOf) {
        this.shows = shows;
        this.channels = channels;
        this.replays = replays;
        this.storage = storage;
        this.titleOf = titleOf;
    }

    Reply list(Call call) {
        ArrayNode array = Json.array();
        shows.list().forEach(show -> array.add(node(show)));
        Usage usage = storage.usage();
        ObjectNode answer = Json.object();
        answer.set("shows", array);
        answer.set(
                "storage",
                Json.object()
                        .put("replayBytes", usage.replayBytes())
                        .put("liveBytes", usage.liveBytes())
                        .put("quotaBytes", usage.quotaBytes())
                        .put("freeBytes", usage.freeBytes())
                        .put("full", usage.full()));
        return Reply.ok(answer);
    }

    /** All that is kept of a show that is not on: media, cues, and that it ever was. */
    Reply delete(Call call) {
        Show show = show(call.path("id"));
        if (show.state() == State.LIVE || show.state() == State.HOLD) {
            throw Refusal.conflict(
                    "show '" + show.id() + "' is on: end it first (POST /api/v1/channels/" + show.channel() + "/end)");
        }
        storage.delete(show);
        shows.delete(show);
        return Reply.noContent();
    }

    /** The show as one file. Sends it itself: it may be large. */
    void download(HttpServerExchange exchange) throws IOException {
        Show show = show(PathVariables.of(exchange, "id"));
        Opened opened = replays.find(show)
                .orElseThrow(() -> Refusal.notFound("there is no media of show '" + show.id() + "': it is "
                        + (show.state() == State.ENDED ? "not kept any more" : "not over")));
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_DISPOSITION, "attachment; filename=\"" + show.id() + ".mp4\"");
        ResourceSender.send(exchange, opened.replay().download(chapters(opened)));
    }

    private List<Mp4Head.Chapter> chapters(Opened opened) {
        return opened.changes().stream()
                .map(change -> new Mp4Head.Chapter(
                        Duration.between(opened.replay().start(), change.start()),
                        CueRendering.caption(change.state(), titleOf)))
                .filter(chapter -> !chapter.start().isNegative())
                .toList();
    }

    private Show show(String id) {
        return shows.find(id).orElseThrow(() -> Refusal.notFound("there is no show '" + id + "'"));
    }

    Reply plan(Call call) {
        String channel = call.path("id");
        if (channels.find(channel).isEmpty()) {
            throw ChannelApi.unknown(channel);
        }
        JsonBody body = call.json("title", "start", "cueSheet");
        Show show = Refusal.checked(() -> shows.plan(
                channel,
                body.string("title"),
                body.optionalDate("start").orElse(null),
                body.member("cueSheet").map(Json::text).orElse(null)));
        shows.create(show);
        return Reply.created(node(show));
    }

    private ObjectNode node(Show show) {
        ObjectNode node = Json.object()
                .put("id", show.id())
                .put("channel", show.channel())
                .put("title", show.title())
                .put("epoch", show.epoch())
                .put("start", Json.date(show.start()))
                .put("end", Json.date(show.end()))
                .put("state", show.state().name().toLowerCase(Locale.ROOT));
        node.set("replay", storage.bytes(show).map(bytes -> replay(show, bytes)).orElse(null));
        return node;
    }

    private static ObjectNode replay(Show show, long bytes) {
        return Json.object()
                .put("bytes", bytes)
                .put("page", "/replay/" + show.id())
                .put("hls", "/replay/" + show.id() + "/index.m3u8")
                .put("download", "/api/v1/shows/" + show.id() + "/video.mp4");
    }
}
