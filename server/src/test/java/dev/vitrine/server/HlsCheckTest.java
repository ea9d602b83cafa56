package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.check.Finding;
import dev.vitrine.hls.check.HlsCheck;
import dev.vitrine.hls.check.Report;
import dev.vitrine.hls.check.Severity;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole checklist on a whole show of ours, in all its renditions. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class HlsCheckTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Programme PROGRAMME =
            Programme.standard().size(640, 360).bFrames(2);

    @TempDir
    private Path data;

    /**
     * What the first seconds of a show lack on purpose (docs/decisions/0004-first-playlist.md), and a BANDWIDTH that was the
     * highest by then: there is no later one to be had when the show is over.
     */
    private static boolean isOfTheStart(Finding finding) {
        return List.of(14, 47, 71).contains(finding.line());
    }

    @Test
    void encoderGoes_comesBack_andGoesForGood_noLineFails() throws Exception {
        // Parts so long that the machine that runs this has the time for one that the list gives it (line 22).
        String yaml =
                "hls: {grace: 5s, part-duration: 1s}\ntranscode: {mode: \"on\", renditions: [240p], preset: ultrafast}\n";
        try (TestServer server = TestServer.start(data, yaml)) {
            CompletableFuture<Report> checked;
            try (Encoder first = Encoder.publish(server.rtmp(), PROGRAMME)) {
                first.awaitFrames(240, LONG); // its rate is known then
                server.awaitVariants(3);
                checked = CompletableFuture.supplyAsync(() -> check(server));
                TimeUnit.SECONDS.sleep(6);
                first.kill();
            }
            TimeUnit.SECONDS.sleep(2);
            try (Encoder second = Encoder.publish(server.rtmp(), PROGRAMME)) {
                second.awaitFrames(200, LONG);
                server.cue("pin", "TS-01", "live");
                second.kill();
            }
            Report report = checked.get(90, TimeUnit.SECONDS);
            assertThat(report.findings())
                    .filteredOn(finding -> finding.severity() != Severity.ADVICE && !isOfTheStart(finding))
                    .as(report.text())
                    .isEmpty();
            assertThat(report.passed())
                    .as("lines that only a show with parts, several renditions and an outage is judged by")
                    .contains(12, 13, 15, 25, 28, 35, 36, 44, 58, 72);
        }
    }

    private static Report check(TestServer server) {
        try {
            return HlsCheck.run(server.hls(), LONG);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
