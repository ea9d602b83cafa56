package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.media.PublishRequest;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders as people have them, over a real socket. */
class RealPublishersTest {

    private final RecordingSink sink = new RecordingSink();
    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private Admission admission = new Admitted("main", sink);
    private RtmpServer server;
    private String url;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() throws IOException {
        RtmpSettings settings = new RtmpSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "live", RtmpLimits.defaults(), 1);
        server = new RtmpServer(
                settings,
                request -> {
                    requests.add(request);
                    return CompletableFuture.completedFuture(admission);
                },
                RtmpObserver.NONE);
        url = "rtmp://127.0.0.1:" + server.start().getPort() + "/live/";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ffmpeg_publishesH264WithBFramesAndAac() throws Exception {
        run(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=322x180:rate=30:duration=2",
                "-f",
                "lavfi",
                "-i",
                "sine=duration=2:sample_rate=44100",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-bf",
                "2",
                "-g",
                "30",
                "-c:a",
                "aac",
                "-f",
                "flv",
                url + "key?token=abc");

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).streamKey()).isEqualTo("key");
        assertThat(requests.get(0).parameters()).containsEntry("token", "abc");
        assertThat(sink.lines.get(0)).isEqualTo("tracks avc1.64000d 322x180 + mp4a.40.2 44100 Hz");
        List<AccessUnit> video = sink.of(Lane.VIDEO_TRACK);
        assertThat(video).hasSize(60);
        assertThat(video.stream().filter(AccessUnit::randomAccess)).hasSize(2);
        assertThat(video.get(0).dts()).isZero();
        assertThat(video).anyMatch(unit -> unit.pts() > unit.dts());
        assertLaidEndToEnd(1_024);
        assertThat(sink.ended).isEqualTo("the encoder stopped the stream");
    }

    @Test
    void ffmpeg_pastTheExtendedTimestamp_playsOn() throws Exception {
        run(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x180:rate=30:duration=2",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "30",
                "-output_ts_offset",
                "16776.5",
                "-f",
                "flv",
                "-flvflags",
                "no_duration_filesize",
                url + "key");

        List<AccessUnit> video = sink.of(Lane.VIDEO_TRACK);
        assertThat(video).hasSize(60);
        assertThat(video.get(0).dts()).isZero();
        assertThat(video.get(59).dts()).isBetween(1_960L * 90, 1_974L * 90);
    }

    @Test
    void ffmpeg_refused_exitsWithTheReason() throws Exception {
        admission = new Refused(Cause.UNAUTHORISED, "no channel has this stream key");
        Process ffmpeg = start(
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x180:rate=30",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-f",
                "flv",
                url + "key");
        assertThat(ffmpeg.waitFor(10, TimeUnit.SECONDS)).as("ffmpeg gave up").isTrue();
        assertThat(ffmpeg.exitValue()).isNotZero();
        assertThat(Files.readString(log())).contains("no channel has this stream key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmpsink", "rtmp2sink"})
    void gstreamer_publishesH264AndAac(String element) throws Exception {
        run(
                "gst-launch-1.0",
                "-q",
                "-e",
                "videotestsrc",
                "num-buffers=60",
                "!",
                "video/x-raw,width=320,height=180,framerate=30/1",
                "!",
                "x264enc",
                "speed-preset=ultrafast",
                "key-int-max=30",
                "!",
                "h264parse",
                "!",
                "mux.",
                "audiotestsrc",
                "num-buffers=86",
                "samplesperbuffer=1024",
                "!",
                "audio/x-raw,rate=44100,channels=2",
                "!",
                "voaacenc",
                "!",
                "aacparse",
                "!",
                "mux.",
                "flvmux",
                "name=mux",
                "streamable=true",
                "!",
                element,
                "location=" + url + "key");

        assertThat(requests.get(0).streamKey()).isEqualTo("key");
        assertThat(sink.lines.get(0)).contains("320x180", "mp4a.40.2 44100 Hz");
        assertThat(sink.of(Lane.VIDEO_TRACK)).hasSize(60);
        assertLaidEndToEnd(1_024);
        assertThat(sink.ended).isNotEmpty();
    }

    @Test
    void rtmpdump_whichWantsToPlay_isSentAwayWithWords() throws Exception {
        Process rtmpdump = start("rtmpdump", "-V", "-r", url + "key", "-o", "/dev/null");
        assertThat(rtmpdump.waitFor(10, TimeUnit.SECONDS))
                .as("rtmpdump gave up")
                .isTrue();
        assertThat(rtmpdump.exitValue()).isNotZero();
        assertThat(Files.readString(log())).contains("NetStream.Play.Failed", "This server plays over HLS, not RTMP.");
        assertThat(requests).isEmpty();
    }

    private void assertLaidEndToEnd(int samples) {
        List<AccessUnit> audio = sink.of(Lane.AUDIO_TRACK);
        assertThat(audio).hasSizeGreaterThan(60);
        for (int i = 1; i < audio.size(); i++) {
            assertThat(audio.get(i).dts() - audio.get(i - 1).dts()).isEqualTo(samples);
        }
    }

    private void run(String... command) throws Exception {
        Process process = start(command);
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended)
                .as("%s ended: %s", command[0], Files.readString(log()))
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command[0], Files.readString(log()))
                .isZero();
        await(() -> !sink.ended.isEmpty());
    }

    private Process start(String... command) throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, command[0])));
        assertThat(installed)
                .as("%s is not on the PATH; scripts/setup installs what the tests need", command[0])
                .isTrue();
        return new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
    }

    private Path log() {
        return directory.resolve("encoder.log");
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as("it happened within 10 s").isTrue();
    }
}
