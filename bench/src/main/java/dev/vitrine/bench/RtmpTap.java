package dev.vitrine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands between an encoder and a server and notes when each picture passed: what an encoder sent when, seen from outside
 * both. One connection; bytes are forwarded untouched and before they are looked at.
 */
final class RtmpTap implements AutoCloseable {

    /** C0, C1 and C2 of the handshake. */
    private static final int HANDSHAKE_BYTES = 1 + 1536 + 1536;

    private static final int VIDEO = 9;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int EXTENDED = 0xff_ffff;

    private final ServerSocket listener;
    private final int target;
    private final Thread thread;
    private final List<Picture> pictures = new ArrayList<>();
    private long connectedNanos;

    /**
     * A coded picture on its way.
     *
     * @param nanos when its last byte passed, by {@link System#nanoTime}
     * @param millis its RTMP timestamp
     */
    record Picture(long nanos, long millis) {}

    RtmpTap(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = new Thread(this::relay, "rtmp tap");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** When the encoder connected; 0 before. */
    synchronized long connectedNanos() {
        return connectedNanos;
    }

    /** Every picture so far, in order. */
    synchronized List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    /** The last picture of which the programme's first {@code seconds} consist. */
    Optional<Picture> lastWithin(double seconds) {
        List<Picture> all = pictures();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        // Half a frame of tolerance: durations in playlists are rounded, RTMP counts whole milliseconds.
        double end = all.get(0).millis() + seconds * 1000 - 15;
        return all.stream().filter(picture -> picture.millis() < end).reduce((first, second) -> second);
    }

    /** The first picture behind the programme's first {@code seconds}. */
    Optional<Picture> firstAfter(double seconds) {
        List<Picture> all = pictures();
        return lastWithin(seconds)
                .map(all::indexOf)
                .filter(at -> at + 1 < all.size())
                .map(at -> all.get(at + 1));
    }

    private void relay() {
        try (Socket encoder = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            synchronized (this) {
                connectedNanos = System.nanoTime();
            }
            encoder.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread answers = new Thread(() -> forward(server, encoder), "rtmp tap answers");
            answers.setDaemon(true);
            answers.start();
            Parser parser = new Parser();
            byte[] buffer = new byte[1 << 16];
            InputStream in = encoder.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                long now = System.nanoTime();
                out.write(buffer, 0, read);
                parser.accept(buffer, read, now);
            }
        } catch (IOException e) {
            // One side has gone; the benchmark notices by what is missing.
        }
    }

    private static void forward(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The same.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.interrupt();
    }

    /** Just enough of RTMP's chunk stream (RTMP 1.0 §5.3) to see where messages end. */
    private final class Parser {

        private final Map<Integer, Channel> channels = new HashMap<>();
        private byte[] pending = new byte[0];
        private int handshakeLeft = HANDSHAKE_BYTES;
        private int chunkSize = 128;

        private static final class Channel {
            int type;
            int length;
            long timestamp;
            long delta;
            boolean extended;
            int received;
            final byte[] head = new byte[5];
        }

        void accept(byte[] bytes, int count, long now) {
            int from = Math.min(handshakeLeft, count);
            handshakeLeft -= from;
            byte[] joined = new byte[pending.length + count - from];
            System.arraycopy(pending, 0, joined, 0, pending.length);
            System.arraycopy(bytes, from, joined, pending.length, count - from);
            int at = 0;
            for (int next = chunk(joined, at, now); next > 0; next = chunk(joined, at, now)) {
                at = next;
            }
            pending = Arrays.copyOfRange(joined, at, joined.length);
        }

        /** Reads one chunk; answers where the next one starts, or 0 when it is not all there yet. */
        private int chunk(byte[] b, int at, long now) {
            if (at >= b.length) {
                return 0;
            }
            int format = (b[at] & 0xff) >> 6;
            int id = b[at] & 0x3f;
            int p = at + 1 + (id == 0 ? 1 : id == 1 ? 2 : 0);
            int header = new int[] {11, 7, 3, 0}[format];
            if (p + header > b.length) {
                return 0;
            }
            int key = id > 1 ? id : number(b, at + 1, p - at - 1) + 1000;
            Channel channel = channels.computeIfAbsent(key, unknown -> new Channel());
            long field = format < 3 ? number(b, p, 3) : 0;
            boolean extended = format < 3 ? field == EXTENDED : channel.extended;
            int body = p + header + (extended ? 4 : 0);
            int length = format < 2 ? number(b, p + 3, 3) : channel.length;
            int here = Math.min(chunkSize, length - channel.received);
            if (body + here > b.length) {
                return 0;
            }
            if (extended && format < 3) {
                field = Integer.toUnsignedLong(number(b, p + header, 4));
            }
            if (channel.received == 0) {
                begin(channel, format, field);
            }
            channel.extended = extended;
            channel.length = length;
            if (format < 2) {
                channel.type = b[p + 6] & 0xff;
            }
            for (int i = channel.received; i < Math.min(channel.head.length, channel.received + here); i++) {
                channel.head[i] = b[body + i - channel.received];
            }
            channel.received += here;
            if (channel.received == length) {
                end(channel, now);
            }
            return body + here;
        }

        private static void begin(Channel channel, int format, long field) {
            if (format == 0) {
                channel.timestamp = field;
                channel.delta = 0;
            } else {
                channel.delta = format == 3 ? channel.delta : field;
                channel.timestamp += channel.delta;
            }
        }

        private void end(Channel channel, long now) {
            channel.received = 0;
            if (channel.type == SET_CHUNK_SIZE) {
                chunkSize = number(channel.head, 0, 4);
            } else if (channel.type == VIDEO && isPicture(channel.head)) {
                synchronized (RtmpTap.this) {
                    pictures.add(new Picture(now, channel.timestamp));
                }
            }
        }

        /** AVCPacketType 1 of the FLV video tag: neither a configuration nor an end of sequence. */
        private static boolean isPicture(byte[] head) {
            return (head[0] & 0x0f) == 7 && head[1] == 1;
        }

        private static int number(byte[] b, int at, int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 8 | (b[at + i] & 0xff);
            }
            return value;
        }
    }
}
