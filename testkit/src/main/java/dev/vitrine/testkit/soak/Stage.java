package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.FreePort;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What every soak stands on: a folder, two free ports, one channel with a known key, and a token for the API. Ports and
 * folder stay the same when the server is started again.
 *
 * @param environment of the server's process
 */
record Stage(Map<String, String> environment, URI hls, URI rtmp, ShopDesk desk) {

    private static final String TOKEN = "soak-token-0123456789abcdef";
    private static final String KEY = "soak-key-of-channel-main";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Stage in(Path directory) throws IOException {
        return in(directory, List.of(), "");
    }

    /**
     * With more channels, whose keys are {@link #key}.
     *
     * @param yaml more configuration
     */
    static Stage in(Path directory, List<String> channels, String yaml) throws IOException {
        int http = FreePort.next();
        int rtmp = FreePort.next();
        Path config = Files.writeString(
                directory.resolve("vitrine.yml"),
                channels.stream()
                                .map(id -> ", {id: " + id + ", stream-key: " + key(id) + "}")
                                .collect(Collectors.joining(
                                        "",
                                        "channels: [{id: main, title: Main, stream-key: \"" + KEY + "\"}",
                                        "]\ncues: {max-per-second: 20}\n"))
                        + yaml);
        Map<String, String> environment = Map.of(
                "VITRINE_CONFIG", config.toString(),
                "VITRINE_DATA", directory.resolve("data").toString(),
                "VITRINE_ADMIN_TOKEN", TOKEN,
                "VITRINE_HTTP_HOST", "127.0.0.1",
                "VITRINE_HTTP_PORT", Integer.toString(http),
                "VITRINE_RTMP_HOST", "127.0.0.1",
                "VITRINE_RTMP_PORT", Integer.toString(rtmp));
        URI hls = URI.create("http://127.0.0.1:" + http + "/live/main/index.m3u8");
        return new Stage(
                environment, hls, URI.create("rtmp://127.0.0.1:" + rtmp + "/live/" + KEY), new ShopDesk(hls, TOKEN));
    }

    static String key(String channel) {
        return "soak-key-of-channel-" + channel;
    }

    URI rtmp(String channel) {
        return rtmp.resolve("/live/" + key(channel));
    }

    /** Something that needs a question to be answered. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    static void await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what);
            }
            Thread.sleep(50);
        }
    }

    /** The source's media playlist as it is now. */
    HlsPlaylist media() {
        return HlsClient.load(HlsClient.load(hls).variants().get(0));
    }

    /** A rendition's media playlist; empty while it is not offered. */
    Optional<URI> media(String rendition) {
        return HlsClient.get(hls).statusCode() == 200
                ? HlsClient.load(hls).variants().stream()
                        .filter(uri -> uri.toString().contains("/" + rendition + "/"))
                        .findFirst()
                : Optional.empty();
    }

    URI replay(String show) {
        return hls.resolve("/replay/" + show + "/index.m3u8");
    }
}
