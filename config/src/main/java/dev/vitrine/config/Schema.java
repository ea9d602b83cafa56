package dev.vitrine.config;

import dev.vitrine.config.VitrineConfig.Answer;
import dev.vitrine.config.VitrineConfig.Brand;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Corner;
import dev.vitrine.config.VitrineConfig.Cues;
import dev.vitrine.config.VitrineConfig.Embed;
import dev.vitrine.config.VitrineConfig.Encoder;
import dev.vitrine.config.VitrineConfig.Format;
import dev.vitrine.config.VitrineConfig.Hls;
import dev.vitrine.config.VitrineConfig.Http;
import dev.vitrine.config.VitrineConfig.Https;
import dev.vitrine.config.VitrineConfig.Language;
import dev.vitrine.config.VitrineConfig.Level;
import dev.vitrine.config.VitrineConfig.Log;
import dev.vitrine.config.VitrineConfig.Otherwise;
import dev.vitrine.config.VitrineConfig.Preset;
import dev.vitrine.config.VitrineConfig.PublishHook;
import dev.vitrine.config.VitrineConfig.Rtmp;
import dev.vitrine.config.VitrineConfig.RtmpBudgets;
import dev.vitrine.config.VitrineConfig.Rtmps;
import dev.vitrine.config.VitrineConfig.Storage;
import dev.vitrine.config.VitrineConfig.Switch;
import dev.vitrine.config.VitrineConfig.Takeover;
import dev.vitrine.config.VitrineConfig.Transcode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The keys, their defaults and bounds, in the order of the manual. */
final class Schema {

    private Schema() {}

    static VitrineConfig read(Section root) {
        Path data = root.value("data", Path.of("./data"), Checks::path);
        Http http = root.section("http", Schema::http);
        Https https = root.section("https", Schema::https);
        Rtmp rtmp = root.section("rtmp", Schema::rtmp);
        Rtmps rtmps = root.section("rtmps", s -> new Rtmps(host(s), s.number("port", 1936, 0, 65_535)));
        VitrineConfig config = new VitrineConfig(
                data,
                http,
                https,
                rtmp,
                rtmps,
                root.section("hls", Schema::hls),
                root.section(
                        "cues",
                        s -> new Cues(s.duration("lease", "30s", "5s", "10m"), s.number("max-per-second", 2, 1, 100))),
                root.section(
                        "storage",
                        s -> new Storage(
                                s.duration("replay-retention", "30d", "0s", "3650d"),
                                s.size("quota", "20GB", "1GB", "1000TB"))),
                root.section("transcode", Schema::transcode),
                channels(root),
                root.section("brand", Schema::brand),
                root.section(
                        "embed",
                        s -> new Embed(
                                s.list("allowed-origins", Checks::origin), s.list("frame-ancestors", Checks::origin))),
                root.section("log", s -> new Log(s.word("level", Level.INFO), s.word("format", Format.TEXT))));
        checkPorts(root, config);
        root.finish();
        return config;
    }

    private static Http http(Section s) {
        return new Http(
                host(s),
                s.number("port", 8080, 0, 65_535),
                s.value("public-url", Optional.empty(), text -> emptyOr(text, Checks::publicUrl)),
                s.list("trusted-proxies", Checks::network),
                s.number("max-connections", 20_000, 16, 1_000_000),
                s.number("max-connections-per-address", 2_000, 1, 1_000_000),
                s.number("max-requests-per-address", 2_000, 10, 1_000_000));
    }

    private static Https https(Section s) {
        String host = host(s);
        int port = s.number("port", 8443, 0, 65_535);
        Optional<Path> certificate = s.value("certificate", Optional.empty(), text -> emptyOr(text, Checks::path));
        Optional<Path> key = s.value("key", Optional.empty(), text -> emptyOr(text, Checks::path));
        if (certificate.isPresent() != key.isPresent()) {
            String missing = certificate.isPresent() ? "https.key" : "https.certificate";
            s.problem(
                    certificate.isPresent() ? "certificate" : "key",
                    "is set without '" + missing + "': they go together");
        }
        return new Https(host, port, certificate, key);
    }

    private static Rtmp rtmp(Section s) {
        Rtmp rtmp = new Rtmp(
                host(s),
                s.number("port", 1935, 0, 65_535),
                s.value("app", "live", Checks::app),
                s.value("login-app", "", text -> text.isEmpty() ? text : Checks.app(text)),
                s.word("takeover", Takeover.TAKEOVER),
                s.duration("dead-after", "3s", "1s", "1m"),
                s.duration("handshake-timeout", "5s", "1s", "1m"),
                s.duration("idle-timeout", "10s", "5s", "10m"),
                s.number("max-connections", 500, 1, 100_000),
                s.size("max-message", "8MB", "64KB", "64MB"),
                s.size("max-buffered", "16MB", "1MB", "1GB"),
                s.section("budgets", Schema::rtmpBudgets),
                s.section("publish-hook", Schema::publishHook));
        if (rtmp.budgets().bufferedInTotal().compareTo(rtmp.maxBuffered()) < 0) {
            s.problem(
                    s.isSet("max-buffered") ? "max-buffered" : "budgets",
                    "contradicts the other: 'rtmp.max-buffered' " + rtmp.maxBuffered()
                            + " must not be above 'rtmp.budgets.buffered-in-total' "
                            + rtmp.budgets().bufferedInTotal());
        }
        if (rtmp.loginApp().equals(rtmp.app())) {
            s.problem("login-app", "is '" + rtmp.app() + "', as 'rtmp.app' is: choose another, or leave it empty");
        }
        if (rtmp.maxBuffered().compareTo(rtmp.maxMessage()) < 0) {
            s.problem(
                    s.isSet("max-buffered") ? "max-buffered" : "max-message",
                    "contradicts the other: 'rtmp.max-buffered' " + rtmp.maxBuffered()
                            + " must not be below 'rtmp.max-message' " + rtmp.maxMessage());
        }
        return rtmp;
    }

