package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.soak.PlayersSoak;
import dev.vitrine.testkit.soak.Report;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code scripts/soak players}. Without video.js, which knows no gaps and therefore stands still for as
 * long as an outage was (docs/players.md); the long form has it.
 */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class PlayersSoakTest {

    @TempDir
    private Path directory;

    @Test
    void encoderAndServerKilled_playersGoOnWithoutAReload_andMissNoCue() throws Exception {
        Report report = PlayersSoak.run(
                new PlayersSoak.Plan(
                        SoakTest.server(),
                        Path.of("../testkit/web"),
                        List.of("vitrine", "hls.js", "shaka", "ffmpeg", "gstreamer"),
                        60,
                        1),
                directory);

        assertThat(report.violations()).as(report.text()).isEmpty();
        assertThat(report.text()).contains("vitrine v1").contains("shaka v5");
    }
}
