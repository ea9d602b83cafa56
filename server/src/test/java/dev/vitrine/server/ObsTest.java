package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Tools;
import dev.vitrine.testkit.Wait;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** OBS Studio itself, on a display that nobody sees, with a profile as a brand would set it up: custom server and key. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class ObsTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    @Test
    void obs_publishes_andIsToldWhyWhenItsKeyIsWrong() throws Exception {
        boolean installed = isInstalled("obs") && isInstalled("xvfb-run");
        if (!installed) {
            System.err.println(
                    "OBS STUDIO IS NOT INSTALLED (scripts/setup --tests): NOBODY HAS LOOKED WHETHER IT PUBLISHES");
        }
        assumeTrue(installed);
        try (TestServer server = TestServer.start(data)) {
            try (Obs obs = new Obs(data.resolve("wrong"), server.rtmp(), "no-such-key")) {
                obs.awaitWords("no channel has this stream key");
            }
            try (Obs obs = new Obs(data.resolve("right"), server.rtmp(), TestServer.KEY);
                    HlsClient viewer = HlsClient.follow(server.hls())) {
                Wait.until(
                        SOON,
                        "OBS to be on air",
                        () -> server.channel().get("live").asBoolean(),
                        obs::words);
                viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
                JsonNode channel = server.channel();
                assertThat(channel.get("encoder").asText()).startsWith("FMLE/3.0");
                assertThat(channel.get("advice")).as("%s", channel).isEmpty();
                assertThat(viewer.recording().findings()).isEmpty();
            }
            Viewed show = Viewed.whenOver(server);
            assertThat(show.discontinuities()).isZero();
            assertThat(show.stream("video").path("width").asInt()).isEqualTo(320);
            assertThat(show.stream("audio").path("codec_name").asText()).isEqualTo("aac");
            double seconds = show.end("video") - show.start("video");
            assertThat(show.probe().packets("video").size() / seconds)
                    .as("frames a second")
                    .isCloseTo(30, within(1.0));
            assertThat(show.end("audio") - show.start("audio")).isCloseTo(seconds, within(0.25));
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** One run of OBS with a home of its own. */
    private static final class Obs implements AutoCloseable {

        private final Path log;
        private final Process process;

        Obs(Path home, URI rtmp, String key) throws IOException {
            Path config = home.resolve(".config/obs-studio");
            Path profile = Files.createDirectories(config.resolve("basic/profiles/Vitrine"));
            copy("global.ini", config.resolve("global.ini"));
            copy("basic.ini", profile.resolve("basic.ini"));
            copy(
                    "scene.json",
                    Files.createDirectories(config.resolve("basic/scenes")).resolve("Vitrine.json"));
            Files.writeString(
                    profile.resolve("service.json"),
                    "{\"type\":\"rtmp_custom\",\"settings\":{\"server\":\"rtmp://" + rtmp.getAuthority()
                            + "/live\",\"key\":\"" + key + "\"}}");
            log = home.resolve("obs.log");
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Tools.find("xvfb-run").toString(),
                            "-a",
                            "-s",
                            "-screen 0 1024x768x24",
                            "obs",
                            "--startstreaming",
                            "--multi",
                            "--disable-updater",
                            "--disable-missing-files-check",
                            "--profile",
                            "Vitrine",
                            "--collection",
                            "Vitrine",
                            "--verbose"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"));
            builder.environment()
                    .putAll(Map.of(
                            "HOME",
                            home.toString(),
                            "XDG_CONFIG_HOME",
                            home.resolve(".config").toString(),
                            "QT_QPA_PLATFORM",
                            "xcb",
                            "LIBGL_ALWAYS_SOFTWARE",
                            "1"));
            process = builder.start();
        }

        private static void copy(String resource, Path to) throws IOException {
            try (InputStream in = ObsTest.class.getResourceAsStream("/obs/" + resource)) {
                Files.copy(in, to);
            }
        }

        String words() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return e.toString();
            }
        }

        void awaitWords(String wanted) {
            Wait.until(SOON, "OBS to say '" + wanted + "'", () -> words().contains(wanted), this::words);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            // OBS first: the script that made the display takes it away once OBS is gone.
            List<ProcessHandle> all = process.descendants().toList();
            all.stream()
                    .filter(child -> child.info().command().orElse("").endsWith("/obs"))
                    .forEach(ProcessHandle::destroy);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }
}
