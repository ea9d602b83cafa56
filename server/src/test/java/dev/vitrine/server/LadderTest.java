package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.Wait;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A whole server that offers smaller renditions of what an encoder sends. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class LadderTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String LADDER = """
            transcode:
              mode: "on"
              renditions: [240p, 144p]
              preset: ultrafast
              linger: 5s
            """;
    private static final Programme PROGRAMME =
            Programme.standard().size(640, 360).bFrames(2);

    @TempDir
    Path data;

    private static URI rendition(TestServer server, String name) {
        HlsPlaylist multivariant = HlsClient.load(server.hls());
        return multivariant.variants().stream()
                .filter(uri -> uri.toString().contains("/" + name + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + multivariant.text()));
    }

    private static void awaitLadder(TestServer server) {
        Wait.until(
                LONG,
                "four variants",
                () -> HlsClient.get(server.hls()).statusCode() == 200
                        && HlsClient.load(server.hls()).variants().size() == 4,
                () -> HlsClient.load(server.hls()).text());
    }

    @Test
    void everyRendition_showsTheSameFrame_atTheSameDate() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(120, LONG);
            awaitLadder(server);
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient middle = HlsClient.follow(rendition(server, "240p"));
                    HlsClient small = HlsClient.follow(rendition(server, "144p"))) {
                Recording of240 = untilComplete(middle, 4);
                Recording of144 = untilComplete(small, 4);
                Recording ofSource = untilComplete(source, 4);

                Map<Instant, OptionalLong> truth = byDate(FrameDates.of(ofSource));
                compare(truth, FrameDates.of(of240), "240p");
                compare(truth, FrameDates.of(of144), "144p");
                assertThat(of240.findings()).isEmpty();
                assertThat(of144.findings()).isEmpty();
                assertThat(ofSource.findings()).isEmpty();
            }
        }
    }

    /** An encoder that no Linux has. */
    @Test
    void encoderThatCannotBeOpened_isToldAtOnce_andTheSourceGoesOn() {
        try (TestServer server = TestServer.start(data, LADDER + "  encoder: videotoolbox\n");
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(120, LONG);
            awaitLadder(server);
            URI playlist = rendition(server, "240p");
            URI init = playlist.resolve("init-0.mp4");
            HlsClient.load(playlist);
            assertThat(HlsClient.get(init).statusCode()).isEqualTo(503);

            long asked = System.nanoTime();
            assertThat(HlsClient.get(init).statusCode()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .as("the second one waits for nothing")
                    .isLessThan(Duration.ofSeconds(2));
            HlsPlaylist source = HlsClient.load(rendition(server, "source"));
            assertThat(HlsClient.get(source.segments().get(0).uri().orElseThrow())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void segmentThatNobodyWatched_isMadeWhenSomebodyAsks() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(300, LONG);
            awaitLadder(server);
            URI playlist = rendition(server, "240p");

            HlsPlaylist listed = HlsClient.load(playlist);
            URI init = playlist.resolve("init-0.mp4");
            byte[] initBytes = HlsClient.get(init).body();
            for (HlsPlaylist.Segment segment : listed.segments()) {
                if (segment.isOpen()) {
                    continue;
                }
                var answer = HlsClient.get(segment.uri().orElseThrow());
                assertThat(answer.statusCode()).as(segment.uri().toString()).isEqualTo(200);
                List<FrameDates.Picture> pictures = FrameDates.decode(initBytes, answer.body());
                assertThat(pictures)
                        .as("pictures of segment " + segment.sequence())
                        .hasSizeBetween((int) (segment.seconds() * 30) - 2, (int) (segment.seconds() * 30) + 2)
                        .allMatch(picture -> picture.frame().isPresent());
            }
        }
    }

    @Test
    void killedWorker_isReplaced_andNothingIsMissing() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(90, LONG);
            awaitLadder(server);
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient middle = HlsClient.follow(rendition(server, "240p"))) {
                untilComplete(middle, 2);

                killWorkers();
                Recording after = untilComplete(middle, 7);
                Recording ofSource = untilComplete(source, 7);

                compare(byDate(FrameDates.of(ofSource)), FrameDates.of(after), "240p");
                assertThat(after.findings()).isEmpty();
                assertThat(ofSource.findings()).isEmpty();
            }
        }
    }

    private static void killWorkers() {
        ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("TranscoderWorker"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits until so many complete segments behind the first that was listed are downloaded. */
    private static Recording untilComplete(HlsClient client, int segments) {
        return client.await(
                LONG,
                segments + " segments downloaded",
                recording -> recording.segments().stream()
                                .filter(segment -> !segment.isOpen()
                                        && segment.uri()
                                                .filter(recording.downloads()::containsKey)
                                                .isPresent())
                                .count()
                        >= segments);
    }

    private static Map<Instant, OptionalLong> byDate(List<DatedPicture> pictures) {
        Map<Instant, OptionalLong> byDate = new HashMap<>();
        pictures.forEach(picture -> byDate.put(millis(picture.date()), picture.frame()));
        return byDate;
    }

    private static Instant millis(Instant date) {
        return Instant.ofEpochMilli(Math.round(date.toEpochMilli() / 4.0) * 4);
    }

    private static void compare(Map<Instant, OptionalLong> truth, List<DatedPicture> pictures, String name) {
        int compared = 0;
        for (DatedPicture picture : pictures) {
            OptionalLong expected = truth.get(millis(picture.date()));
            if (expected != null) {
                assertThat(picture.frame())
                        .as(name + " at " + picture.date() + " in segment " + picture.sequence())
                        .isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).as("pictures of " + name + " compared").isGreaterThan(60);
    }
}
