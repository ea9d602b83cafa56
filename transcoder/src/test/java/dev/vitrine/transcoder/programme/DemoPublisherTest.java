package dev.vitrine.transcoder.programme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.transcoder.FfmpegPrograms;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher as the demo runs it, in its own JVM, against FFmpeg's RTMP server. */
class DemoPublisherTest {

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void publish_aSheet_saysAtWhichFrameEachProductWasLifted() throws Exception {
        int port = freePort();
        Path received = directory.resolve("received.flv");
        Process server = listen(port, received);
        Process publisher = publisher(port, "0.5,AO-DAI-01\n1,\n1.5,XX-99\n", "--seconds", "3");

        List<String> events = publisher.inputReader().lines().toList();

        assertThat(publisher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isZero();
        // Pictures are left out on a machine that cannot keep up; then the event comes with the next one sent.
        assertThat(events).hasSize(4);
        assertThat(events.get(0)).isEqualTo("ready");
        assertThat(frameOf(events.get(1), "pin AO-DAI-01 frame ")).isBetween(15L, 29L);
        assertThat(frameOf(events.get(2), "unpin frame ")).isBetween(30L, 44L);
        assertThat(frameOf(events.get(3), "pin XX-99 frame ")).isGreaterThanOrEqualTo(45L);
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(probe(received)).contains("codec_name=h264", "width=320", "codec_name=aac", "sample_rate=48000");
    }

    @Test
    void publish_whileNobodyListens_triesAgainUntilItsInputEnds() throws Exception {
        int port = freePort();
        Process publisher = publisher(port, "0,AO-DAI-01\n");

        try (BufferedReader errors = publisher.errorReader()) {
            assertThat(errors.lines()
                            .filter(line -> line.startsWith("publishing failed: "))
                            .limit(2))
                    .hasSize(2)
                    .allMatch(line -> line.contains("; next try in "));
            publisher.getOutputStream().close();
            assertThat(publisher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(publisher.exitValue()).isZero();
    }

    @Test
    void main_withWrongUsage_exitsWith2() throws Exception {
        Process publisher = java("--url", "rtmp://h/live/k");

        assertThat(publisher.errorReader().lines()).contains("--sheet is missing");
        assertThat(publisher.waitFor()).isEqualTo(2);
    }

    private static long frameOf(String event, String expected) {
        assertThat(event).startsWith(expected);
        return Long.parseLong(event.substring(expected.length()));
    }

    private Process publisher(int port, String sheet, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--url",
                "rtmp://127.0.0.1:" + port + "/live/x",
                "--sheet",
                Files.writeString(directory.resolve("sheet.csv"), sheet).toString(),
                "--width",
                "320",
                "--height",
                "180",
                "--events",
                "-"));
        arguments.addAll(List.of(more));
        return java(arguments.toArray(String[]::new));
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                DemoPublisher.class.getName()));
        command.addAll(List.of(arguments));
        return started(new ProcessBuilder(command));
    }

    private Process listen(int port, Path target) throws IOException {
        return started(new ProcessBuilder(
                        FfmpegPrograms.ffmpeg().toString(),
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-listen",
                        "1",
                        "-f",
                        "flv",
                        "-i",
                        "rtmp://127.0.0.1:" + port + "/live/x",
                        "-c",
                        "copy",
                        target.toString())
                .inheritIO());
    }

    private static List<String> probe(Path file) throws IOException {
        Process ffprobe = new ProcessBuilder(
                        FfmpegPrograms.ffprobe().toString(), "-v", "error", "-show_streams", file.toString())
                .start();
        return ffprobe.inputReader().lines().toList();
    }

    private Process started(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
