package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor is told. */
class ReadinessTest {

    @TempDir
    private Path directory;

    @Test
    void notReady_saysWhat_andWhy() throws Exception {
        try (TestServer server = new TestServer(directory)) {
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
            server.diskProblem.set("the data directory has 7 bytes free");
            var answer = server.get("/health/ready");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .isEqualTo("{\"status\":\"unavailable\",\"checks\":{\"database\":true,\"disk\":false},"
                            + "\"problems\":{\"disk\":\"the data directory has 7 bytes free\"}}");
            assertThat(server.get("/health/live").statusCode())
                    .as("no reason to restart it")
                    .isEqualTo(200);
        }
    }
}
