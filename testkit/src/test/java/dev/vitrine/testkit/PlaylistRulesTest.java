package dev.vitrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaylistRulesTest {

    private static final URI ADDRESS = URI.create("http://h/live/main/video.m3u8");

    private static final String GOOD = """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5
            #EXT-X-PART-INF:PART-TARGET=0.5
            #EXT-X-MEDIA-SEQUENCE:7
            #EXT-X-MAP:URI="init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-23T10:00:00.000Z
            #EXTINF:2.00000,
            s7.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-23T10:00:02.000Z
            #EXT-X-DATERANGE:ID="e-1",CLASS="c",START-DATE="2026-11-23T10:00:02.500Z",END-DATE="2026-11-23T10:01:00.000Z",X-S="v1.eyJxIjoxfQ"
            #EXT-X-PART:DURATION=0.50000,URI="s8.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.50000,URI="s8.1.m4s"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s8.2.m4s"
            """;

    @Test
    void parse_ofALowLatencyPlaylist_findsSegmentsPartsAndRanges() {
        HlsPlaylist playlist = HlsPlaylist.parse(ADDRESS, GOOD);

        assertThat(playlist.segments()).hasSize(2);
        assertThat(playlist.segments().get(0).uri()).hasValue(URI.create("http://h/live/main/s7.m4s"));
        assertThat(playlist.segments().get(1).isOpen()).isTrue();
        assertThat(playlist.segments().get(1).sequence()).isEqualTo(8);
        assertThat(playlist.segments().get(1).parts()).hasSize(2);
        assertThat(playlist.dateRanges())
                .containsExactly(Map.of(
                        "ID", "e-1",
                        "CLASS", "c",
                        "START-DATE", "2026-11-23T10:00:02.500Z",
                        "END-DATE", "2026-11-23T10:01:00.000Z",
                        "X-S", "v1.eyJxIjoxfQ"));
        assertThat(PlaylistRules.check(playlist)).isEmpty();
        assertThat(PlaylistRules.check(playlist, playlist)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #EXTINF:2.00000             | #EXTINF:2.70000             | segment 7 lasts 2.7 s, target duration is 2 (§4.4.3.1)
            PART:DURATION=0.50000,URI="s8.1 | PART:DURATION=0.60000,URI="s8.1 | part 8.1 lasts 0.6 s, part target is 0.5 (§4.4.4.9)
            ,PART-HOLD-BACK=1.5         | ,CAN-SKIP-UNTIL=12          | parts without PART-HOLD-BACK (§4.4.3.8)
            ID="e-1",                   | ''                          | EXT-X-DATERANGE without ID
            """)
    void check_ofABrokenPlaylist_namesTheBreach(String good, String bad, String finding) {
        assertThat(PlaylistRules.check(changed(good, bad)))
                .singleElement()
                .asString()
                .startsWith(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DURATION:2       | DURATION:3       | target duration went from 2 to 3 (§6.2.1)
            SEQUENCE:7       | SEQUENCE:6       | media sequence fell from 7 to 6 (§6.2.1)
            s7.m4s           | s7b.m4s          | segment 7 changed its address
            10:00:02.000Z    | 10:00:02.040Z    | segment 8 changed its date
            s8.0.m4s         | s8.0b.m4s        | segment 8 changed its parts (§6.2.1)
            10:01:00.000Z    | 10:02:00.000Z    | date range e-1 changed END-DATE
            """)
    void check_ofTwoThatDisagree_namesTheBreach(String good, String bad, String finding) {
        assertThat(PlaylistRules.check(HlsPlaylist.parse(ADDRESS, GOOD), changed(good, bad)))
                .anySatisfy(line -> assertThat(line).startsWith(finding));
    }

    @Test
    void dump_countsDatesFromTheFirstAndSpellsOutStates() {
        assertThat(PlaylistDump.of(GOOD))
                .contains("#EXT-X-PROGRAM-DATE-TIME:T+2000ms")
                .contains("START-DATE=\"T+2500ms\",END-DATE=\"T+60000ms\",X-S=v1 {\"q\":1}");
    }

    private static HlsPlaylist changed(String good, String bad) {
        assertThat(GOOD).contains(good);
        return HlsPlaylist.parse(ADDRESS, GOOD.replace(good, bad));
    }
}
