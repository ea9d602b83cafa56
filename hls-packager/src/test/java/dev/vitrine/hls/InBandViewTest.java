package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.cmaf.BoxDump;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The view with cues in the media")
final class InBandViewTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void message_isTheBytesThatTheDocumentationShows() {
        TimedEvent event = new TimedEvent(
                "k7x2m9qa-1",
                "dev.vitrine.shop.v1",
                Bench.ANCHOR.plusMillis(1_500),
                Bench.ANCHOR.plusMillis(31_500),
                Map.of("X-DEV-VITRINE-STATE", "v1.e30"),
                "");
        InBandCues cues = new InBandCues(new MediaClock(Bench.ANCHOR));
        cues.announce(event);

        assertThat(HexFormat.of().formatHex(bytes(cues.part(1, SECOND, 2 * SECOND))))
                .isEqualTo(
                        "" //
                                + "0000006d656d736701000000" // 109 bytes, emsg, version 1
                                + "00015f90" // 90000 ticks a second
                                + "0000000000020f58" // begins at 1.5 s
                                + "002932e0" // holds for 30 s
                                + HexFormat.of().toHexDigits(crc("k7x2m9qa-1"))
                                + HexFormat.of()
                                        .formatHex(
                                                "https://aomedia.org/emsg/ID3\0\0".getBytes(StandardCharsets.US_ASCII))
                                + "494433040000" // ID3v2.4
                                + "00000025" // 37 bytes
                                + "545858580000001b0000" // TXXX, 27 bytes
                                + "03" // UTF-8
                                + HexFormat.of()
                                        .formatHex("dev.vitrine.shop.v1\0v1.e30".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void cues_areSaidWhereTheyBegin_againAtEachSegment_andWhenALaterOneEnds() {
        InBandCues cues = new InBandCues(new MediaClock(Bench.ANCHOR));
        cues.announce(event(1, 200, 60_000));
        cues.announce(event(2, 700, 1_000));

        assertThat(said(cues.part(0, 0, SECOND / 2))).containsExactly("200 q1");
        assertThat(said(cues.part(0, SECOND / 2, SECOND))).containsExactly("700 q2");
        assertThat(said(cues.part(0, SECOND, 2 * SECOND))).containsExactly("1700 q1");
        assertThat(said(cues.part(0, 2 * SECOND, 3 * SECOND))).isEmpty();
        assertThat(said(cues.part(1, 3 * SECOND, 4 * SECOND))).containsExactly("3000 q1");
    }

    @Test
    void cueThatBecomesKnownLate_isSaidWithTheNextPart() {
        InBandCues cues = new InBandCues(new MediaClock(Bench.ANCHOR));
        assertThat(said(cues.part(0, 0, SECOND))).isEmpty();
        cues.announce(event(1, 400, 30_000));

        assertThat(said(cues.part(0, SECOND, 2 * SECOND))).containsExactly("1000 q1");
    }

    @Test
    void view_isThePlainOneWithMessagesInFront_andOnlyThere() {
        Bench bench = new Bench(PackagerSettings.defaults());
        bench.event(1, 2_700, 60_000);
        bench.play(PROGRAMME, 0, 8_600);

        assertThat(text(bench, "source.id3/live.m3u8")).isEqualTo(text(bench, "source/live.m3u8"));
        assertThat(Bench.text(found(bench, new MediaRequest("index.m3u8", Directives.NONE, View.INBAND_ID3))))
                .contains("source.id3/live.m3u8");
        for (int msn = 1; msn <= 3; msn++) {
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            for (int part = 0; part < 4; part++) {
                String name = "/s" + msn + ".p" + part + ".m4s";
                byte[] inBand = bytes(bench.found("source.id3" + name));
                byte[] plain = bytes(bench.found("source" + name));
                parts.writeBytes(inBand);
                assertThat(new String(inBand, StandardCharsets.ISO_8859_1))
                        .endsWith(new String(plain, StandardCharsets.ISO_8859_1));
                assertThat(boxes(plain)).startsWith("moof");
                boolean first = msn > 2 && part == 0;
                boolean begins = from(bench, name) <= 2_700 && 2_700 < from(bench, name) + 500;
                assertThat(inBand.length > plain.length).as(name).isEqualTo(first || begins);
            }
            assertThat(bytes(bench.found("source.id3/s" + msn + ".m4s"))).isEqualTo(parts.toByteArray());
        }
        assertThat(bench.found("source.id3/s2.m4s").etag())
                .isNotEqualTo(bench.found("source/s2.m4s").etag());
        assertThat(bytes(bench.found("source.id3/init-0.mp4"))).isEqualTo(bytes(bench.found("source/init-0.mp4")));
        assertThat(bench.ask("source.id3/s99.m4s")).isInstanceOf(Answer.Refused.class);
        assertThat(bench.ask("other.id3/live.m3u8")).isInstanceOf(Answer.Refused.class);
    }

    private static String text(Bench bench, String path) {
        return Bench.text(bench.found(path));
    }

    private static Resource found(Bench bench, MediaRequest request) {
        return ((Answer.Found) bench.ask(request)).resource();
    }

    /** Media time of a part in ms, from its tfdt. */
    private static long from(Bench bench, String name) {
        var tfdt = Pattern.compile("tfdt .* time (\\d+)").matcher(boxes(bytes(bench.found("source" + name))));
        assertThat(tfdt.find()).isTrue();
        return Long.parseLong(tfdt.group(1));
    }

    private static String boxes(byte[] media) {
        return BoxDump.of(ByteBuffer.wrap(media));
    }

    static byte[] bytes(Resource resource) {
        if (resource.body() instanceof Body.Joined joined) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            joined.pieces()
                    .forEach(piece -> all.writeBytes(Bench.bytes(new Resource(
                            resource.contentType(),
                            piece,
                            resource.gzip(),
                            resource.cacheControl(),
                            resource.etag()))));
            return all.toByteArray();
        }
        return Bench.bytes(resource);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static TimedEvent event(int q, long atMillis, long millis) {
        Instant start = Bench.ANCHOR.plusMillis(atMillis);
        return new TimedEvent("e-" + q, "example", start, start.plusMillis(millis), Map.of("X-STATE", "q" + q), "");
    }

    /** Each message as the moment in ms and its value. */
    private static List<String> said(ByteBuffer messages) {
        List<String> said = new ArrayList<>();
        ByteBuffer in = messages.duplicate();
        while (in.hasRemaining()) {
            int start = in.position();
            int size = in.getInt();
            byte[] box = new byte[size];
            in.position(start).get(box);
            var value = Pattern.compile("q\\d+$").matcher(new String(box, StandardCharsets.ISO_8859_1));
            assertThat(value.find()).isTrue();
            said.add(ByteBuffer.wrap(box).getLong(16) / 90 + " " + value.group());
        }
        return said;
    }

    private static int crc(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return (int) sum.getValue();
    }
}
