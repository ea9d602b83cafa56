package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final String PLAYLIST = """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-MEDIA-SEQUENCE:7
            #EXTINF:2,
            s7.m4s
            #EXT-X-PART:DURATION=0.5,URI="s8.0.m4s",INDEPENDENT=YES
            #EXTINF:2,
            s8.m4s
            #EXT-X-PART:DURATION=0.5,URI="s9.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.5,URI="s9.1.m4s"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s9.2.m4s"
            """;

    @Test
    void of_withLowLatency_listsPartsAndAsksForTheNext() {
        Listing listing = Listing.of(PLAYLIST, Viewers.Mode.LOW_LATENCY);

        assertThat(listing.media()).containsExactly("s8.0.m4s", "s9.0.m4s", "s9.1.m4s");
        assertThat(listing.nextSequence()).isEqualTo(9);
        assertThat(listing.nextPart()).isEqualTo(2);
        assertThat(listing.hint()).contains("s9.2.m4s");
    }

    @Test
    void gaps_areCountedAndNotAskedFor() {
        String gaps = """
                #EXTM3U
                #EXT-X-MEDIA-SEQUENCE:7
                #EXTINF:2,
                #EXT-X-GAP
                s7.m4s
                #EXT-X-PART:DURATION=0.5,URI="s8.p0.m4s",GAP=YES
                #EXT-X-PART:DURATION=0.5,URI="s8.p1.m4s"
                """;

        assertThat(Listing.of(gaps, Viewers.Mode.SEGMENTS).media()).isEmpty();
        Listing listing = Listing.of(gaps, Viewers.Mode.LOW_LATENCY);
        assertThat(listing.media()).containsExactly("s8.p1.m4s");
        assertThat(listing.nextSequence()).isEqualTo(8);
        assertThat(listing.nextPart()).isEqualTo(2);
    }

    @Test
    void percentile_isTheValueThatSoManyPercentStayBelow() {
        assertThat(Results.percentile(List.of(), 50)).isZero();
        assertThat(Results.percentile(List.of(5.0, 1.0, 3.0), 50)).isEqualTo(3);
        assertThat(Results.percentile(List.of(5.0, 1.0, 3.0), 100)).isEqualTo(5);
    }

    @Test
    void after_whatAViewerHas_isWhatIsNew() {
        Listing listing = Listing.of(PLAYLIST, Viewers.Mode.SEGMENTS);

        assertThat(listing.targetSeconds()).isEqualTo(4);
        assertThat(listing.after("s7.m4s")).containsExactly("s8.m4s");
        assertThat(listing.after("s8.m4s")).isEmpty();
        assertThat(listing.after("")).as("a newcomer starts with the newest").containsExactly("s8.m4s");
        assertThat(listing.after("s1.m4s")).as("who fell behind does too").containsExactly("s8.m4s");
    }

    @Test
    void table_ofTwoServers_hasMediansSpreadAndRatio() {
        Results results = new Results(Map.of("memory", "24 GiB"));
        for (double value : List.of(30.0, 10.0, 20.0)) {
            results.add("click, ms", "Vitrine", value);
        }
        results.add("click, ms", "nginx", 40);
        results.add("cue error, frames", "Vitrine", 0);

        assertThat(results.table())
                .contains("- memory: 24 GiB")
                .contains("| click, ms | 20.0 (10.0–30.0) | 40.0 | 0.500 |")
                .contains("| cue error, frames | 0 | – | – |");
    }
}
