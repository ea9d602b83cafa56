package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AskedTest {

    @Test
    void verdicts_followTheBounds() {
        Asked most = new Asked("start, ms", "start", Optional.empty(), true, 1_500, Optional.empty());
        assertThat(most.line(OptionalDouble.of(1_500), 0)).isEqualTo("| start, ms | ≤ 1500 | 1500 | met |\n");
        assertThat(most.line(OptionalDouble.of(1_501), 0)).isEqualTo("| start, ms | ≤ 1500 | 1501 | **not met** |\n");
        assertThat(most.line(OptionalDouble.empty(), 0)).isEqualTo("| start, ms | ≤ 1500 | – | not measured |\n");

        Asked least = new Asked("requests", "rate", Optional.of("nginx"), false, 0.8, Optional.empty());
        assertThat(least.isMet(0.79)).isFalse();
        assertThat(least.isMet(0.8)).isTrue();
    }

    @Test
    void whatDiffersByNoMoreThanEqualsDo_isNoDifference() {
        Results results = new Results(Map.of());
        for (double ratio : new double[] {0.97, 1.0, 1.03}) {
            results.add(LadderLive.ALIKE, "Vitrine", ratio);
        }
        results.add(LadderLive.OF_PASSTHROUGH, "Vitrine", 1.02);
        String what = "| CPU of a channel whose rendition nobody watches, of passthrough's | ≤ 1.00 | ";
        assertThat(results.table()).contains(what + "1.02 ± 0.024 | no difference to be seen |");

        results.add(LadderLive.OF_PASSTHROUGH, "Vitrine", 1.04);
        assertThat(results.table()).contains(what + "1.03 ± 0.024 | **not met** |");
    }

    @Test
    void table_takesMediansAndRatios() {
        Results results = new Results(Map.of());
        results.add("publish → first playable, ms", "Vitrine", 400);
        results.add("publish → first playable, ms", "Vitrine", 900);
        results.add("publish → first playable, ms", "Vitrine", 1_200);
        results.add("playlist, 50 connections: requests/s", "Vitrine", 60);
        results.add("playlist, 50 connections: requests/s", "nginx", 100);

        assertThat(results.table())
                .contains("| publish → first playable, ms | ≤ 1000 | 900 | met |")
                .contains("| requests/s, playlists, of nginx's | ≥ 0.800 | 0.600 | **not met** |")
                .contains("| cue error, frames | ≤ 0 | – | not measured |")
                .contains("| playlist, 50 connections: requests/s | 60.0 | 100 | 0.600 |")
                .contains("| CPU of a ladder, x264 veryfast, of ffmpeg's | ≤ 1.00 | – | not measured |");
    }
}
