package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.bench.Experiments.Click;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickTest {

    @ParameterizedTest
    @CsvSource({"9, 1", "10, 0", "11, 0", "13, 0", "14, 1", "20, 7"})
    void error_isTheDistanceToTheFramesThatMayHaveBeenTheNewest(long shown, long error) {
        assertThat(new Click(10, 13, Instant.EPOCH).error(shown)).isEqualTo(error);
    }
}
