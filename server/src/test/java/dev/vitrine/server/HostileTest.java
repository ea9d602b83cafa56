package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Everything a stranger may send, beside a show whose viewers must not notice; and what is left behind: nothing. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class HostileTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** The long form is {@code -Dvitrine.cycles=1000}. */
    private static final int CYCLES = Integer.getInteger("vitrine.cycles", 150);

    /** Pools of workers start a thread when all are busy, up to their size. */
    private static final int MORE_THREADS = 8;

    private static final byte[] SHAKEN = new byte[1 + 2 * 1536];

    static {
        SHAKEN[0] = 3;
    }

    @TempDir
    private Path data;

    private final List<Socket> sockets = new ArrayList<>();

    /** What costs the process: after a collection, so that garbage does not count. */
    private record Cost(int threads, long descriptors, long heap, long direct) {

        static Cost now() throws IOException {
            System.gc();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Cost(
                        Thread.activeCount(),
                        open.count(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                                .sum());
            }
        }

        void assertNoMoreThan(Cost before, int threads, int descriptors, int megabytes) {
            assertThat(this.threads).as("threads").isLessThanOrEqualTo(before.threads + threads);
            assertThat(this.descriptors).as("descriptors").isLessThanOrEqualTo(before.descriptors + descriptors);
            assertThat((heap - before.heap) / 1e6).as("MB of heap more").isLessThan(megabytes);
            assertThat((direct - before.direct) / 1e6)
                    .as("MB of direct memory more")
                    .isLessThan(megabytes);
        }
    }

    private Socket connect(URI rtmp) throws IOException {
        Socket socket = new Socket(rtmp.getHost(), rtmp.getPort());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    /** Sends and does not mind being hung up on. */
    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException hungUp) {
            assertThat(hungUp).isInstanceOf(SocketException.class);
        }
    }

    private void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** A full header (RTMP 1.0 §5.3.1.2.1). */
    private static byte[] header(int csid, int length, int type) {
        return new byte[] {
            0,
            (byte) (csid - 64),
            0,
            0,
            0,
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length,
            (byte) type,
            1,
            0,
            0,
            0
        };
    }

    @Test
    void thousandIdleAndSlowConnections_keepNoEncoderOut_andNoViewerNotices() throws Exception {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            URI second = second(server);
            for (int i = 0; i < 500; i++) {
                connect(server.rtmp());
                Socket slow = connect(server.rtmp());
                send(slow, new byte[] {3});
            }
            List<Long> millis = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                // The second byte of each second's byte, and then somebody who means it.
                sockets.forEach(socket -> send(socket, new byte[] {0}));
                long begun = System.nanoTime();
                try (ScriptedPublisher honest = ScriptedPublisher.publish(second)) {
                    assertThat(honest.hears("NetStream.Publish.Start")).contains("NetStream.Publish.Start");
                    millis.add((System.nanoTime() - begun) / 1_000_000);
                }
            }
            assertThat(millis).as("ms until an encoder was let in").allMatch(taken -> taken < 1_000);
            assertUnharmed(viewer);
            closeSockets();
        }
    }

    @Test
    void whateverStrangersSend_noViewerNotices_andTheMemoryComesBack() throws Exception {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
            attack(server);
            Cost before = Cost.now();
            for (int i = 0; i < 3; i++) {
                attack(server);
            }
            assertUnharmed(viewer);
            Wait.until(
                    SOON,
                    "one connection, and nothing held",
                    () -> server.metric("vitrine_rtmp_connections") == 1
                            && server.metric("vitrine_rtmp_buffered_bytes") < 1_000_000);
            // The viewer of this test keeps every byte it was given: that is the heap it may cost.
            Cost.now().assertNoMoreThan(before, MORE_THREADS, 12, 24);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    private void attack(TestServer server) throws Exception {
        URI rtmp = server.rtmp();
        // Other protocols, a proxy's header, TLS, noise.
        Random random = new Random(1935);
        for (String other :
                List.of("GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n", "\u0016\u0003\u0001")) {
            send(connect(rtmp), other.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[20_000];
            random.nextBytes(noise);
            Socket socket = connect(rtmp);
            send(socket, SHAKEN);
            send(socket, noise);
        }
        // 16 MB announced on every chunk stream there is, a chunk of each.
        for (int i = 0; i < 10; i++) {
            Socket socket = connect(rtmp);
            send(socket, SHAKEN);
            for (int csid = 64; csid < 320; csid++) {
                send(socket, header(csid, 8_000_000, 9));
                send(socket, new byte[128]);
            }
        }
        // Three megabytes in chunks of one byte.
        Socket small = connect(rtmp);
        send(small, SHAKEN);
        send(
                small,
                ByteBuffer.allocate(16)
                        .put(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0})
                        .putInt(1)
                        .array());
        send(small, header(64, 3_000_000, 9));
        byte[] ones = new byte[1_500_000];
        for (int i = 1; i + 2 < ones.length; i += 3) {
            ones[i + 1] = (byte) 0xc0;
        }
        send(small, ones);
        // Objects in objects in objects.
        Socket deep = connect(rtmp);
        send(deep, SHAKEN);
        byte[] nested = new byte[120];
        Arrays.fill(nested, (byte) 10);
        send(deep, header(64, nested.length, 20));
        send(deep, nested);
        // Pings whose answers nobody reads.
        Socket deaf = connect(rtmp);
        send(deaf, SHAKEN);
        byte[] pings = new byte[18 * 20_000];
        for (int at = 0; at < pings.length; at += 18) {
            System.arraycopy(new byte[] {2, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1}, 0, pings, at, 18);
        }
        send(deaf, pings);
        // Gone in the middle of the handshake, with a reset.
        for (int i = 0; i < 50; i++) {
            Socket socket = connect(rtmp);
            send(socket, new byte[] {3, 0, 0});
            socket.setSoLinger(true, 0);
            socket.close();
        }
        // Playlists that do not exist, and a reader that asks for the show and does not read it.
        for (int i = 0; i < 500; i++) {
            assertThat(server.get("/live/main/none-" + i + ".m3u8").statusCode())
                    .isEqualTo(404);
        }
        URI http = server.http("/");
        for (int i = 0; i < 10; i++) {
            Socket reader = new Socket();
            reader.setReceiveBufferSize(2_048);
            reader.connect(new java.net.InetSocketAddress(http.getHost(), http.getPort()));
            sockets.add(reader);
            OutputStream out = reader.getOutputStream();
            for (int request = 0; request < 20; request++) {
                out.write("GET /live/main/index.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        closeSockets();
    }

    @Test
    void publishersThatAreKilled_leaveNothingBehind() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            List<ScriptedPublisher.Tag> second = ScriptedPublisher.tags(Encoder.file(
                    data.resolve("second.flv"),
                    Programme.standard()
                            .gop(Duration.ofSeconds(1))
                            .lasting(Duration.ofMillis(200))
                            .asFastAsPossible()));
            cycles(server, second, 50);
            Cost before = Cost.now();
            cycles(server, second, CYCLES);
            Cost.now().assertNoMoreThan(before, MORE_THREADS, 12, 16);
        }
    }

    private static void cycles(TestServer server, List<ScriptedPublisher.Tag> tags, int count) {
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

    /** No gap, no discontinuity, no breach of the rules, and as close to live as before. */
    private static void assertUnharmed(HlsClient viewer) {
        int before = viewer.recording().segments().size();
        Recording all =
                viewer.await(SOON, "two segments more", r -> r.segments().size() >= before + 2);
        assertThat(all.findings()).isEmpty();
        assertThat(all.segments()).noneMatch(HlsPlaylist.Segment::gap).noneMatch(HlsPlaylist.Segment::discontinuity);
        List<Recording.Reload> reloads = all.reloads();
        double first = behind(reloads.get(3));
        double last = behind(reloads.get(reloads.size() - 1));
        assertThat(last).as("seconds behind live, which were %s", first).isLessThan(first + 1.0);
    }

    /** How long before its arrival the last media of a playlist ended. */
    private static double behind(Recording.Reload reload) {
        HlsPlaylist.Segment last =
                reload.playlist().segments().get(reload.playlist().segments().size() - 1);
        double parts = last.isOpen()
                ? last.parts().stream().mapToDouble(HlsPlaylist.Part::seconds).sum()
                : last.seconds();
        return Duration.between(last.date().orElseThrow(), reload.receivedAt()).toMillis() / 1e3 - parts;
    }
}
