package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Body;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmFilesTest {

    private long now;
    private final WarmFiles files = new WarmFiles(() -> now);

    @Test
    void stretchThatWasSent_isWarm_forTwentySeconds() {
        files.sent(stretch(0));
        assertThat(files.has(stretch(0))).isTrue();
        assertThat(files.has(stretch(1))).as("another of the same file").isFalse();

        now += TimeUnit.SECONDS.toNanos(19);
        assertThat(files.has(stretch(0))).isTrue();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(files.has(stretch(0))).isFalse();
    }

    @Test
    void forgetsTheOldest_soThatItStaysSmall() {
        for (int i = 0; i < 2_000; i++) {
            files.sent(stretch(i));
        }
        files.sent(stretch(0));
        files.sent(stretch(2_000));
        assertThat(files.has(stretch(0))).as("sent again").isTrue();
        assertThat(files.has(stretch(1))).isFalse();
        assertThat(files.has(stretch(2))).isTrue();
    }

    private static Body.OnDisk stretch(int number) {
        return new Body.OnDisk(Path.of("s1.m4s"), number * 10L, 10);
    }
}
