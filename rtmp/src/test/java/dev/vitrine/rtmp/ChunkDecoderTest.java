package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final SharedBytes shared = new SharedBytes(1 << 28);
    private final EmbeddedChannel channel = decoder(RtmpLimits.defaults());

    private EmbeddedChannel decoder(RtmpLimits limits) {
        OddityCounter oddities = new OddityCounter(new InetSocketAddress(0), RtmpObserver.NONE);
        EmbeddedChannel made = new EmbeddedChannel(new ChunkDecoder(limits, shared, oddities));
        made.config().setAllocator(allocator);
        return made;
    }

    @AfterEach
    void nothingLeaks() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(shared.used()).as("bytes counted for all connections").isZero();
    }

    private List<String> decode(Chunks chunks) {
        return decode(channel, chunks.toArray(), chunks.toArray().length);
    }

    private List<String> decode(EmbeddedChannel channel, byte[] bytes, int pieceSize) {
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += pieceSize) {
            int length = Math.min(pieceSize, bytes.length - at);
            channel.writeInbound(allocator.heapBuffer(length).writeBytes(bytes, at, length));
            for (RawMessage raw = channel.readInbound(); raw != null; raw = channel.readInbound()) {
                ByteBuf payload = raw.content();
                messages.add("type " + raw.type() + " stream " + raw.streamId() + " at " + raw.timestamp() + " "
                        + (payload.readableBytes() > 8
                                ? payload.readableBytes() + " bytes #" + ByteBufUtil.hashCode(payload)
                                : ByteBufUtil.hexDump(payload)));
                raw.release();
            }
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 63, 64, 65, 319, 320, 575, 65_599})
    void everyFormOfChunkStreamId_decodes(int csid) {
        assertThat(decode(new Chunks().message(csid, 9, 1, 40, Chunks.hex("aabb"))))
                .containsExactly("type 9 stream 1 at 40 aabb");
    }

    @Test
    void threeByteChunkStreamId_isLowByteFirst() {
        // 1 | 0x02 0x01 → 64 + 2 + 256: the same stream as the two-byte form cannot reach.
        assertThat(decode(new Chunks()
                        .message(322, 9, 1, 40, Chunks.hex("aa"))
                        .bytes(0xc1, 2, 1)
                        .bytes(0xbb)))
                .containsExactly("type 9 stream 1 at 40 aa", "type 9 stream 1 at 80 bb");
    }

    @Test
    void deltaFormats_buildOnTheLastHeader() {
        assertThat(decode(new Chunks()
                        .message(4, 8, 1, 1_000, Chunks.hex("01"))
                        .head(1, 4)
                        .medium(20)
                        .medium(2)
                        .bytes(9)
                        .bytes(2, 2)
                        .head(2, 4)
                        .medium(30)
                        .bytes(3, 3)
                        .head(3, 4)
                        .bytes(4, 4)))
                .containsExactly(
                        "type 8 stream 1 at 1000 01",
                        "type 9 stream 1 at 1020 0202",
                        "type 9 stream 1 at 1050 0303",
                        "type 9 stream 1 at 1080 0404");
    }

    @Test
    void firstChunkOfAStream_mayLackAFullHeader() {
        assertThat(decode(new Chunks().head(1, 2).medium(7).medium(1).bytes(4, 0xaa)))
                .as("librtmp's ping")
                .containsExactly("type 4 stream 0 at 7 aa");
        assertThat(decode(new Chunks().head(2, 5).medium(9)))
                .as("an empty message of type 0")
                .containsExactly("type 0 stream 0 at 9 ");
    }

    @Test
    void firstChunkOfAStream_withNoHeaderAtAll_isAnError() {
        assertThatThrownBy(() -> decode(new Chunks().head(3, 9).bytes(1)))
                .hasMessageContaining("chunk of format 3 on chunk stream 9, on which nothing came before");
    }

    @Test
    void extendedTimestamp_repeatedOnContinuations_isConsumed() {
        byte[] payload = Chunks.filled(300, 0x55);
        assertThat(decode(new Chunks().message(6, 9, 1, 0x01020304, payload)))
                .containsExactly("type 9 stream 1 at 16909060 300 bytes #" + hash(payload));
    }

    @Test
    void extendedTimestamp_absentFromContinuations_isDetected() {
        byte[] payload = Chunks.filled(300, 0x55);
        Chunks chunks = new Chunks()
                .head(0, 6)
                .medium(0xffffff)
                .medium(300)
                .bytes(9, 1, 0, 0, 0)
                .int32(0x01020304)
                .pieces(6, payload, -1);
        assertThat(decode(chunks)).containsExactly("type 9 stream 1 at 16909060 300 bytes #" + hash(payload));
    }

    @Test
    void extendedTimestamp_absentFromAShortLastPiece_doesNotWaitForMoreBytes() {
        byte[] payload = Chunks.filled(130, 0x55);
        Chunks chunks = new Chunks()
                .head(0, 6)
                .medium(0xffffff)
                .medium(130)
                .bytes(9, 1, 0, 0, 0)
                .int32(0x01020304)
                .pieces(6, payload, -1);
        assertThat(decode(chunks)).hasSize(1);
    }

    @Test
    void extendedDelta_isAddedAndRepeatedByFormat3() {
        assertThat(decode(new Chunks()
                        .message(4, 8, 1, 10, Chunks.hex("01"))
                        .head(2, 4)
                        .medium(0xffffff)
                        .int32(0x01000000)
                        .bytes(2)
                        .head(3, 4)
                        .int32(0x01000000)
                        .bytes(3)
                        .head(3, 4)
                        .bytes(0xff)))
                .containsExactly(
                        "type 8 stream 1 at 10 01",
                        "type 8 stream 1 at 16777226 02",
                        "type 8 stream 1 at 33554442 03",
                        "type 8 stream 1 at 50331658 ff");
    }

    @Test
    void timestamps_wrapAt32Bits() {
        assertThat(decode(new Chunks()
                        .message(4, 8, 1, 0xffffffffL, Chunks.hex("01"))
                        .head(2, 4)
                        .medium(20)
                        .bytes(2)))
                .containsExactly("type 8 stream 1 at 4294967295 01", "type 8 stream 1 at 19 02");
    }

    @Test
    void interleavedMessagesOfThreeStreams_reassemble() {
        byte[] video = Chunks.filled(200, 1);
        byte[] audio = Chunks.filled(150, 2);
        Chunks chunks = new Chunks()
                .head(0, 6)
                .medium(0)
                .medium(200)
                .bytes(9, 1, 0, 0, 0)
                .bytes(Chunks.filled(128, 1))
                .head(0, 4)
                .medium(0)
                .medium(150)
                .bytes(8, 1, 0, 0, 0)
                .bytes(Chunks.filled(128, 2))
                .message(3, 20, 0, 0, Chunks.hex("0102"))
                .head(3, 6)
                .bytes(Chunks.filled(72, 1))
                .head(3, 4)
                .bytes(Chunks.filled(22, 2));
        assertThat(decode(chunks))
                .containsExactly(
                        "type 20 stream 0 at 0 0102",
                        "type 9 stream 1 at 0 200 bytes #" + hash(video),
                        "type 8 stream 1 at 0 150 bytes #" + hash(audio));
    }

    @Test
    void newHeaderInTheMiddleOfAMessage_discardsThePartial() {
        Chunks chunks = new Chunks()
                .head(0, 6)
                .medium(0)
                .medium(200)
                .bytes(9, 1, 0, 0, 0)
                .bytes(Chunks.filled(128, 1))
                .message(6, 9, 1, 40, Chunks.hex("aa"));
        assertThat(decode(chunks)).containsExactly("type 9 stream 1 at 40 aa");
    }

    @Test
    void abort_discardsTheNamedPartialOnly() {
        Chunks chunks = new Chunks()
                .head(0, 6)
                .medium(0)
                .medium(200)
                .bytes(9, 1, 0, 0, 0)
                .bytes(Chunks.filled(128, 1))
                .head(0, 4)
                .medium(0)
                .medium(129)
                .bytes(8, 1, 0, 0, 0)
                .bytes(Chunks.filled(128, 2))
                .message(2, 2, 0, 0, Chunks.hex("00000006"))
                .head(3, 4)
                .bytes(2)
                .head(3, 6)
                .bytes(Chunks.filled(128, 3))
                .head(3, 6)
                .bytes(Chunks.filled(72, 3));
        assertThat(decode(chunks))
                .containsExactly(
                        "type 8 stream 1 at 0 129 bytes #" + hash(Chunks.filled(129, 2)),
                        "type 9 stream 1 at 0 200 bytes #" + hash(Chunks.filled(200, 3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 127, 65_537, 0x7fffffff})
    void anyPositiveChunkSize_isTaken(int size) {
        byte[] payload = Chunks.filled(3_000, 7);
        assertThat(decode(new Chunks().chunkSize(size).message(6, 9, 1, 0, payload)))
                .containsExactly("type 9 stream 1 at 0 3000 bytes #" + hash(payload));
    }

    @Test
    void chunkSizeZeroOrNegative_isAnError() {
        assertThatThrownBy(() -> decode(new Chunks().message(2, 1, 0, 0, new byte[4])))
                .hasMessageContaining("chunk size 0 is not between 1 and 2147483647");
    }

    @Test
    void tooLongAMessage_isAnErrorBeforeItsFirstByte() {
        assertThatThrownBy(() -> decode(
                        new Chunks().head(0, 6).medium(0).medium(0xffffff).bytes(9, 1, 0, 0, 0)))
                .hasMessageContaining("message of 16777215 bytes is longer than 8388608");
    }

    @Test
    void announcedLengths_costNothing() {
        Chunks chunks = new Chunks();
        for (int csid = 2; csid < 66; csid++) {
            chunks.head(0, csid)
                    .medium(0)
                    .medium(8_000_000)
                    .bytes(9, 1, 0, 0, 0)
                    .bytes(Chunks.filled(128, 1));
        }
        decode(chunks);
        assertThat(allocator.metric().usedHeapMemory()).isLessThan(64 * 5_000);
        assertThatThrownBy(() -> decode(new Chunks().message(66, 9, 1, 0, new byte[1])))
                .hasMessageContaining("more than 64 chunk streams");
    }

    @Test
    void unfinishedMessages_shareOneBudget() {
        EmbeddedChannel small = decoder(RtmpLimits.defaults().withMemory(10_000, 15_000, 64));
        Chunks chunks = new Chunks().chunkSize(6_000);
        for (int csid = 4; csid < 7; csid++) {
            chunks.head(0, csid).medium(0).medium(10_000).bytes(9, 1, 0, 0, 0).bytes(Chunks.filled(6_000, 1));
        }
        assertThatThrownBy(() -> decode(small, chunks.toArray(), 1_000))
                .hasMessageContaining("unfinished messages hold more than 15000 bytes");
        small.finishAndReleaseAll();
    }

    @Test
    void threeMegabytesInChunksOfOneByte_areOneMessage() {
        byte[] payload = Chunks.filled(3_000_000, 9);
        assertThat(decode(
                        channel,
                        new Chunks().chunkSize(1).message(6, 9, 1, 0, payload).toArray(),
                        65_536))
                .containsExactly("type 9 stream 1 at 0 3000000 bytes #" + hash(payload));
    }

    @Test
    void anyCutOfTheInput_decodesAlike() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 60; round++) {
            Chunks chunks = new Chunks();
            long time = random.nextBoolean() ? 0 : 0xfffff0;
            for (int i = 0; i < 20; i++) {
                time += random.nextInt(50);
                byte[] payload = new byte[random.nextInt(600)];
                random.nextBytes(payload);
                if (random.nextInt(5) == 0) {
                    chunks.chunkSize(1 + random.nextInt(300));
                }
                chunks.message(3 + random.nextInt(400) * random.nextInt(2), 8 + random.nextInt(2), 1, time, payload);
            }
            byte[] bytes = chunks.toArray();
            RtmpLimits limits = RtmpLimits.defaults();
            EmbeddedChannel whole = decoder(limits);
            List<String> expected = decode(whole, bytes, bytes.length);
            EmbeddedChannel cut = decoder(limits);
            int piece = 1 + random.nextInt(round % 2 == 0 ? 3 : 200);
            assertThat(decode(cut, bytes, piece))
                    .as("round %s in pieces of %s", round, piece)
                    .isEqualTo(expected);
            whole.finishAndReleaseAll();
            cut.finishAndReleaseAll();
        }
    }

    private static int hash(byte[] payload) {
        return ByteBufUtil.hashCode(io.netty.buffer.Unpooled.wrappedBuffer(payload));
    }
}