    private static RtmpBudgets rtmpBudgets(Section s) {
        return new RtmpBudgets(
                s.number("waiting-per-address", 128, 1, 100_000),
                s.number("chunk-streams", 64, 4, 65_598),
                s.number("messages-per-second", 5_000, 100, 1_000_000),
                s.size("buffered-in-total", "256MB", "16MB", "100GB"),
                s.number("amf-depth", 16, 4, 64),
                s.number("amf-elements", 1_024, 64, 100_000),
                s.size("amf-text", "64KB", "4KB", "1MB"));
    }

    private static PublishHook publishHook(Section s) {
        return new PublishHook(
                s.value("url", Optional.empty(), text -> emptyOr(text, Checks::hook)),
                s.duration("deadline", "3s", "100ms", "30s"),
                s.word("otherwise", Otherwise.REFUSE));
    }

    private static Hls hls(Section s) {
        Hls hls = new Hls(
                s.duration("segment-duration", "2s", "1s", "10s"),
                s.duration("target-duration", "4s", "1s", "60s"),
                s.duration("part-duration", "500ms", "200ms", "2s"),
                s.duration("window", "30m", "30s", "24h"),
                s.duration("grace", "30s", "0s", "1h"));
        if (hls.targetDuration().toMillis() % 1_000 != 0) {
            s.problem("target-duration", "is " + Durations.format(hls.targetDuration()) + ", must be whole seconds");
        }
        if (hls.targetDuration().compareTo(hls.segmentDuration()) < 0) {
            s.problem(
                    s.isSet("target-duration") ? "target-duration" : "segment-duration",
                    "contradicts the other: 'hls.target-duration' " + Durations.format(hls.targetDuration())
                            + " must not be below 'hls.segment-duration' " + Durations.format(hls.segmentDuration()));
        }
        if (hls.partDuration().compareTo(hls.segmentDuration()) >= 0) {
            s.problem(
                    s.isSet("part-duration") ? "part-duration" : "segment-duration",
                    "contradicts the other: 'hls.part-duration' " + Durations.format(hls.partDuration())
                            + " must be below 'hls.segment-duration' " + Durations.format(hls.segmentDuration()));
        }
        return hls;
    }

    private static Transcode transcode(Section s) {
        return new Transcode(
                s.word("mode", Switch.OFF),
                s.list("renditions", Checks::rendition).stream()
                        .map(Schema::pixels)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList(),
                s.word("audio-only", Answer.TRUE) == Answer.TRUE,
                s.word("encoder", Encoder.AUTO),
                s.word("preset", Preset.VERYFAST),
                s.duration("linger", "20s", "5s", "10m"),
                s.word("pinned", Answer.FALSE) == Answer.TRUE,
                s.value("logo", Optional.empty(), text -> emptyOr(text, Checks::path)),
                s.word("logo-corner", Corner.TOP_RIGHT));
    }

    private static int pixels(String rendition) {
        return Integer.parseInt(rendition.substring(0, rendition.length() - 1));
    }

    private static Brand brand(Section s) {
        return new Brand(
                s.value("name", "Vitrine", Checks::name),
                s.value("accent", "#e4572e", Checks::accent),
                s.word("language", Language.AUTO));
    }

    private static List<ChannelConfig> channels(Section root) {
        Set<String> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        return root.sections("channels", s -> {
            String id = s.value("id", "", Checks::channelId);
            ChannelConfig channel = new ChannelConfig(
                    id,
                    s.value("title", id, Checks::title),
                    s.secret("stream-key", Checks::streamKey),
                    s.duration("capture-delay", "0s", "0s", "30s"),
                    s.word("transcode", Switch.AUTO),
                    s.flag("encoder-cues", false),
                    s.list("allow-from", Checks::network).stream()
                            .map(Network::parse)
                            .toList());
            if (!s.isSet("id")) {
                s.problem("id", "is missing: every channel needs one");
            } else if (!id.isEmpty() && !ids.add(id)) {
                s.problem("id", "is '" + id + "', which an earlier channel has: choose another");
            }
            channel.streamKey()
                    .filter(key -> !keys.add(key.value()))
                    .ifPresent(key ->
                            s.problem("stream-key", "is the key of an earlier channel: the key tells channels apart"));
            return id.isEmpty() ? Optional.empty() : Optional.of(channel);
        });
    }

    /** Two listeners on one address and port would only fail later, and less clearly. */
    private static void checkPorts(Section root, VitrineConfig config) {
        Map<String, String> taken = new HashMap<>();
        record Listener(String section, String host, int port) {}
        List<Listener> listeners = new ArrayList<>(List.of(
                new Listener("http", config.http().host(), config.http().port()),
                new Listener("rtmp", config.rtmp().host(), config.rtmp().port())));
        if (config.https().enabled()) {
            listeners.add(
                    new Listener("https", config.https().host(), config.https().port()));
            listeners.add(
                    new Listener("rtmps", config.rtmps().host(), config.rtmps().port()));
        }
        for (Listener listener : listeners) {
            String other = taken.putIfAbsent(listener.host() + " " + listener.port(), listener.section());
            if (other != null && listener.port() != 0) {
                root.problem(
                        listener.section(),
                        "listens on port " + listener.port() + " as '" + other + "' does: choose another 'port'");
            }
        }
    }

    private static String host(Section s) {
        return s.value("host", "0.0.0.0", Checks::host);
    }

    private static <T> Optional<T> emptyOr(String text, Function<String, T> parse) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
    }
}
