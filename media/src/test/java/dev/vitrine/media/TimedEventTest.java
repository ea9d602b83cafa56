package dev.vitrine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedEventTest {

    private static final Instant START = Instant.parse("2026-11-22T18:06:46.500Z");

    @Test
    void covers_isHalfOpen() {
        TimedEvent event = event("ok", "pin TS-01");
        assertThat(event.covers(START)).isTrue();
        assertThat(event.covers(START.minusMillis(1))).isFalse();
        assertThat(event.covers(START.plusSeconds(30))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\nb", "{$name}", "a\rb", "a\u2028b"})
    void attributes_thatCouldBreakAPlaylist_areRefused(String value) {
        assertThatThrownBy(() -> event(value, "")).hasMessageContaining("attribute X-DEV-VITRINE-STATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n#EXT-X-ENDLIST", "a\u0000b"})
    void comment_thatCouldBreakAPlaylist_isRefused(String comment) {
        assertThatThrownBy(() -> event("ok", comment)).hasMessageContaining("a single line");
    }

    @Test
    void end_notAfterStart_isRefused() {
        assertThatThrownBy(() -> new TimedEvent("k-1", "c", START, START, Map.of(), ""))
                .hasMessageContaining("after its start");
    }

    private static TimedEvent event(String value, String comment) {
        return new TimedEvent(
                "k7-12",
                "dev.vitrine.shop.v1",
                START,
                START.plusSeconds(30),
                Map.of("X-DEV-VITRINE-STATE", value),
                comment);
    }
}
