package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.ScriptedPublisher.Tag;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** What strangers do to a server, each by its name; and what a publisher does who has a key of his own. */
final class Attacks implements AutoCloseable {

    private static final Path CORPUS = Path.of("../rtmp/src/test/resources/fuzz");

    /** C0, C1 and C2, all zeros. */
    private static final byte[] SHAKEN = new byte[1 + 2 * 1536];

    /** H.264 of 320x180 and of 1920x1080; AAC of 48 kHz stereo and of 44.1 kHz mono. */
    private static final List<String> VIDEO = List.of(
            "0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8",
            "01640028ffe1001b67640028acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800");

    private static final List<String> AUDIO = List.of("119056e500", "120856e500");

    /** A keyframe in no more than name. */
    private static final Tag PICTURE =
            new Tag(9, 0, body("1701000000", HexFormat.of().parseHex("000000046500000000")));

    private static final byte[] PING = {2, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1};

    static {
        SHAKEN[0] = 3;
    }

    /** One of them. */
    interface Attack {
        void run() throws IOException;
    }

    private final TestServer server;
    private final URI other;
    private final List<Socket> sockets = new ArrayList<>();
    private final Random random = new Random(1935);

    /** @param other where the attacker may publish: channel {@code second}, beside the one whose viewers must not notice */
    Attacks(TestServer server, URI other) {
        this.server = server;
        this.other = other;
    }

    Map<String, Attack> all() {
        Map<String, Attack> all = new LinkedHashMap<>();
        all.put("other protocols", this::otherProtocols);
        all.put("noise, before and behind a handshake", this::noise);
        all.put("handshakes that end with a reset", this::resets);
        all.put("8 MB announced on every chunk stream", this::announcements);
        all.put("three megabytes in chunks of one byte", this::chunksOfOneByte);
        all.put("objects in objects, a thousand values, texts without an end", this::deepAmf);
        all.put("pings whose answers nobody reads", this::pings);
        all.put("a hundred thousand commands", this::commands);
        all.put("wrong keys, empty names, paths", this::names);
        all.put("publishing and stopping on one connection", this::republishing);
        all.put("the fuzzers' corpus, as it comes off the wire", this::corpusOfBytes);
        all.put("the fuzzers' corpus, as messages", this::corpusOfMessages);
        all.put("a publisher whose pictures are noise", this::noisyPictures);
        all.put("a publisher whose time jumps and whose formats change with each picture", this::jumps);
        all.put("a publisher who talks without an end", this::words);
        all.put("HTTP that is none", this::brokenHttp);
        all.put("readers that do not read", this::deafReaders);
        return all;
    }

    private Socket rtmp() throws IOException {
        return connect(server.rtmp(), 1 << 16);
    }

