package dev.vitrine.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An encoder that sends exactly what a test says, over a real socket: no library between the test and the bytes. */
public final class ScriptedPublisher implements AutoCloseable {

    private static final int HANDSHAKE = 1536;
    private static final int CHUNK = 65_536;

    /** One FLV tag: 8 audio, 9 video, 18 data. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Tag(int type, long millis, byte[] body) {}

    private final Socket socket;
    private final OutputStream out;
    private final StringBuilder heard = new StringBuilder();

    private ScriptedPublisher(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Shakes hands, connects, and asks to publish; does not wait for the answer. */
    public static ScriptedPublisher publish(URI address) {
        try {
            ScriptedPublisher publisher = new ScriptedPublisher(new Socket(address.getHost(), address.getPort()));
            String[] path = address.getPath().substring(1).split("/", 2);
            publisher.handshake();
            publisher.message(2, 1, 0, 0, ByteBuffer.allocate(4).putInt(CHUNK).array());
            publisher.command(0, "connect", 1.0, Map.of("app", path[0], "flashVer", "scripted"));
            publisher.command(0, "createStream", 2.0, null);
            publisher.command(1, "publish", 3.0, null, path[1], "live");
            return publisher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handshake() throws IOException {
        out.write(3);
        out.write(new byte[HANDSHAKE]);
        socket.getInputStream().readNBytes(1 + 2 * HANDSHAKE);
        out.write(new byte[HANDSHAKE]);
    }

    public void send(Tag tag) {
        try {
            message(tag.type() == 9 ? 6 : tag.type() == 8 ? 4 : 5, tag.type(), 1, tag.millis(), tag.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A data message, such as a cue. */
    public void say(long millis, @Nullable Object... values) {
        send(new Tag(18, millis, amf(values)));
    }

    /** A command on the connection's only stream. */
    public void call(@Nullable Object... values) {
        try {
            command(1, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void command(int streamId, @Nullable Object... values) throws IOException {
        message(3, 20, streamId, 0, amf(values));
    }

    /** AMF 0: null, numbers, booleans, texts, objects. */
    public static byte[] amf(@Nullable Object... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object value : values) {
            amf(bytes, value);
        }
        return bytes.toByteArray();
    }

    private static void amf(ByteArrayOutputStream to, @Nullable Object value) {
        if (value instanceof Number number) {
            to.write(0);
            to.writeBytes(ByteBuffer.allocate(8).putDouble(number.doubleValue()).array());
        } else if (value instanceof Boolean yes) {
            to.write(1);
            to.write(yes ? 1 : 0);
        } else if (value instanceof Map<?, ?> object) {
            to.write(3);
            object.forEach((name, field) -> {
                text(to, String.valueOf(name));
                amf(to, field);
            });
            to.writeBytes(new byte[] {0, 0, 9});
        } else if (value == null) {
            to.write(5);
        } else {
            to.write(2);
            text(to, value.toString());
        }
    }

    private static void text(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.write(bytes.length >> 8);
        to.write(bytes.length);
        to.writeBytes(bytes);
    }

    private void message(int csid, int type, int streamId, long millis, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(csid);
        boolean extended = (millis & 0xffffffffL) >= 0xffffff;
        byte[] time = ByteBuffer.allocate(4).putInt((int) millis).array();
        bytes.write(extended ? new byte[] {-1, -1, -1} : Arrays.copyOfRange(time, 1, 4));
        bytes.write(new byte[] {(byte) (body.length >> 16), (byte) (body.length >> 8), (byte) body.length});
        bytes.write(type);
        bytes.write(new byte[] {(byte) streamId, 0, 0, 0});
        bytes.write(time, 0, extended ? 4 : 0);
        for (int at = 0; at < body.length; at += CHUNK) {
            if (at > 0) {
                bytes.write(0xc0 | csid);
                bytes.write(time, 0, extended ? 4 : 0);
            }
            bytes.write(body, at, Math.min(CHUNK, body.length - at));
        }
        out.write(bytes.toByteArray());
        out.flush();
    }

    /** What the server says until {@code word} is among it, or it hangs up. */
    public String hears(String word) {
        try {
            socket.setSoTimeout(10_000);
            byte[] buffer = new byte[4_096];
            InputStream in = socket.getInputStream();
            while (heard.indexOf(word) < 0) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                heard.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            return heard.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(heard + " … and no '" + word + "'", e);
        }
    }

    /** Goes without a word, as a machine that lost its power does once somebody asks it: with a reset. */
    public void drop() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tags of an FLV file, in order. */
    public static List<Tag> tags(Path flv) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(flv));
            in.position(in.getInt(5) + 4);
            List<Tag> tags = new ArrayList<>();
            while (in.remaining() >= 11) {
                int type = in.get() & 0x1f;
                int length = medium(in);
                long millis = medium(in) | (in.get() & 0xffL) << 24;
                in.position(in.position() + 3);
                byte[] body = new byte[length];
                in.get(body);
                in.getInt();
                tags.add(new Tag(type, millis, body));
            }
            return tags;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int medium(ByteBuffer in) {
        return ((in.get() & 0xff) << 16) | ((in.get() & 0xff) << 8) | (in.get() & 0xff);
    }
}
