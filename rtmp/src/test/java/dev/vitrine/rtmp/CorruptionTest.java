package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.rtmp.amf.AmfNothing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole session, cut anywhere and corrupted anywhere. */
class CorruptionTest {

    private static byte[] session() {
        Chunks chunks = new Chunks()
                .command(0, "connect", 1.0, Map.of("app", "live", "capsEx", 15.0))
                .command(0, "createStream", 2.0, AmfNothing.NULL)
                .command(1, "publish", 3.0, AmfNothing.NULL, ScriptedEncoder.KEY)
                .message(5, 18, 1, 0, Chunks.amf("@setDataFrame", "onMetaData", Map.of("width", 320.0)))
                .message(6, 9, 1, 0, Flv.avc(Flv.AVC_320))
                .message(4, 8, 1, 0, Flv.aac(Flv.AAC_48K));
        for (int i = 0; i < 12; i++) {
            chunks.message(6, 9, 1, i * 40L, i % 6 == 0 ? Flv.key(40) : Flv.inter(-20));
            chunks.message(4, 8, 1, i * 40L + 3, Flv.sound());
            chunks.message(5, 18, 1, i * 40L, Chunks.amf("onTextData", Map.of("n", (double) i)));
        }
        return chunks.command(1, "deleteStream", 4.0, AmfNothing.NULL, 1.0).toArray();
    }

    @Test
    void anyCut_givesTheSameProgramme() {
        byte[] session = session();
        ScriptedEncoder whole = new ScriptedEncoder();
        whole.handshake().sends(session).close();
        assertThat(whole.sink.lines).hasSizeGreaterThan(35).endsWith("end: the encoder stopped the stream");
        for (int piece : new int[] {1, 2, 3, 7, 64, 129, 1_000}) {
            ScriptedEncoder cut = new ScriptedEncoder();
            cut.handshake();
            for (int at = 0; at < session.length; at += piece) {
                cut.sends(Arrays.copyOfRange(session, at, Math.min(session.length, at + piece)));
            }
            cut.close();
            assertThat(cut.sink.lines).as("pieces of %s", piece).isEqualTo(whole.sink.lines);
        }
    }

    @Test
    void anyCorruption_endsOneConnectionAtMost_andKeepsThePromisesToTheSink() {
        byte[] good = session();
        Random random = new Random(1935);
        for (int round = 0; round < 600; round++) {
            byte[] bad = good.clone();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            ScriptedEncoder encoder = new ScriptedEncoder();
            encoder.handshake();
            int half = random.nextInt(bad.length);
            encoder.sends(Arrays.copyOf(bad, half)).sends(Arrays.copyOfRange(bad, half, bad.length));
            encoder.close();
            assertThat(encoder.observed).as("round %s", round).doesNotContain("closed: internal error");
            assertDtsRises(encoder.sink, round);
        }
    }

    private static void assertDtsRises(RecordingSink sink, int round) {
        Map<Integer, Long> last = new HashMap<>();
        for (AccessUnit unit : sink.units) {
            Long before = last.put(unit.trackId(), unit.dts());
            if (before != null && sink.announced.size() == 1) {
                assertThat(unit.dts())
                        .as("round %s, track %s", round, unit.trackId())
                        .isGreaterThan(before);
            }
            assertThat(unit.payload()).isNotEmpty();
        }
    }
}
