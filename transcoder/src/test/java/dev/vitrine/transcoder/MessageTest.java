package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final VideoFormat FORMAT = new VideoFormat(
            VideoCodec.H264,
            "avc1.64001f",
            Bytes.ofHex("0164001f"),
            1280,
            720,
            new Ratio(4, 3),
            new Orientation(true, 3));
    private static final Rung RUNG = new Rung("480p", 854, 480, 1_400_000, 30, 2, Rung.Encoding.DEFAULT);

    private static final List<Message> ALL = List.of(
            new Message.Hello(Message.VERSION, true),
            new Message.Ready(Message.VERSION, List.of("libx264", "libopenh264")),
            new Message.Open(7, FORMAT, Timescale.VIDEO, List.of(RUNG), List.of("480p")),
            new Message.Active(7, -3000, List.of()),
            new Message.KeyAt(7, 90_000),
            new Message.Unit(7, 90_000, 87_000, true, new byte[] {0, 0, 0, 1, 9}),
            new Message.End(7),
            new Message.Drop(7),
            new Message.Format(7, "480p", FORMAT),
            new Message.Coded(7, "480p", 90_000, false, 4_321, new byte[0]),
            new Message.Rested(7, "480p"),
            new Message.Ended(7, "out of memory"));

    /** Gives its bytes in pieces of any length, as a pipe does. */
    private static final class Cut extends InputStream {
        private final InputStream whole;
        private final Random random;

        Cut(byte[] bytes, Random random) {
            this.whole = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return whole.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return length == 0 ? 0 : whole.read(to, offset, 1 + random.nextInt(length));
        }
    }

    @Test
    void everyMessage_readsAsItWasWritten() throws IOException {
        for (Message message : ALL) {
            Message read = new MessageReader(new ByteArrayInputStream(message.toBytes()))
                    .next()
                    .orElseThrow();
            assertThat(read).usingRecursiveComparison().isEqualTo(message);
            assertThat(read.toBytes()).isEqualTo(message.toBytes());
        }
    }

    @Test
    void anyCutOfTheBytes_decodesAlike() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Message> sent = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = random.nextInt(20); i >= 0; i--) {
                Message message = ALL.get(random.nextInt(ALL.size()));
                sent.add(message);
                bytes.writeBytes(message.toBytes());
            }
            MessageReader reader = new MessageReader(new Cut(bytes.toByteArray(), random));
            for (Message message : sent) {
                assertThat(reader.next().orElseThrow())
                        .as("seed " + seed)
                        .usingRecursiveComparison()
                        .isEqualTo(message);
            }
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void streamThatEndsInsideAMessage_isSaidToDoSo() {
        for (Message message : ALL) {
            byte[] whole = message.toBytes();
            for (int length = 1; length < whole.length; length++) {
                MessageReader reader = new MessageReader(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
                assertThatThrownBy(reader::next)
                        .isInstanceOf(EOFException.class)
                        .hasMessageStartingWith("the stream ends after");
            }
        }
    }

    @Test
    void noise_isRefused_andNothingElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = ALL.get(random.nextInt(ALL.size())).toBytes();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                noise[4 + random.nextInt(noise.length - 4)] = (byte) random.nextInt();
            }
            try {
                Optional<Message> read = new MessageReader(new ByteArrayInputStream(noise)).next();
                assertThat(read).as("seed " + seed).isPresent();
            } catch (IOException refused) {
                assertThat(refused).as("seed " + seed).isNotNull();
            }
        }
    }

    @Test
    void length_isBounded() {
        byte[] huge = {0x7f, 0, 0, 0, 1};

        assertThatThrownBy(new MessageReader(new ByteArrayInputStream(huge))::next)
                .isInstanceOf(IOException.class)
                .hasMessage("a message of 2130706432 bytes is not between 1 and 67112960");
    }
}
