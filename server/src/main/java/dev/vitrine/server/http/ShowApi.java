package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import java.util.Locale;

/** {@code /api/v1/shows}: what was, is and will be on. */
final class ShowApi {

    private final ShowStore shows;
    private final ChannelStore channels;

    ShowApi(ShowStore shows, ChannelStore channels) {
        this.shows = shows;
        this.channels = channels;
    }

    Reply list(Call call) {
        ArrayNode array = Json.array();
        shows.list().forEach(show -> array.add(node(show)));
        return Reply.ok(Json.object().set("shows", array));
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

    private static ObjectNode node(Show show) {
        return Json.object()
                .put("id", show.id())
                .put("channel", show.channel())
                .put("title", show.title())
                .put("epoch", show.epoch())
                .put("start", Json.date(show.start()))
                .put("end", Json.date(show.end()))
                .put("state", show.state().name().toLowerCase(Locale.ROOT));
    }
}
