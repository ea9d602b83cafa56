package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.config.Network;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.Channel.KeySource;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.ChannelStore.Keyed;
import dev.vitrine.server.store.IngestRules;
import dev.vitrine.server.stream.ChannelState.Phase;
import dev.vitrine.server.stream.LiveChannels;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.List;

/** {@code /api/v1/channels}: the lasting places, their keys, and the end of a show. */
final class ChannelApi {

    private final ChannelStore channels;
    private final LiveChannels live;
    private final Addresses addresses;

    ChannelApi(ChannelStore channels, LiveChannels live, Addresses addresses) {
        this.channels = channels;
        this.live = live;
        this.addresses = addresses;
    }

    Reply list(Call call) {
        ArrayNode array = Json.array();
        channels.list().forEach(channel -> array.add(node(channel, call.exchange())));
        return Reply.ok(Json.object().set("channels", array));
    }

    Reply create(Call call) {
        JsonBody body = call.json("id", "title");
        String id = body.string("id");
        String title = body.string("title");
        Keyed created = Refusal.checked(() -> channels.create(id, title))
                .orElseThrow(() -> Refusal.conflict("there is a channel '" + id + "' already"));
        live.channelAdded(created.channel());
        return Reply.created(node(created.channel(), call.exchange()).put("streamKey", created.streamKey()));
    }

    Reply get(Call call) {
        return Reply.ok(node(channel(call), call.exchange()));
    }

    Reply update(Call call) {
        JsonBody body = call.json("title", "captureDelayMillis", "encoderCues", "allowFrom");
        Channel old = channel(call);
        String title = body.optionalString("title").orElse(old.title());
        Duration delay =
                body.optionalLong("captureDelayMillis").map(Duration::ofMillis).orElse(old.captureDelay());
        boolean encoderCues =
                body.optionalBoolean("encoderCues").orElse(old.ingest().encoderCues());
        Channel changed = Refusal.checked(() -> channels.update(
                        old.id(),
                        title,
                        delay,
                        new IngestRules(
                                encoderCues,
                                body.optionalStrings("allowFrom")
                                        .map(ChannelApi::networks)
                                        .orElse(old.ingest().allowFrom()))))
                .orElseThrow(() -> unknown(old.id()));
        live.channelChanged(changed);
        return Reply.ok(node(changed, call.exchange()));
    }

    Reply delete(Call call) {
        Channel channel = channel(call);
        if (live.state(channel.id()).phase() != Phase.OFFLINE) {
            throw Refusal.conflict("a show is on: end it first (POST /api/v1/channels/" + channel.id() + "/end)");
        }
        if (channel.keySource() == KeySource.CONFIGURATION) {
            throw Refusal.conflict("channel '" + channel.id() + "' is in the configuration file: take it out there");
        }
        channels.delete(channel.id());
        live.channelRemoved(channel.id());
        return Reply.noContent();
    }

    Reply newKey(Call call) {
        Channel channel = channel(call);
        String key = channels.newKey(channel.id())
                .orElseThrow(() -> Refusal.conflict(
                        "the key of channel '" + channel.id() + "' is in the configuration file: change it there"));
        live.keyChanged(channel.id());
        return Reply.ok(Json.object().put("streamKey", key));
    }

    Reply end(Call call) {
        String id = channel(call).id();
        if (!live.end(id)) {
            throw Refusal.conflict("no show is on at channel '" + id + "'");
        }
        return Reply.noContent();
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().map(ChannelApi::network).toList();
    }

    private static Network network(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allowFrom has '" + text + "', must be " + e.getMessage(), e);
        }
    }

    private Channel channel(Call call) {
        String id = call.path("id");
        return channels.find(id).orElseThrow(() -> unknown(id));
    }

    private ObjectNode node(Channel channel, HttpServerExchange exchange) {
        return ChannelJson.write(channel, live.state(channel.id()), addresses.rtmp(exchange));
    }

    static Refusal unknown(String id) {
        return Refusal.notFound("there is no channel '" + id + "'");
    }
}
