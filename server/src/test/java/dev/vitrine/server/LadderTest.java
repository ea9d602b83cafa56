package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Mp4Box;
import dev.vitrine.testkit.Mp4Sample;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.TranscoderProcesses;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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

    /** Renditions are woken anywhere in a segment, and wherever the last part of the source ended just then. */
    @Test
    void everyRendition_showsTheSameFrame_atTheSameDate() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(100 + ThreadLocalRandom.current().nextInt(60), LONG);
            server.awaitVariants(4);
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

    @Test
    void renditionThatNobodyWatches_isMadeNoMore_untilSomebodyComes() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(60, LONG);
            server.awaitVariants(4);
            try (HlsClient first = HlsClient.follow(rendition(server, "240p"))) {
                untilComplete(first, 2);
                Wait.until(LONG, "the rendition to be made", () -> made(server) == 1);
            }
            Wait.until(LONG, "the rendition to rest", () -> made(server) == 0);
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient second = HlsClient.follow(rendition(server, "240p"))) {
                Recording of240 = untilComplete(second, 3);
                compare(byDate(FrameDates.of(untilComplete(source, 3))), FrameDates.of(of240), "240p");
                assertThat(of240.findings()).isEmpty();
            }
        }
    }

    /** FFmpeg, which reads the frames' numbers, shows the source as its init segment says; so do browsers. */
    @Test
    void sourceThatLiesDown_isUprightInEveryRendition() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME.lyingDown())) {
            encoder.awaitFrames(120, LONG);
            server.awaitVariants(4);
            assertThat(HlsClient.load(server.hls()).text())
                    .contains("RESOLUTION=640x360")
                    .contains("RESOLUTION=426x240");
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient middle = HlsClient.follow(rendition(server, "240p"))) {
                Recording of240 = untilComplete(middle, 3);
                Recording ofSource = untilComplete(source, 3);

                List<DatedPicture> sources = FrameDates.of(ofSource);
                assertThat(sources).allMatch(picture -> picture.frame().isPresent());
                compare(byDate(sources), FrameDates.of(of240), "240p");
                assertThat(of240.findings()).isEmpty();
                assertThat(ofSource.findings()).isEmpty();
                assertThat(ofSource.segments())
                        .as("the first sequence header knew nothing of it, and began nothing")
                        .noneMatch(HlsPlaylist.Segment::discontinuity);
            }
        }
    }

    private static long made(TestServer server) {
        return server.text("/metrics")
                .lines()
                .filter(line -> line.startsWith("vitrine_renditions_made{channel=\"main\"}"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.indexOf(' ')))))
                .sum();
    }

    /** An encoder that no Linux has. */
    @Test
    void encoderThatCannotBeOpened_isToldAtOnce_andTheSourceGoesOn() {
        try (TestServer server = TestServer.start(data, LADDER + "  encoder: videotoolbox\n");
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(120, LONG);
            server.awaitVariants(4);
            URI playlist = rendition(server, "240p");
            URI init = playlist.resolve("init-0.mp4");
            HlsClient.load(playlist);
            assertThat(HlsClient.get(init).statusCode()).isEqualTo(503);

            long asked = System.nanoTime();
            assertThat(HlsClient.get(init).statusCode()).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .as("the second one waits for nothing")
                    .isLessThan(Duration.ofSeconds(2));
            Wait.until(
                    LONG,
                    "the operator to be told",
                    () -> server.channel().path("advice").toString().contains("dies or fails again and again"));
            assertThat(server.text("/metrics")).containsPattern("vitrine_transcoder_deaths\\{channel=\"main\"} [4-9]");
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
            encoder.awaitFrames(200, LONG);
            server.awaitVariants(4);
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
    void pastSegment_isThereInAllRenditionsAtOnce_andSoundDoesNotWaitForPictures() throws Exception {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(240, LONG);
            server.awaitVariants(4);
            List<HlsPlaylist.Segment> listed =
                    HlsClient.load(rendition(server, "240p")).completeSegments();
            String first = "s" + listed.get(1).sequence() + ".m4s";
            String second = "s" + listed.get(2).sequence() + ".m4s";

            var middle = ask(rendition(server, "240p"), first);
            var small = ask(rendition(server, "144p"), first);
            List<OptionalLong> ofMiddle = frames(server, "240p", middle.join().body());
            assertThat(ofMiddle).hasSizeGreaterThan(50).allMatch(OptionalLong::isPresent);
            assertThat(frames(server, "144p", small.join().body())).isEqualTo(ofMiddle);

            workers().forEach(worker -> signal(worker, "STOP"));
            var picture = ask(rendition(server, "240p"), second);
            var sound = ask(rendition(server, "audio"), second);
            assertThat(sound.get(3, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(picture).isNotDone();
            workers().forEach(worker -> signal(worker, "CONT"));
            assertThat(picture.join().statusCode()).isEqualTo(200);
        }
    }

    private static List<OptionalLong> frames(TestServer server, String rendition, byte[] media) {
        byte[] init = HlsClient.get(rendition(server, rendition).resolve("init-0.mp4"))
                .body();
        return FrameDates.decode(init, media).stream()
                .map(FrameDates.Picture::frame)
                .toList();
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(URI playlist, String file) {
        return CompletableFuture.supplyAsync(() -> HlsClient.get(playlist.resolve(file)));
    }

    /** Whoever watches a rendition while the server is started again goes on with it, and not when an encoder comes. */
    @Test
    void afterARestart_renditionsAreThereBeforeTheEncoderIs() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(150, LONG);
            server.awaitVariants(4);
        }
        try (TestServer server = TestServer.start(data, LADDER)) {
            assertThat(HlsClient.load(server.hls()).variants()).hasSize(4);
            URI playlist = rendition(server, "240p");
            HlsPlaylist listed = HlsClient.load(playlist);
            byte[] init = HlsClient.get(playlist.resolve("init-0.mp4")).body();
            for (HlsPlaylist.Segment segment : listed.completeSegments()) {
                if (!segment.gap()) {
                    var answer = HlsClient.get(segment.uri().orElseThrow());
                    assertThat(answer.statusCode()).as(segment.uri().toString()).isEqualTo(200);
                    assertThat(FrameDates.decode(init, answer.body()))
                            .as("pictures of segment " + segment.sequence())
                            .isNotEmpty()
                            .allMatch(picture -> picture.frame().isPresent());
                }
            }
            try (Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME.startingAt(10_000));
                    HlsClient middle = HlsClient.follow(playlist)) {
                assertThat(encoder.isRunning()).isTrue();
                Recording after = middle.await(
                        LONG,
                        "pictures of the second encoder",
                        recording -> FrameDates.of(recording).stream()
                                .anyMatch(picture -> picture.frame().orElse(0) >= 10_030));
                assertThat(after.findings()).isEmpty();
            }
        }
    }

    @Test
    void whileTheEncoderIsAway_aRenditionShowsItsLastPicture() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder first = Encoder.publish(server.rtmp(), PROGRAMME)) {
            first.awaitFrames(90, LONG);
            server.awaitVariants(4);
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient middle = HlsClient.follow(rendition(server, "240p"))) {
                untilComplete(middle, 3);
                first.kill();
                source.await(LONG, "two gaps", recording -> gaps(recording) >= 2);
                try (Encoder second = Encoder.publish(server.rtmp(), PROGRAMME.startingAt(10_000))) {
                    second.awaitFrames(90, LONG);
                    Recording after = middle.await(
                            LONG,
                            "pictures of the second encoder",
                            recording -> FrameDates.of(recording).stream()
                                    .anyMatch(picture -> picture.frame().orElse(0) >= 10_060));

                    assertThat(after.findings()).isEmpty();
                    assertThat(gaps(after)).as("gaps in 240p").isZero();
                    long last = FrameDates.of(source.recording()).stream()
                            .mapToLong(picture -> picture.frame().orElse(0))
                            .filter(frame -> frame < 10_000)
                            .max()
                            .orElseThrow();
                    assertThat(FrameDates.of(after).stream()
                                    .map(DatedPicture::frame)
                                    .filter(frame -> frame.orElse(0) > last - 61 && frame.orElse(0) <= last)
                                    .collect(Collectors.groupingBy(frame -> frame, Collectors.counting())))
                            .as("a key picture of the last two seconds stands for the gaps of two seconds each")
                            .anySatisfy((frame, times) -> assertThat(times).isGreaterThanOrEqualTo(4));
                }
            }
        }
    }

    private static long gaps(Recording recording) {
        return recording.segments().stream().filter(HlsPlaylist.Segment::gap).count();
    }

    /** First it stands still, as on a machine that has no time for it, then it is gone. */
    @Test
    void workerThatStandsStill_isFilledIn_andReplacedWhenItDies_andNothingIsMissing() {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(server.rtmp(), PROGRAMME)) {
            encoder.awaitFrames(90, LONG);
            server.awaitVariants(4);
            try (HlsClient source = HlsClient.follow(rendition(server, "source"));
                    HlsClient middle = HlsClient.follow(rendition(server, "240p"))) {
                untilComplete(middle, 2);

                workers().forEach(worker -> signal(worker, "STOP"));
                // Longer, and the machine would be taken for one that cannot keep up: the rendition would rest.
                untilComplete(middle, 3);
                workers().forEach(ProcessHandle::destroyForcibly);
                int so = whole(middle.recording());
                Recording after =
                        middle.await(LONG, "three more segments of pictures", recording -> whole(recording) >= so + 3);
                Recording ofSource = untilComplete(source, 8);

                assertThat(after.findings()).isEmpty();
                assertThat(ofSource.findings()).isEmpty();
                List<DatedPicture> all = FrameDates.of(after);
                compare(byDate(FrameDates.of(ofSource)), all, "240p");
                assertThat(all.stream().map(DatedPicture::sequence).distinct())
                        .as("segments with a picture")
                        .containsExactlyElementsOf(LongStream.rangeClosed(
                                        all.get(0).sequence(),
                                        all.get(all.size() - 1).sequence())
                                .boxed()
                                .toList());
            }
        }
    }

    /** How many segments hold more than a still in each part. */
    private static int whole(Recording recording) {
        int whole = 0;
        for (HlsPlaylist.Segment segment : recording.segments()) {
            Optional<byte[]> init = recording.init(segment);
            Optional<byte[]> media = recording.media(segment);
            if (!segment.isOpen() && init.isPresent() && media.isPresent()) {
                int video = Mp4Sample.trackId(Mp4Box.parse(init.get()), "vide");
                int samples = Mp4Sample.of(Mp4Box.parse(media.get()), video).size();
                whole += samples > segment.seconds() * 20 ? 1 : 0;
            }
        }
        return whole;
    }

    private static List<ProcessHandle> workers() {
        List<ProcessHandle> workers = TranscoderProcesses.below(ProcessHandle.current());
        assertThat(workers).as("worker processes").isNotEmpty();
        return workers;
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            Process kill = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).as("kill -" + name).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
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

    /** A picture that is seen twice stands still where others are missing: the machine had no time for them. */
    private static void compare(Map<Instant, OptionalLong> truth, List<DatedPicture> pictures, String name) {
        Map<OptionalLong, Long> seen =
                pictures.stream().collect(Collectors.groupingBy(DatedPicture::frame, Collectors.counting()));
        int compared = 0;
        for (DatedPicture picture : pictures) {
            if (seen.getOrDefault(picture.frame(), 0L) > 1) {
                continue;
            }
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
