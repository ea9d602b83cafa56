package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.soak.DriftSoak;
import dev.vitrine.testkit.soak.LadderSoak;
import dev.vitrine.testkit.soak.Report;
import dev.vitrine.testkit.soak.Soak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/soak}. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class SoakTest {

    @TempDir
    private Path directory;

    @Test
    void encodersAndServersKilled_viewersNeverStartOver_andTheReplayIsComplete() throws Exception {
        Report report = Soak.run(
                new Soak.Plan(server(), Path.of("../testkit/web"), List.of("hls.js"), 4, 2, 2, 2_000, 7), directory);

        assertThat(report.violations()).as(report.text()).isEmpty();
        assertThat(report.text())
                .contains("encoder kills")
                .contains("server kills")
                .contains("hls.js 1.7");
    }

    @Test
    void transcodersKilled_sourceDoesNotNotice_andRenditionsAreThereAllTheSame() throws Exception {
        Report report = LadderSoak.run(new LadderSoak.Plan(server(), 5, 3, 1_500, 7), directory);

        assertThat(report.violations()).as(report.text()).isEmpty();
        assertThat(report.text()).contains("worker kills");
    }

    @Test
    void soundStaysWithItsPicture_andBothWithTheSource() throws Exception {
        Report report = DriftSoak.run(new DriftSoak.Plan(server(), Duration.ofSeconds(8), 2), directory);

        assertThat(report.violations()).as(report.text()).isEmpty();
        assertThat(report.text()).contains("sound behind picture");
    }

    /** The command that starts what is being tested. */
    static List<String> server() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vitrine.server.cli.Vitrine",
                "serve");
    }
}