    Socket connect(URI to, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()));
        sockets.add(socket);
        return socket;
    }

    private Socket shaken() throws IOException {
        Socket socket = rtmp();
        send(socket, SHAKEN);
        return socket;
    }

    /** Sends and does not mind being hung up on. */
    static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException hungUp) {
            assertThat(hungUp).isInstanceOf(SocketException.class);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A message with a full header (RTMP 1.0 §5.3.1.2.1), of which {@code body} has come. */
    private static byte[] message(int csid, int length, int type, byte[] body) {
        return ByteBuffer.allocate(13 + body.length)
                .put(new byte[] {0, (byte) (csid - 64), 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8)})
                .put(new byte[] {(byte) length, (byte) type, 1, 0, 0, 0})
                .put(body)
                .array();
    }

    private static byte[] chunkSize(int bytes) {
        return ByteBuffer.allocate(16)
                .put(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0})
                .putInt(bytes)
                .array();
    }

    private void otherProtocols() throws IOException {
        for (String hello : List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
                "\u0016\u0003\u0001",
                "OPTIONS rtsp://a RTSP/1.0\r\n\r\n",
                "SSH-2.0-x\r\n",
                "\u00f3\u0000\u0000")) {
            send(rtmp(), ascii(hello));
        }
    }

    private void noise() throws IOException {
        for (int i = 0; i < 20; i++) {
            send(rtmp(), noise(5_000));
            send(shaken(), noise(20_000));
        }
    }

    private void resets() throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = rtmp();
            send(socket, Arrays.copyOf(SHAKEN, 1 + 30 * i));
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private void announcements() throws IOException {
        for (int i = 0; i < 10; i++) {
            Socket socket = shaken();
            for (int csid = 64; csid < 320; csid++) {
                send(socket, message(csid, 8_000_000, 9, new byte[128]));
            }
        }
    }

    private void chunksOfOneByte() throws IOException {
        Socket socket = shaken();
        send(socket, chunkSize(1));
        send(socket, message(64, 3_000_000, 9, new byte[1]));
        byte[] ones = new byte[2 * 3_000_000];
        for (int i = 0; i < ones.length; i += 2) {
            ones[i] = (byte) 0xc0;
        }
        send(socket, ones);
    }

    private void deepAmf() throws IOException {
        byte[] nested = new byte[4_000];
        Arrays.fill(nested, (byte) 10);
        byte[] many = new byte[30_000];
        Arrays.fill(many, (byte) 5);
        byte[] text = new byte[90_000];
        text[0] = 12;
        text[1] = 0x7f;
        for (byte[] body : List.of(nested, many, text)) {
            Socket socket = shaken();
            send(socket, chunkSize(1 << 20));
            send(socket, message(64, body.length, 20, body));
        }
    }

    private void pings() throws IOException {
        byte[] pings = new byte[PING.length * 20_000];
        for (int at = 0; at < pings.length; at += PING.length) {
            System.arraycopy(PING, 0, pings, at, PING.length);
        }
        Socket socket = connect(server.rtmp(), 2_048);
        send(socket, SHAKEN);
        send(socket, pings);
    }

    private void commands() throws IOException {
        byte[] call = ScriptedPublisher.amf("createStream", 2, null);
        byte[] one = message(64, call.length, 20, call);
        byte[] thousand = new byte[1_000 * one.length];
        for (int i = 0; i < 1_000; i++) {
            System.arraycopy(one, 0, thousand, i * one.length, one.length);
        }
        Socket socket = shaken();
        for (int i = 0; i < 100; i++) {
            send(socket, thousand);
        }
    }

    private void names() {
        for (String name : List.of("wrong", "%2e%2e%2f%2e%2e%2fetc", "a%00b", "x".repeat(3_000), "main?a=b&c")) {
            URI address = server.rtmp().resolve("/live/" + name);
            try (ScriptedPublisher publisher = ScriptedPublisher.publish(address)) {
                assertThat(publisher.hears("NetStream.Publish")).doesNotContain("Publish.Start");
            }
        }
    }

    private void republishing() {
        try (ScriptedPublisher publisher = ScriptedPublisher.publish(other)) {
            publisher.hears("NetStream.Publish.Start");
            for (int i = 0; i < 200; i++) {
                publisher.call("FCUnpublish", 4, null, "x");
                publisher.call("publish", 5, null, other.getPath().substring("/live/".length()), "live");
            }
        } catch (UncheckedIOException hungUp) {
            assertThat(hungUp.getCause()).isInstanceOf(IOException.class);
        }
    }

    private static List<byte[]> corpus(String target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        assertThat(inputs).as("inputs in %s", CORPUS.resolve(target)).isNotEmpty();
        return inputs;
    }

    private void corpusOfBytes() throws IOException {
        for (String target : List.of("connection", "chunks")) {
            for (byte[] input : corpus(target)) {
                send(shaken(), input);
            }
        }
    }

    /** As FuzzAmf, FuzzMedia and FuzzConfigurations take them, but from a publisher. */
    private void corpusOfMessages() throws IOException {
        List<Tag> messages = new ArrayList<>();
        for (byte[] input : corpus("amf")) {
            messages.add(new Tag(input[0] & 0x1f, 0, Arrays.copyOfRange(input, 1, input.length)));
        }
        for (byte[] input : corpus("media")) {
            messages.add(new Tag(9, 0, input));
            messages.add(new Tag(8, 0, input));
        }
        for (byte[] input : corpus("configurations")) {
            messages.add(new Tag(9, 0, body("1700000000", input)));
            messages.add(new Tag(8, 0, body("af00", input)));
        }
        for (Tag message : messages) {
            publishing(publisher -> publisher.send(message));
        }
    }

    private static byte[] body(String hex, byte[] rest) {
        byte[] header = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(header.length + rest.length)
                .put(header)
                .put(rest)
                .array();
    }

    private static void headers(ScriptedPublisher publisher, String video, String audio) {
        publisher.send(new Tag(9, 0, body("1700000000", HexFormat.of().parseHex(video))));
        publisher.send(new Tag(8, 0, body("af00", HexFormat.of().parseHex(audio))));
    }

    private interface Script {
        void perform(ScriptedPublisher publisher);
    }

    /** With a key, until it is hung up on; when nobody else has the channel any more. */
    private void publishing(Script script) {
        Wait.until(
                Duration.ofSeconds(20),
                "the one before to be gone",
                () -> server.call("GET", "/api/v1/channels/second", "", 200)
                        .get("publisher")
                        .isNull());
        try (ScriptedPublisher publisher = ScriptedPublisher.publish(other)) {
            script.perform(publisher);
            publisher.drop();
        } catch (UncheckedIOException hungUp) {
            assertThat(hungUp.getCause()).isInstanceOf(IOException.class);
        }
    }

    private void noisyPictures() {
        publishing(publisher -> {
            headers(publisher, VIDEO.get(0), AUDIO.get(0));
            for (int i = 0; i < 300; i++) {
                byte[] picture = noise(4_000);
                picture[0] = (byte) (i % 30 == 0 ? 0x17 : 0x27);
                picture[1] = 1;
                publisher.send(new Tag(9, i * 33L, picture));
                byte[] sound = noise(300);
                sound[0] = (byte) 0xaf;
                sound[1] = 1;
                publisher.send(new Tag(8, i * 33L, sound));
            }
        });
    }

    private void jumps() {
        publishing(publisher -> {
            for (int i = 0; i < 200; i++) {
                long millis = Integer.toUnsignedLong(random.nextInt());
                headers(publisher, VIDEO.get(i % 2), AUDIO.get(i % 2));
                publisher.send(new Tag(9, millis, PICTURE.body()));
            }
        });
    }

    private void words() {
        publishing(publisher -> {
            headers(publisher, VIDEO.get(0), AUDIO.get(0));
            publisher.send(PICTURE);
            for (int i = 0; i < 3_000; i++) {
                publisher.say(i, "onTextData", Map.of("text", "vitrine pin TS-0" + i));
            }
        });
    }

    private void brokenHttp() throws IOException {
        URI http = server.http("/");
        for (String request : List.of(
                "GET /live/main/index.m3u8 HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(5_000),
                "GET " + "/a".repeat(50_000),
                "POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n",
                "POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
                "GET /live/main/../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /live/main/index.m3u8?_HLS_msn=99999999999999999999&_HLS_part=-1 HTTP/1.1\r\nHost: a\r\n\r\n")) {
            send(connect(http, 1 << 16), ascii(request));
        }
        for (int i = 0; i < 20; i++) {
            send(connect(http, 1 << 16), noise(10_000));
        }
    }

    /** Each asks for the playlist, the next one, and all the media that is listed, and reads none of it. */
    void deafReaders() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String path : server.text("/live/main/index.m3u8").lines().toList()) {
            if (!path.startsWith("#")) {
                String folder = "/live/main/" + path.substring(0, path.lastIndexOf('/') + 1);
                for (String line : server.text("/live/main/" + path).lines().toList()) {
                    if (line.endsWith(".m4s")) {
                        requests.append("GET ").append(folder).append(line).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                    }
                }
                requests.append("GET /live/main/").append(path).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        }
        for (int i = 0; i < 50; i++) {
            send(connect(server.http("/"), 2_048), ascii(requests.toString()));
        }
    }

    /** Hangs up on everybody. */
    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }
}
