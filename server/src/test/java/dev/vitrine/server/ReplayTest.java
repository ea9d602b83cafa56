package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.hls.check.HlsCheck;
import dev.vitrine.hls.check.Report;
import dev.vitrine.hls.check.Severity;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Ffprobe;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A show from its first picture to its deletion, as viewers, operators and ffprobe see it. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class ReplayTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    @Test
    void showThatEnds_isAReplayAtOnce_withItsCues_andOneFile_untilItIsDeleted() throws Exception {
        try (TestServer server = TestServer.start(data);
                HlsClient viewer = HlsClient.follow(server.hls())) {
            TestServer.Cue pin;
            try (Encoder encoder =
                    Encoder.publish(server.rtmp(), Programme.standard().bFrames(2))) {
                assertThat(encoder.isRunning()).isTrue();
                viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
                pin = server.cue("pin", "TS-01", "live");
                viewer.await(SOON, "five segments", r -> r.segments().size() >= 6);
                assertThat(inBand(server, "/live/main/index.m3u8")).as("live").contains("https://aomedia.org/emsg/ID3");
            }
            String show = server.channel().get("show").get("id").asText();
            server.call("POST", "/api/v1/channels/main/end", "", 204);
            Recording live = viewer.await(
                    SOON,
                    "ENDLIST, and all of the media",
                    r -> r.latest().filter(HlsPlaylist::isEnded).isPresent()
                            && r.segments().stream()
                                    .filter(segment -> !segment.gap())
                                    .allMatch(segment -> r.media(segment).isPresent()));
            Wait.until(
                    SOON,
                    "the show to be over in the list",
                    () -> state(server, show).equals("ended"));

            HlsPlaylist replay = replay(server, show);
            assertThat(replay.isEnded()).isTrue();
            assertThat(replay.tag("EXT-X-PLAYLIST-TYPE").orElseThrow().value()).isEqualTo("VOD");
            assertThat(replay.segments().get(0).date())
                    .isEqualTo(live.segments().get(0).date());
            for (Segment kept : replay.segments()) {
                assertThat(HlsClient.get(kept.uri().orElseThrow()).body())
                        .as("segment " + kept.sequence())
                        .isEqualTo(media(live, kept));
            }
            assertThat(replay.segments().get(replay.segments().size() - 1).sequence())
                    .isEqualTo(live.segments().stream()
                            .filter(segment -> !segment.gap())
                            .mapToLong(Segment::sequence)
                            .max()
                            .orElseThrow());
            List<Map<String, String>> ranges = replay.dateRanges();
            assertThat(ranges).hasSize(1);
            assertThat(ranges.get(0)).containsEntry("ID", pin.id());
            assertThat(Instant.parse(ranges.get(0).get("START-DATE"))).isEqualTo(pin.start());

            Segment first = replay.segments().get(0);
            HttpResponse<byte[]> media = HlsClient.get(first.uri().orElseThrow());
            assertThat(media.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            assertThat(server.get(
                                    path(first),
                                    "If-None-Match",
                                    media.headers().firstValue("ETag").orElseThrow())
                            .statusCode())
                    .isEqualTo(304);
            // Across the border of the two files that the first segment is made of.
            int border = live.media(live.segments().get(0)).orElseThrow().length;
            HttpResponse<byte[]> range = server.get(path(first), "Range", "bytes=10-" + (border + 9));
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(media.body(), 10, border + 10));

            Report check = HlsCheck.run(server.http("/replay/" + show + "/index.m3u8"), SOON);
            assertThat(check.count(Severity.ERROR) + check.count(Severity.WARNING))
                    .as(check.text())
                    .isZero();

            assertThat(inBand(server, "/replay/" + show + "/index.m3u8"))
                    .as("in the replay")
                    .contains("https://aomedia.org/emsg/ID3");

            JsonNode cues = server.call("GET", "/replay/" + show + "/cues.json", "", 200)
                    .get("cues");
            assertThat(cues).hasSize(1);
            assertThat(cues.get(0).get("end").asText()).isNotEmpty();
            assertThat(server.text("/replay/" + show + "/cues.vtt"))
                    .startsWith("WEBVTT")
                    .contains("Áo dài lụa");
            assertThat(server.get("/replay/" + show + "/poster.jpg").body()).startsWith(0xff, 0xd8);
            assertThat(server.get("/replay/" + show + "/poster.jpg").body()).startsWith(0xff, 0xd8);
            assertThat(server.get("/live/main/replay").headers().firstValue("Location"))
                    .contains("/replay/" + show);

            JsonNode listed = listed(server, show).get("replay");
            Path file = data.resolve("show.mp4");
            Files.write(file, server.authorised(listed.get("download").asText()).body());
            Ffprobe probe = Ffprobe.probe(file.toString(), List.of("-show_chapters"));
            assertThat(probe.warnings()).isEmpty();
            double seconds =
                    replay.segments().stream().mapToDouble(Segment::seconds).sum();
            assertThat(probe.json().at("/format/duration").asDouble()).isCloseTo(seconds, within(0.06));
            assertThat(probe.json().at("/chapters/0/tags/title").asText()).isEqualTo("Áo dài lụa");
            assertThat(probe.stream("audio")).isPresent();
            assertThat(server.get(listed.get("download").asText()).statusCode()).isEqualTo(401);
            byte[] whole = Files.readAllBytes(file);
            byte[] tail = server.authorised(listed.get("download").asText(), "Range", "bytes=-1000")
                    .body();
            assertThat(tail).isEqualTo(Arrays.copyOfRange(whole, whole.length - 1000, whole.length));

            server.call("DELETE", "/api/v1/shows/" + show, "", 204);
            assertThat(server.get("/replay/" + show + "/index.m3u8").statusCode())
                    .isEqualTo(404);
            assertThat(listedOrNot(server, show)).isEmpty();
            try (var left = Files.list(data.resolve("data/shows"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** All media of the view with cues in it. */
    private static String inBand(TestServer server, String multivariant) {
        URI variant = HlsClient.load(server.http(multivariant + "?inband=id3"))
                .variants()
                .get(0);
        return HlsClient.load(variant).segments().stream()
                .filter(segment -> !segment.isOpen() && !segment.gap())
                .map(segment -> HlsClient.get(segment.uri().orElseThrow()).body())
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    /** As it was live: the first segment of a replay is the short start and the rest of it. */
    private static byte[] media(Recording live, Segment kept) {
        ByteArrayOutputStream media = new ByteArrayOutputStream();
        live.segments().stream()
                .filter(segment ->
                        segment.sequence() == kept.sequence() || (kept.sequence() == 1 && segment.sequence() == 0))
                .forEach(segment -> media.writeBytes(live.media(segment).orElseThrow()));
        return media.toByteArray();
    }

    private static String path(Segment segment) {
        return segment.uri().orElseThrow().getPath();
    }

    private static HlsPlaylist replay(TestServer server, String show) {
        HlsPlaylist multivariant = HlsClient.load(server.http("/replay/" + show + "/index.m3u8"));
        return HlsClient.load(multivariant.variants().get(0));
    }

    private static String state(TestServer server, String show) {
        return listed(server, show).get("state").asText();
    }

    private static JsonNode listed(TestServer server, String show) {
        return listedOrNot(server, show).orElseThrow(() -> new AssertionError("show " + show + " is not listed"));
    }

    private static Optional<JsonNode> listedOrNot(TestServer server, String show) {
        for (JsonNode candidate : server.call("GET", "/api/v1/shows", "", 200).get("shows")) {
            if (candidate.get("id").asText().equals(show)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
