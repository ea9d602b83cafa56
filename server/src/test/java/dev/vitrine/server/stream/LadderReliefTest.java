package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LadderReliefTest {

    private static final List<String> ALL = List.of("720p", "480p");
    private static final long BEHIND = TimeUnit.SECONDS.toNanos(3);

    private long now = -5;
    private final LadderRelief relief = new LadderRelief(() -> now);

    private void after(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void largestRung_rests_whenTheFeedIsBehindForLong_andComesBack() {
        relief.idle();
        assertThat(relief.watch(ALL, BEHIND)).isEmpty();
        after(9);

        assertThat(relief.watch(ALL, BEHIND)).contains("720p");

        assertThat(relief.isResting("720p")).isTrue();
        assertThat(relief.rested()).isEmpty();
        after(31);
        assertThat(relief.rested()).containsExactly("720p");
        assertThat(relief.resting()).isEmpty();
    }

    @Test
    void nextOne_isNotSentToRest_beforeItWasSeenWhetherThatHelps() {
        relief.idle();
        after(9);
        relief.watch(ALL, BEHIND);
        after(9);
        assertThat(relief.watch(ALL, BEHIND)).as("the first still runs out").isEmpty();

        assertThat(relief.watch(List.of("480p"), BEHIND)).isEmpty();
        after(9);
        assertThat(relief.watch(List.of("480p"), BEHIND)).contains("480p");
    }

    @Test
    void feedThatCatchesUp_isGivenTime() {
        relief.idle();
        after(7);
        assertThat(relief.watch(ALL, TimeUnit.SECONDS.toNanos(1))).isEmpty();
        after(7);

        assertThat(relief.watch(ALL, BEHIND)).isEmpty();
    }
}
