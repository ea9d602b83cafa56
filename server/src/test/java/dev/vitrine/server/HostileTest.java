package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.ScriptedPublisher.Tag;
import dev.vitrine.testkit.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Everything a stranger may send, beside a show whose viewers must not notice; and what is left behind: nothing. */
@org.junit.jupiter.api.Tag("real")
@ExtendWith(ProcessGuard.class)
class HostileTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** The long form is {@code -Dvitrine.cycles=1000}. */
    private static final int CYCLES = Integer.getInteger("vitrine.cycles", 150);

    /** Threads of ours that come and go by themselves. */
    private static final int MORE_THREADS = 4;

    /** Pools of 32 and of 16 that start a thread for each task until they have their size, and that of the test's client. */
    private static final Pattern BOUNDED = Pattern.compile("XNIO-\\d+ task-\\d+|worker-\\d+|HttpClient-.*");

    @TempDir
    private Path data;

    /** What costs the process: after a collection, so that garbage does not count. */
    private record Cost(int threads, long descriptors, long heap, long direct) {

        static Cost now() throws IOException {
            System.gc();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Cost(
                        (int) names().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        open.count(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                                .sum());
            }
        }

        /** How many there are of each name without its number, but for those whose number is bounded. */
        private static Map<String, Long> names() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> !BOUNDED.matcher(name).matches())
                    .collect(Collectors.groupingBy(
                            name -> name.replaceAll("[0-9]+", "N"), TreeMap::new, Collectors.counting()));
        }

        void assertNoMoreThan(Cost before, int threads, int descriptors, int megabytes) {
            assertThat(this.threads)
                    .as("threads, of which there are %s", names())
                    .isLessThanOrEqualTo(before.threads + threads);
            assertThat(this.descriptors).as("descriptors").isLessThanOrEqualTo(before.descriptors + descriptors);
            assertThat((heap - before.heap) / 1e6).as("MB of heap more").isLessThan(megabytes);
            assertThat((direct - before.direct) / 1e6)
                    .as("MB of direct memory more")
                    .isLessThan(megabytes);
        }
    }

    @Test
    void thousandIdleAndSlowConnections_keepNoEncoderOut_andNoViewerNotices() throws Exception {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls());
                Attacks strangers = new Attacks(server, server.rtmp())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            URI second = second(server);
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                strangers.connect(server.rtmp(), 2_048);
                Socket one = strangers.connect(server.rtmp(), 2_048);
                Attacks.send(one, new byte[] {3});
                slow.add(one);
            }
            List<Long> millis = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                // The second byte of each second's byte, and then somebody who means it.
                slow.forEach(socket -> Attacks.send(socket, new byte[] {0}));
                long begun = System.nanoTime();
                try (ScriptedPublisher honest = ScriptedPublisher.publish(second)) {
                    assertThat(honest.hears("NetStream.Publish.Start")).contains("NetStream.Publish.Start");
                    millis.add((System.nanoTime() - begun) / 1_000_000);
                }
            }
            assertThat(millis).as("ms until an encoder was let in").allMatch(taken -> taken < 1_000);
            assertUnharmed(viewer, Duration.ofSeconds(1));
        }
    }

    /** Each beside a show, one after the other; what all of them cost is looked at in the end. */
    @TestFactory
    @SuppressWarnings("MustBeClosedChecker") // What is opened here is closed with the stream, which JUnit does.
    Stream<DynamicTest> whateverStrangersSend_noViewerNotices_andTheMemoryComesBack() throws Exception {
        TestServer server = TestServer.start(data);
        Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
        HlsClient viewer = HlsClient.follow(server.hls());
        Attacks attacks = new Attacks(server, second(server));
        viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
        for (Attacks.Attack attack : attacks.all().values()) {
            attack.run(); // what is loaded and pooled once is no leak
            attacks.close();
        }
        Cost before = Cost.now();
        Stream<DynamicTest> each = attacks.all().entrySet().stream()
                .map(attack -> dynamicTest(attack.getKey(), () -> {
                    attack.getValue().run();
                    assertUnharmed(viewer, Duration.ofMillis(400));
                    attacks.close();
                }));
        DynamicTest after = dynamicTest("and nothing is left", () -> {
            Wait.until(
                    SOON,
                    "one connection, and nothing held",
                    () -> server.metric("vitrine_rtmp_connections") == 1
                            && server.metric("vitrine_rtmp_buffered_bytes") < 1_000_000);
            // The viewer of this test keeps every byte it was given: that is the heap it may cost.
            Cost.now().assertNoMoreThan(before, MORE_THREADS, 12, 24);
            assertThat(encoder.isRunning()).isTrue();
        });
        return Stream.concat(each, Stream.of(after)).onClose(() -> {
            viewer.close();
            encoder.close();
            server.close();
        });
    }

    @Test
    void readersThatDoNotRead_delayNobody_andNeitherDoTheirNumbers() throws Exception {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls());
                Attacks readers = new Attacks(server, server.rtmp())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            for (int round = 0; round < 6; round++) {
                readers.deafReaders();
            }
            assertUnharmed(viewer, Duration.ofSeconds(4));
            assertThat(server.metric("vitrine_direct_buffer_bytes") / 1e6)
                    .as("MB held for 300 readers that do not read")
                    .isLessThan(64);
        }
    }

    @Test
    void playlistsThatDoNotExist_askedForInALoop_costNoMemory() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            missing(server, 2_000);
            Cost before = Cost.now();
            missing(server, 40_000);
            Cost.now().assertNoMoreThan(before, MORE_THREADS, 4, 4);
        }
    }

    /** Each time others, pipelined on one connection. */
    private static void missing(TestServer server, int count) throws IOException {
        List<String> places = List.of("live/main", "live/no-such", "live/main/0000beef", "replay", "watch", "embed");
        URI http = server.http("/");
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(10_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 0; i < count; i += 50) {
                StringBuilder requests = new StringBuilder();
                for (int n = i; n < i + 50; n++) {
                    requests.append("HEAD /")
                            .append(places.get(n % places.size()))
                            .append("/none-")
                            .append(System.nanoTime())
                            .append(".m3u8?_HLS_msn=")
                            .append(n)
                            .append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                }
                socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                for (int answered = 0; answered < 50; ) {
                    String line = answers.readLine();
                    if (line.startsWith("HTTP/1.1 ")) {
                        assertThat(line).startsWith("HTTP/1.1 404");
                        answered++;
                    }
                }
            }
        }
    }

    /** The long form, in real time, is {@code scripts/soak ingest}. */
    @Test
    void hundredPublishersAtOnce_allAreListedToTheEnd() throws Exception {
        String channels = IntStream.range(0, 100)
                .mapToObj(n -> "{id: c" + n + ", stream-key: key-of-channel-" + n + "}")
                .collect(Collectors.joining(", ", "channels: [", "]\n"));
        List<Tag> clip = media(Duration.ofSeconds(5));
        int rounds = 2;
        try (TestServer server = TestServer.startWith(data, channels)) {
            List<ScriptedPublisher> publishers = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                ScriptedPublisher publisher =
                        ScriptedPublisher.publish(server.rtmp().resolve("/live/key-of-channel-" + n));
                assertThat(publisher.hears("NetStream.Publish.Start")).contains("NetStream.Publish.Start");
                publishers.add(publisher);
            }
            for (int round = 0; round < rounds; round++) {
                for (Tag tag : clip) {
                    Tag now = new Tag(tag.type(), tag.millis() + round * 5_000L, tag.body());
                    publishers.forEach(publisher -> publisher.send(now));
                }
            }
            // Before anything else: whoever sends nothing for ten seconds is ended.
            assertThat(server.metric("vitrine_rtmp_connections")).isEqualTo(100);
            for (int n = 0; n < 100; n++) {
                URI address = server.http("/live/c" + n + "/index.m3u8");
                Wait.until(SOON, "all of channel " + n + " to be listed", () -> seconds(address) > rounds * 5 - 1.5);
            }
            publishers.forEach(ScriptedPublisher::close);
        }
    }

    /** Of media that is listed; a gap counts as none of it. */
    private static double seconds(URI address) {
        if (HlsClient.get(address).statusCode() != 200) {
            return 0;
        }
        HlsPlaylist playlist = HlsClient.load(HlsClient.load(address).variants().get(0));
        return playlist.segments().stream()
                .flatMap(segment -> segment.isOpen()
                        ? segment.parts().stream().map(HlsPlaylist.Part::seconds)
                        : Stream.of(segment.gap() ? 0 : segment.seconds()))
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private List<Tag> media(Duration length) {
        return ScriptedPublisher.tags(Encoder.file(
                        data.resolve("media.flv"),
                        Programme.standard()
                                .gop(Duration.ofSeconds(1))
                                .lasting(length)
                                .asFastAsPossible()))
                .stream()
                .filter(tag -> tag.type() != 18)
                .toList();
    }

    @Test
    void publishersThatAreKilled_leaveNothingBehind() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            List<Tag> second = media(Duration.ofMillis(200));
            cycles(server, second, 50);
            Cost before = Cost.now();
            cycles(server, second, CYCLES);
            Cost.now().assertNoMoreThan(before, MORE_THREADS, 12, 16);
        }
    }

    private static void cycles(TestServer server, List<Tag> tags, int count) {
        for (int i = 0; i < count; i++) {
            try (ScriptedPublisher publisher = ScriptedPublisher.publish(server.rtmp())) {
                assertThat(publisher.hears("NetStream.Publish.Start")).contains("NetStream.Publish.Start");
                tags.forEach(publisher::send);
                state(server, "live");
                publisher.drop();
            }
            state(server, "hold");
            if (i % 50 == 49) {
                server.call("POST", "/api/v1/channels/main/end", "", 204);
            }
        }
    }

    private static void state(TestServer server, String wanted) {
        Wait.until(
                SOON,
                "the channel to be " + wanted,
                () -> server.channel().get("state").asText().equals(wanted));
    }

    private static URI second(TestServer server) {
        String key = server.call("POST", "/api/v1/channels", "{\"id\":\"second\",\"title\":\"Second\"}", 201)
                .get("streamKey")
                .asText();
        return URI.create(server.rtmp().toString().replace(TestServer.KEY, key));
    }

    /** No gap, no discontinuity, no breach of the rules, and as close to live as before, for {@code more} media more. */
    private static void assertUnharmed(HlsClient viewer, Duration more) {
        Instant until = edge(last(viewer.recording())).plus(more);
        Recording all =
                viewer.await(SOON, "media until " + until, r -> edge(last(r)).isAfter(until));
        assertThat(all.findings()).isEmpty();
        assertThat(all.segments()).noneMatch(HlsPlaylist.Segment::gap).noneMatch(HlsPlaylist.Segment::discontinuity);
        double first = behind(all.reloads().get(3));
        assertThat(behind(last(all)))
                .as("seconds behind live, which were %s", first)
                .isLessThan(first + 1.0);
    }

    private static Recording.Reload last(Recording recording) {
        return recording.reloads().get(recording.reloads().size() - 1);
    }

    /** Where the last media of a playlist ended. */
    private static Instant edge(Recording.Reload reload) {
        HlsPlaylist.Segment last =
                reload.playlist().segments().get(reload.playlist().segments().size() - 1);
        double seconds = last.isOpen()
                ? last.parts().stream().mapToDouble(HlsPlaylist.Part::seconds).sum()
                : last.seconds();
        return last.date().orElseThrow().plusMillis(Math.round(seconds * 1e3));
    }

    /** How long before its arrival that was. */
    private static double behind(Recording.Reload reload) {
        return Duration.between(edge(reload), reload.receivedAt()).toMillis() / 1e3;
    }
}
