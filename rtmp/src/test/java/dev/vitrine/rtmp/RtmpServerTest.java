package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.rtmp.amf.AmfNothing;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a whole, over real sockets. */
class RtmpServerTest {

    private final RecordingSink sink = new RecordingSink();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Budget> exceeded = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @TempDir
    Path directory;

    private final RtmpObserver observer = new RtmpObserver() {
        @Override
        public void opened(InetSocketAddress remote) {
            open.incrementAndGet();
        }

        @Override
        public void closed(InetSocketAddress remote, String reason, long bytesReceived) {
            closed.add(reason);
            open.decrementAndGet();
        }

        @Override
        public void refused(InetSocketAddress remote, String reason) {
            refused.add(reason);
        }

        @Override
        public void budgetExceeded(Budget budget) {
            exceeded.add(budget);
        }
    };

    @AfterEach
    void closeAll() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    private static RtmpSettings settings(RtmpLimits limits) {
        return new RtmpSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "live", limits, 1);
    }

    private PublishGate gate() {
        return request -> CompletableFuture.completedFuture(new Admitted("main", sink));
    }

    private InetSocketAddress started(RtmpLimits limits) throws IOException {
        RtmpServer server = new RtmpServer(settings(limits), gate(), observer);
        toClose.add(server);
        return server.start();
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        toClose.add(socket);
        return socket;
    }

    private static void handshake(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] c0c1 = new byte[1 + HandshakeHandler.PACKET];
        c0c1[0] = 3;
        out.write(c0c1);
        out.write(new byte[HandshakeHandler.PACKET]);
        new DataInputStream(socket.getInputStream()).readFully(new byte[1 + 2 * HandshakeHandler.PACKET]);
    }

    private static void publish(Socket socket) throws IOException {
        handshake(socket);
        socket.getOutputStream()
                .write(new Chunks()
                        .command(0, "connect", 1.0, Map.of("app", "live"))
                        .command(0, "createStream", 2.0, AmfNothing.NULL)
                        .command(1, "publish", 3.0, AmfNothing.NULL, "key")
                        .toArray());
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    @Test
    void aBusyPort_isSaidWithHostPortAndWhatToDo() throws IOException {
        InetSocketAddress taken = started(RtmpLimits.defaults());
        RtmpServer second =
                new RtmpServer(new RtmpSettings(taken, "live", RtmpLimits.defaults(), 1), gate(), RtmpObserver.NONE);
        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen for RTMP on")
                .hasMessageContaining("port " + taken.getPort())
                .hasMessageContaining("stop the program that holds the port, or choose another port");
        second.close();
    }

    @Test
    void close_tellsThePublisherAndLeavesNoThread() throws Exception {
        RtmpServer server = new RtmpServer(settings(RtmpLimits.defaults()), gate(), observer);
        Socket socket = connect(server.start());
        publish(socket);
        await(() -> sink.lines.isEmpty() && open.get() == 1, "connected");
        byte[] answers = new byte[4_096];
        StringBuilder heard = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (heard.indexOf("NetStream.Publish.Start") < 0) {
            heard.append(new String(answers, 0, in.read(answers), StandardCharsets.ISO_8859_1));
        }
        Thread closing = new Thread(server::close);
        closing.start();
        heard.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        socket.close();
        closing.join();
        assertThat(heard).contains("NetConnection.Connect.Closed", "the server is shutting down");
        assertThat(sink.ended).isEqualTo("the server is shutting down");
        await(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("rtmp")),
                "the event loop's thread has ended");
        server.close();
    }

    @Test
    void slowHandshakes_fromOneAddress_areFewAndShort() throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults()
                .withTimeouts(Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofSeconds(5))
                .withConnections(1_000, 20));
        for (int i = 0; i < 500; i++) {
            Socket socket = connect(address);
            try {
                socket.getOutputStream().write(3);
            } catch (SocketException shownOut) {
                assertThat(open.get()).isPositive();
            }
        }
        await(() -> closed.size() == 500 && open.get() == 0, "all 500 are gone");
        assertThat(closed)
                .contains("gave its place to a newer connection", "handshake not finished within PT0.4S")
                .allMatch(reason -> reason.startsWith("gave") || reason.startsWith("handshake"));
        assertThat(exceeded).containsOnly(Budget.WAITING_PER_ADDRESS, Budget.HANDSHAKE_TIME);
        publish(connect(address));
        await(() -> open.get() == 1, "an honest encoder comes in afterwards");
    }

    @Test
    void whereStrangersFillTheRoom_theOneThatCameFirstMakesPlace_andWhereAllPublishANewcomerIsTurnedAway()
            throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults().withConnections(2, 10));
        Socket first = connect(address);
        handshake(first);
        Socket second = connect(address);
        handshake(second);
        Socket third = connect(address);
        publish(third);
        awaitStart(third);
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        Socket fourth = connect(address);
        publish(fourth);
        awaitStart(fourth);
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        assertThat(connect(address).getInputStream().read()).isEqualTo(-1);
        assertThat(refused).containsExactly("all 2 connections are taken");
        assertThat(exceeded).hasSize(3).containsOnly(Budget.CONNECTIONS);
    }

    private static void awaitStart(Socket socket) throws IOException {
        StringBuilder heard = new StringBuilder();
        byte[] answers = new byte[4_096];
        while (heard.indexOf("NetStream.Publish.Start") < 0) {
            heard.append(new String(answers, 0, socket.getInputStream().read(answers), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void admittedPublishers_doNotCountAsStrangers() throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults().withConnections(100, 2));
        for (int i = 0; i < 6; i++) {
            Socket socket = connect(address);
            publish(socket);
            awaitStart(socket);
        }
        assertThat(open.get()).isEqualTo(6);
    }

    @Test
    void aPeerThatNeverReads_isEndedWhenItsAnswersPileUp() throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults().withTotals(10_000_000, 256 << 20));
        Socket socket = connect(address);
        publish(socket);
        Chunks pings = new Chunks();
        for (int i = 0; i < 10_000; i++) {
            pings.message(2, 4, 0, 0, Chunks.hex("0006 00001234"));
        }
        byte[] flood = pings.toArray();
        try {
            for (int i = 0; i < 2_000 && closed.isEmpty(); i++) {
                socket.getOutputStream().write(flood);
            }
        } catch (SocketException reset) {
            await(() -> !closed.isEmpty(), "closed");
        }
        await(() -> closed.contains("the encoder does not read our answers"), "ended: " + closed);
        assertThat(exceeded).containsExactly(Budget.UNREAD_ANSWERS);
    }

    @Test
    void aMessageOfFewBytes_isTakenWithTheNext_andBeforeTheEnd() throws Exception {
        Socket socket = connect(started(RtmpLimits.defaults()));
        publish(socket);
        awaitStart(socket);
        byte[] silence = Chunks.hex("af01 21");
        send(
                socket,
                new Chunks()
                        .message(6, 9, 1, 0, Flv.avc(Flv.AVC_320))
                        .message(4, 8, 1, 0, Flv.aac(Flv.AAC_48K))
                        .message(6, 9, 1, 0, Flv.key(0))
                        .message(4, 8, 1, 20, silence));
        await(() -> sink.units.size() == 2, "the first");
        // Like the one before, 20 ms later: four bytes, which alone do not wake the server.
        send(socket, new Chunks().head(3, 4).bytes(silence));
        send(socket, new Chunks().message(4, 8, 1, 60, silence));
        await(() -> sink.units.size() == 4, "with the next");
        send(socket, new Chunks().head(3, 4).bytes(silence));
        socket.close();
        await(() -> !sink.ended.isEmpty(), "ended");
        assertThat(sink.lines).filteredOn(line -> line.startsWith("audio")).hasSize(4);
    }

    private static void send(Socket socket, Chunks chunks) throws IOException {
        socket.getOutputStream().write(chunks.toArray());
    }

    @Test
    void hundredPublishersAtOnce_allGoOn() throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults());
        List<Socket> publishers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = connect(address);
            publish(socket);
            awaitStart(socket);
            socket.getOutputStream()
                    .write(new Chunks()
                            .message(6, 9, 1, 0, Flv.avc(Flv.AVC_320))
                            .message(4, 8, 1, 0, Flv.aac(Flv.AAC_48K))
                            .toArray());
            publishers.add(socket);
        }
        for (int frame = 0; frame < 50; frame++) {
            byte[] picture =
                    new Chunks().message(6, 9, 1, frame * 40L, Flv.key(0)).toArray();
            for (Socket socket : publishers) {
                socket.getOutputStream().write(picture);
            }
        }
        await(() -> sink.units.size() == 100 * 50, "every picture of everybody");
        assertThat(closed).isEmpty();
    }

    @Test
    void comingAndGoing_leavesNothingBehind() throws Exception {
        InetSocketAddress address = started(RtmpLimits.defaults());
        connect(address).close();
        await(() -> open.get() == 0, "first gone");
        int threads = Thread.activeCount();
        for (int i = 0; i < 1_000; i++) {
            try (Socket socket = connect(address)) {
                publish(socket);
                if (i % 2 == 0) {
                    socket.setSoLinger(true, 0); // leaves with a reset
                }
            }
        }
        await(() -> closed.size() >= 1_001 && open.get() == 0, "all gone");
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
    }

    @Test
    void rtmps_carriesTheSameAndAFailedTlsHandshakeEndsAtOnce() throws Exception {
        AtomicReference<SslContext> tls = new AtomicReference<>(selfSigned("first"));
        RtmpServer server = new RtmpServer(settings(RtmpLimits.defaults()), gate(), observer, tls::get);
        toClose.add(server);
        InetSocketAddress address = server.start();

        try (Socket plain = connect(address)) {
            plain.getOutputStream().write(new byte[] {3, 0, 0, 0, 0, 0, 0, 0});
            assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(32); // an alert at most
        }
        await(() -> closed.size() == 1, "turned away");
        assertThat(closed.get(0)).startsWith("TLS failed:");

        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        try (Socket socket = trusting.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            publish(socket);
            socket.getOutputStream()
                    .write(new Chunks()
                            .message(6, 9, 1, 0, Flv.avc(Flv.AVC_320))
                            .message(4, 8, 1, 0, Flv.aac(Flv.AAC_48K))
                            .message(6, 9, 1, 0, Flv.key(0))
                            .toArray());
            await(() -> sink.units.size() == 1, "a picture over TLS");

            tls.set(selfSigned("second"));
            assertThat(presented(trusting, address)).isEqualTo("CN=second");
            assertThat(presented(socket)).as("who is connected stays").isEqualTo("CN=first");
        }
    }

    private static String presented(SSLContext trusting, InetSocketAddress address) throws IOException {
        try (Socket socket = trusting.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            return presented(socket);
        }
    }

    private static String presented(Socket socket) throws IOException {
        X509Certificate certificate =
                (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    /** Made by the JDK's own keytool: no library for one test certificate. */
    private SslContext selfSigned(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        return SslContextBuilder.forServer(factory).build();
    }

    private static final class TrustsAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
