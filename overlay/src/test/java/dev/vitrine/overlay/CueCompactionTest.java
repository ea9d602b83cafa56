package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CueCompactionTest {

    private static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");
    private static final Map<String, String> TITLES =
            Map.of("TS-01", "Áo dài <lụa> & nón --> mới", "TS-02", "Hai\n\nWEBVTT", "TS-03", "Ba");

    private final MemoryCueLog log = new MemoryCueLog();

    @BeforeEach
    void aShow() {
        CueDesk desk = new CueDesk("k7", START, log, LeaseSettings.DEFAULT);
        desk.apply(CueCommand.of(CueAction.SHOW, "TS-01"), at(6), at(6));
        desk.advance(at(35));
        desk.apply(CueCommand.of(CueAction.SHOW, "TS-02"), at(50), at(50));
        desk.apply(CueCommand.of(CueAction.PIN, "TS-01"), at(60), at(60));
        desk.apply(CueCommand.of(CueAction.CLEAR), at(70), at(70));
        desk.apply(CueCommand.of(CueAction.PIN, "TS-03"), at(80), at(80));
        desk.apply(CueCommand.of(CueAction.PIN, "TS-01"), at(130), at(90));
    }

    @Test
    void aReplay_hasOneRangeForEachLook_sideBySide_underTheFirstId() {
        assertThat(CueCompaction.events(CueTimeline.of(log.read("k7")), at(100)))
                .extracting(event -> event.id() + " " + seconds(event.start()) + " to " + seconds(event.end()))
                .containsExactly("k7-1 6 to 50", "k7-3 50 to 60", "k7-4 60 to 70", "k7-6 80 to 100");
    }

    @Test
    void vtt_saysWhatIsOnTheCard_orOnTheTable_harmlessly() {
        List<CueChange> changes = CueCompaction.changes(CueTimeline.of(log.read("k7")), at(100));
        assertThat(new String(
                        CueRendering.vtt(changes, START, at(100), sku -> TITLES.getOrDefault(sku, sku)),
                        StandardCharsets.UTF_8))
                .isEqualTo("""
                        WEBVTT

                        k7-1
                        00:00:06.000 --> 00:00:50.000
                        Áo dài &lt;lụa&gt; &amp; nón --&gt; mới

                        k7-3
                        00:00:50.000 --> 00:01:00.000
                        Áo dài &lt;lụa&gt; &amp; nón --&gt; mới · Hai WEBVTT

                        k7-4
                        00:01:00.000 --> 00:01:10.000
                        Áo dài &lt;lụa&gt; &amp; nón --&gt; mới

                        k7-6
                        00:01:20.000 --> 00:01:40.000
                        Ba
                        """);
    }

    @Test
    void vtt_ofALiveShow_endsAtTheEdge_andDoesNotTellTheFuture() {
        List<CueChange> changes = CueTimeline.of(log.read("k7")).changes();
        assertThat(new String(CueRendering.vtt(changes, START, at(90), sku -> sku), StandardCharsets.UTF_8))
                .endsWith("00:01:20.000 --> 00:01:30.000\nTS-03\n");
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static long seconds(Instant date) {
        return date.getEpochSecond() - START.getEpochSecond();
    }
}
