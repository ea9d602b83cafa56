package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.overlay.ShopJson;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.stream.ChannelState;
import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Audio;
import dev.vitrine.server.stream.ChannelState.LastError;
import dev.vitrine.server.stream.ChannelState.OnAir;
import dev.vitrine.server.stream.ChannelState.Phase;
import dev.vitrine.server.stream.ChannelState.RenditionState;
import dev.vitrine.server.stream.ChannelState.Video;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The channel object of {@code docs/api.md}. What there is nothing to say about is null, not left out. */
final class ChannelJson {

    private ChannelJson() {}

    /**
     * What is kept and what is going on, in one object.
     *
     * @param rtmpUrl where encoders publish to, without a key
     */
    static ObjectNode write(Channel channel, ChannelState state, String rtmpUrl) {
        ObjectNode node = Json.object();
        node.put("id", channel.id());
        node.put("title", channel.title());
        node.put("captureDelayMillis", channel.captureDelay().toMillis());
        node.put("encoderCues", channel.ingest().encoderCues());
        ArrayNode networks = node.putArray("allowFrom");
        channel.ingest().allowFrom().forEach(network -> networks.add(network.text()));
        node.put("state", word(state.phase()));
        node.put("live", state.phase() == Phase.LIVE);
        node.put("since", Json.date(state.since()));
        node.set("show", show(state.show()));
        node.put("edge", Json.date(state.edge()));
        node.put("encoder", state.encoder());
        node.put("publisher", state.publisher());
        node.set("video", video(state.video()));
        node.set("audio", audio(state.audio()));
        node.set("renditions", renditions(state));
        node.put("viewers", state.viewers());
        node.set("lastError", lastError(state.lastError()));
        node.set("advice", advice(state));
        node.set("cue", cue(state.cue()));
        node.put("keySource", word(channel.keySource()));
        node.set("urls", urls(channel.id(), rtmpUrl));
        return node;
    }

    private static @Nullable JsonNode show(@Nullable OnAir show) {
        return show == null
                ? null
                : Json.object()
                        .put("id", show.id())
                        .put("epoch", show.epoch())
                        .put("title", show.title())
                        .put("start", Json.date(show.start()));
    }

    private static @Nullable JsonNode video(@Nullable Video video) {
        return video == null
                ? null
                : Json.object()
                        .put("codec", video.codec())
                        .put("codecs", video.codecs())
                        .put("width", video.width())
                        .put("height", video.height())
                        .put("frameRate", video.frameRate())
                        .put("gopSeconds", video.gopSeconds())
                        .put("bitrate", video.bitrate());
    }

    private static @Nullable JsonNode audio(@Nullable Audio audio) {
        return audio == null
                ? null
                : Json.object()
                        .put("codec", audio.codec())
                        .put("codecs", audio.codecs())
                        .put("sampleRate", audio.sampleRate())
                        .put("channels", audio.channels())
                        .put("bitrate", audio.bitrate());
    }

    private static ArrayNode renditions(ChannelState state) {
        ArrayNode array = Json.array();
        for (RenditionState rendition : state.renditions()) {
            array.addObject()
                    .put("name", rendition.name())
                    .put("codecs", rendition.codecs())
                    .put("width", rendition.width())
                    .put("height", rendition.height())
                    .put("bandwidth", rendition.bandwidth());
        }
        return array;
    }

    private static @Nullable JsonNode lastError(@Nullable LastError error) {
        return error == null
                ? null
                : Json.object().put("at", Json.date(error.at())).put("message", error.message());
    }

    private static ArrayNode advice(ChannelState state) {
        ArrayNode array = Json.array();
        for (Advice advice : state.advice()) {
            array.addObject().put("level", word(advice.level())).put("text", advice.text());
        }
        return array;
    }

    private static @Nullable JsonNode cue(@Nullable CueReceipt cue) {
        return cue == null
                ? null
                : Json.object()
                        .put("q", cue.q())
                        .put("start", Json.date(cue.start()))
                        .set("state", ShopJson.write(cue.state()));
    }

    private static ObjectNode urls(String id, String rtmpUrl) {
        return Json.object()
                .put("watch", "/watch/" + id)
                .put("hls", "/live/" + id + "/index.m3u8")
                .put("embed", "/embed/" + id)
                .put("overlay", "/overlay/" + id)
                .put("poster", "/live/" + id + "/poster.jpg")
                .put("rtmp", rtmpUrl);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
