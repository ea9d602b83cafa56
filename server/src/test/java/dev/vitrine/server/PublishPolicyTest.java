package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.Tools;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may publish, asked by encoders: by address, by the operator's own service, by log-in, and two with one key. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class PublishPolicyTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String START = "NetStream.Publish.Start";
    private static final String DENIED = "NetStream.Publish.Denied";

    @TempDir
    private Path data;

    @Test
    void allowList_turnsOthersAway_andTellsThemWhy() {
        try (TestServer server = TestServer.start(data)) {
            server.call("PATCH", "/api/v1/channels/main", "{\"allowFrom\":[\"10.0.0.0/8\"]}", 200);
            assertThat(answer(server)).contains(DENIED, "not open to 127.0.0.1");

            server.call("PATCH", "/api/v1/channels/main", "{\"allowFrom\":[\"10.0.0.0/8\",\"127.0.0.0/8\"]}", 200);
            assertThat(answer(server)).contains(START);

            assertThat(server.call("PATCH", "/api/v1/channels/main", "{\"allowFrom\":[\"studio\"]}", 422)
                            .toString())
                    .contains("allowFrom has 'studio', must be an address or network");
        }
    }

    @Test
    void hook_admitsOrRefusesInItsOwnWords_andNeverSeesTheKey() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/may-publish", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = "{\"reason\":\"the studio is booked from 8\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.size() == 1 ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        shop.start();
        try (TestServer server = TestServer.start(data, hook(shop, "2s", "refuse"))) {
            assertThat(answer(server)).contains(DENIED, "the studio is booked from 8");
            assertThat(answer(server)).contains(START);
            assertThat(asked)
                    .hasSize(2)
                    .allSatisfy(body -> assertThat(body)
                            .contains("\"channel\":\"main\"", "\"address\":\"127.0.0.1\"", "\"encoder\":\"scripted\"")
                            .doesNotContain(TestServer.KEY));
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void hookThatDoesNotAnswer_isDecidedByTheConfiguration() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/may-publish", exchange -> {
            await(over);
            exchange.close();
        });
        shop.start();
        try (TestServer server = TestServer.start(data, hook(shop, "300ms", "refuse"))) {
            assertThat(answer(server)).contains(DENIED, "does not answer");
        }
        try (TestServer server = TestServer.start(data, hook(shop, "300ms", "admit"))) {
            assertThat(answer(server)).contains(START);
        } finally {
            over.countDown();
            shop.stop(0);
        }
    }

    @Test
    void hookThatHangsForSome_holdsUpNobodyElse() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService shopkeepers = Executors.newCachedThreadPool();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.setExecutor(shopkeepers);
        shop.createContext("/may-publish", exchange -> {
            if (new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).contains("slow")) {
                await(over);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        shop.start();
        List<ScriptedPublisher> waiting = new ArrayList<>();
        try (TestServer server = TestServer.start(data, hook(shop, "20s", "refuse"));
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            URI slow = channel(server, "slow");
            URI quick = channel(server, "quick");
            for (int i = 0; i < 60; i++) {
                waiting.add(ScriptedPublisher.publish(slow));
            }
            long begun = System.nanoTime();
            try (ScriptedPublisher publisher = ScriptedPublisher.publish(quick)) {
                assertThat(publisher.hears("NetStream.Publish")).contains(START);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            int before = viewer.recording().segments().size();
            viewer.await(SOON, "a segment more", r -> r.segments().size() > before);
            assertThat(viewer.recording().findings()).isEmpty();
            assertThat(viewer.recording().segments()).noneMatch(HlsPlaylist.Segment::gap);
        } finally {
            waiting.forEach(ScriptedPublisher::close);
            over.countDown();
            shop.stop(0);
            shopkeepers.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI channel(TestServer server, String id) {
        return server.rtmp()
                .resolve("/live/"
                        + server.call("POST", "/api/v1/channels", "{\"id\":\"" + id + "\",\"title\":\"x\"}", 201)
                                .get("streamKey")
                                .asText());
    }

    @Test
    void ffmpeg_logsInWithUserAndPassword_andIsRefusedWithAWrongOne() {
        try (TestServer server = TestServer.start(data, "rtmp: {login-app: login}\n")) {
            try (Encoder encoder =
                    Encoder.publish(Tools.systemFfmpeg(), login(server, TestServer.KEY), Programme.standard())) {
                encoder.awaitFrames(30, SOON);
                assertThat(server.channel().get("publisher").asText()).isEqualTo("127.0.0.1");
            }
            try (Encoder encoder =
                    Encoder.publish(Tools.systemFfmpeg(), login(server, "wrong"), Programme.standard())) {
                assertThat(encoder.awaitExit(SOON)).isNotZero();
                assertThat(encoder.stderr()).containsIgnoringCase("incorrect username/password");
            }
        }
    }

    @Test
    void takeover_keepsViewers_withOneDiscontinuityAndNoGapInTheirNumbers() {
        try (TestServer server = TestServer.start(data);
                Encoder first = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls())) {
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            try (Encoder second = Encoder.publish(server.rtmp(), Programme.standard())) {
                second.awaitFrames(30, SOON);
                first.awaitExit(SOON);
                int before = viewer.recording().segments().size();
                viewer.await(SOON, "three segments more", r -> r.segments().size() >= before + 3);
                assertThat(viewer.recording().findings()).isEmpty();
                assertThat(viewer.recording().segments().stream()
                                .filter(HlsPlaylist.Segment::discontinuity)
                                .count())
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void twoMachinesThatComeAgainByThemselves_doNotTakeTurnsForEver() throws Exception {
        List<ScriptedPublisher.Tag> media = ScriptedPublisher.tags(Encoder.file(
                data.resolve("media.flv"),
                Programme.standard()
                        .gop(Duration.ofSeconds(1))
                        .lasting(Duration.ofSeconds(4))
                        .asFastAsPossible()));
        try (TestServer server = TestServer.start(data)) {
            AtomicInteger turns = new AtomicInteger();
            AtomicInteger refusals = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            Callable<Void> machine = () -> {
                while (!over.get()) {
                    try (ScriptedPublisher publisher = open(server)) {
                        if (!publisher.hears("NetStream.Publish").contains(START)) {
                            refusals.incrementAndGet();
                            continue;
                        }
                        turns.incrementAndGet();
                        for (int i = 0; !over.get(); i = (i + 1) % media.size()) {
                            publisher.send(media.get(i));
                            TimeUnit.MILLISECONDS.sleep(5);
                        }
                    } catch (UncheckedIOException pushedOut) {
                        // Comes again.
                    }
                }
                return null;
            };
            ExecutorService machines = Executors.newFixedThreadPool(2);
            try {
                List<Future<Void>> both = List.of(machines.submit(machine), machines.submit(machine));
                Wait.until(SOON, "one to have been turned away often", () -> refusals.get() >= 20);
                assertThat(turns.get()).as("the first, and four takeovers").isLessThanOrEqualTo(5);
                assertThat(server.channel().get("lastError").toString()).contains("in turns");
                over.set(true);
                for (Future<Void> each : both) {
                    each.get(SOON.toSeconds(), TimeUnit.SECONDS);
                }
            } finally {
                machines.shutdownNow();
            }
        }
    }

    @Test
    void encodersThatTakeTurns_areStoppedAfterFour_andThePolicyRejectKeepsTheFirst() {
        try (TestServer server = TestServer.start(data)) {
            for (int i = 0; i < 5; i++) {
                assertThat(open(server).hears(START)).as("newcomer %d", i).contains(START);
            }
            assertThat(answer(server)).contains("NetStream.Publish.BadName", "in turns");
        }
        Path other = data.resolve("other");
        assertThat(other.toFile().mkdir()).isTrue();
        try (TestServer server = TestServer.start(other, "rtmp: {takeover: reject, dead-after: 1s}\n");
                ScriptedPublisher silent = open(server)) {
            assertThat(silent.hears(START)).contains(START);
            assertThat(answer(server)).contains("NetStream.Publish.BadName", "already has a publisher");
            // The first says nothing more: from its second second on it counts as dead.
            Wait.until(
                    SOON, "the silent one to be replaced", () -> answer(server).contains(START));
        }
    }

    private static String hook(HttpServer shop, String deadline, String otherwise) {
        return "rtmp: {publish-hook: {url: 'http://127.0.0.1:"
                + shop.getAddress().getPort() + "/may-publish', deadline: " + deadline + ", otherwise: " + otherwise
                + "}}\n";
    }

    private static URI login(TestServer server, String password) {
        return URI.create("rtmp://main:" + password + "@127.0.0.1:"
                + server.app().rtmpAddress().getPort() + "/login/anything");
    }

    private static ScriptedPublisher open(TestServer server) {
        return ScriptedPublisher.publish(server.rtmp());
    }

    private static String answer(TestServer server) {
        try (ScriptedPublisher publisher = open(server)) {
            return publisher.hears("NetStream.Publish");
        }
    }
}
