package dev.vitrine.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MediaClockTest {

    private final MediaClock clock = new MediaClock(Instant.parse("2026-11-22T18:06:40.000456Z"));

    @Test
    void anchor_isKeptInWholeMillis_soThatPlaylistsCanSayItExactly() {
        assertThat(clock.anchor()).isEqualTo(Instant.parse("2026-11-22T18:06:40Z"));
    }

    @Test
    void dateOf_andTicksAt_areInverse_afterHundredDays() {
        long ticks = 100L * 86_400 * 90_000 + 3_003;
        assertThat(clock.ticksAt(clock.dateOf(ticks, Timescale.VIDEO), Timescale.VIDEO))
                .isEqualTo(ticks);
    }
}
