package dev.vitrine.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Amf0Test {

    private static List<Object> read(String hex) {
        return Amf0Reader.readAll(
                Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))), AmfLimits.defaults());
    }

    private static ByteBuf written(Object value) {
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, value);
        return out;
    }

    @Test
    void everyTypeThatEncodersSend_isRead() {
        assertThat(read("00 3ff8000000000000")).containsExactly(1.5);
        assertThat(read("01 01 01 00")).containsExactly(true, false);
        assertThat(read("02 0002 6869")).containsExactly("hi");
        assertThat(read("0c 00000002 6869")).as("long string").containsExactly("hi");
        assertThat(read("05 06")).containsExactly(AmfNothing.NULL, AmfNothing.UNDEFINED);
        assertThat(read("03 0001 61 0101 0000 09")).as("object").containsExactly(Map.of("a", true));
        assertThat(read("08 000000ff 0001 61 0101 0000 09"))
                .as("ECMA array, whatever count it claims")
                .containsExactly(Map.of("a", true));
        assertThat(read("0a 00000002 0101 05")).as("strict array").containsExactly(List.of(true, AmfNothing.NULL));
        assertThat(read("0b 408f400000000000 0000")).as("date").containsExactly(Instant.ofEpochMilli(1_000));
        assertThat(read("10 0001 54 0001 61 0101 0000 09")).as("typed object").containsExactly(Map.of("a", true));
        assertThat(read("07 0000")).as("reference, not followed").containsExactly(AmfNothing.UNDEFINED);
    }

    @Test
    void whatIsWrong_isSaidWithItsPlace() {
        assertThatThrownBy(() -> read("0101 11")).hasMessage("AMF value at byte 2 has type 17, which AMF 0 lacks");
        assertThatThrownBy(() -> read("02 0005 6869"))
                .hasMessage("AMF message ends at byte 5 where 5 more bytes were due, 2 are left");
        assertThatThrownBy(() -> read("0c ffffffff 6869")).hasMessageContaining("AMF string of 4294967295 bytes");
        assertThatThrownBy(() -> read("0a ffffffff")).hasMessageContaining("announces 4294967295 values");
    }

    @Test
    void depthElementsAndText_areBudgeted() {
        assertThatThrownBy(() -> read("0a00000001".repeat(17) + "05"))
                .hasMessage("AMF objects are nested deeper than 16");
        assertThatThrownBy(() -> read("05".repeat(1_025))).hasMessage("AMF message holds more than 1024 values");
        ByteBuf text = Unpooled.buffer();
        Amf0Writer.write(text, "x".repeat(65_000));
        Amf0Writer.write(text, "x".repeat(65_000));
        assertThatThrownBy(() -> Amf0Reader.readAll(text, AmfLimits.defaults()))
                .hasMessage("AMF message holds more than 65536 bytes of text");
    }

    @Test
    void whatIsWritten_isReadBack() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            Object value = anything(random, 4);
            assertThat(Amf0Reader.readAll(written(value), AmfLimits.defaults()))
                    .as("round %s", round)
                    .containsExactly(value);
        }
    }

    @Test
    void longText_isWrittenAsALongString() {
        String text = "x".repeat(70_000);
        AmfLimits wide = new AmfLimits(1, 1, 100_000);
        assertThat(Amf0Reader.readAll(written(text), wide)).containsExactly(text);
    }

    @Test
    void cutOrCorrupted_itIsReadOrRefused_nothingElse() {
        Random random = new Random(43);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = ByteBufUtil.getBytes(written(anything(random, 4)));
            if (random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuf cut = Unpooled.wrappedBuffer(bytes, 0, random.nextInt(bytes.length + 1));
            try {
                Amf0Reader.readAll(cut, AmfLimits.defaults());
            } catch (AmfException refused) {
                assertThat(refused).hasMessageStartingWith("AMF");
            }
        }
    }

    private static Object anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> random.nextDouble();
            case 1 -> random.nextBoolean();
            case 2 -> "é".repeat(random.nextInt(20));
            case 3 -> AmfNothing.NULL;
            case 4 -> AmfNothing.UNDEFINED;
            case 5 -> Instant.ofEpochMilli(random.nextInt());
            case 6 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(anything(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("k" + i, anything(random, depth - 1));
                }
                yield map;
            }
        };
    }
}
