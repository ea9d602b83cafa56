package dev.vitrine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksTest {

    @Test
    void contrast_isWcags() {
        assertThat(Checks.contrast(0xffffff, 0x000000)).isCloseTo(21, within(1e-9));
        assertThat(Checks.contrast(0x777777, 0xffffff)).isCloseTo(4.48, within(0.005));
        assertThat(Checks.contrast(0x123456, 0x123456)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "255.255.255.255", "10.0.0.0/8", "::1", "fd00::/8", "::ffff:0:0/96", "1.2.3.4/32"})
    void network_takes(String text) {
        assertThat(Checks.network(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                "01.2.3.4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "dead.beef",
                ":",
                "::/129"
            })
    void network_refuses(String text) {
        assertThatThrownBy(() -> Checks.network(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1ms,1ms", "1000ms,1s", "90s,90s", "60s,1m", "24h,1d", "0ms,0s", "1500ms,1500ms"})
    void durations_areWrittenInTheLargestWholeUnit(String text, String written) {
        Duration duration = Durations.parse(text);
        assertThat(Durations.format(duration)).isEqualTo(written);
        assertThat(Durations.parse(written)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"1KB,1KB", "1000KB,1MB", "1500KB,1500KB", "1000TB,1000TB", "16MB,16MB"})
    void sizes_areWrittenInTheLargestWholeUnit(String text, String written) {
        assertThat(ByteSize.parse(text)).hasToString(written).isEqualTo(ByteSize.parse(written));
    }
}
