package dev.vitrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.testkit.FrameDates.Picture;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ProcessGuard.class)
class EncoderTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Programme THREE_SECONDS =
            Programme.standard().lasting(Duration.ofSeconds(3)).asFastAsPossible();

    @TempDir
    Path directory;

    @Test
    void file_at500kbitAnd320px_showsEveryFramesNumber() {
        Path file = Encoder.file(directory.resolve("a.mp4"), THREE_SECONDS.startingAt(1000));

        List<Picture> pictures = FrameDates.decode(file);

        assertThat(pictures)
                .extracting(Picture::frame)
                .containsExactlyElementsOf(
                        LongStream.range(1000, 1090).mapToObj(OptionalLong::of).toList());
    }

    @Test
    void file_scaledToHalf_stillShowsEveryFramesNumber() {
        Path file = Encoder.file(directory.resolve("a.mp4"), THREE_SECONDS);
        Path half = directory.resolve("half.mp4");
        Child.succeed(
                DEADLINE,
                Tools.ffmpeg(),
                List.of("-nostdin", "-i", file.toString(), "-vf", "scale=160:90", "-b:v", "200k", half.toString()));

        assertThat(FrameDates.decode(half))
                .hasSize(90)
                .allSatisfy(picture -> assertThat(picture.frame()).isPresent());
    }

    @Test
    void file_withBFrames_hasThemAndKeyframesEveryGop() {
        Path file = Encoder.file(
                directory.resolve("a.mp4"), THREE_SECONDS.bFrames(2).gop(Duration.ofSeconds(1)));

        Ffprobe probe = Ffprobe.packetsOf(file);

        assertThat(probe.warnings()).isEmpty();
        assertThat(probe.stream("video").orElseThrow().path("has_b_frames").asInt())
                .isPositive();
        assertThat(probe.packets("video").stream()
                        .filter(packet -> packet.path("flags").asText().startsWith("K")))
                .hasSize(3);
    }

    @Test
    void file_inEveryCodec_isThatCodec() {
        Programme second = THREE_SECONDS.lasting(Duration.ofSeconds(1));
        assertThat(codec(second.video(VideoCodec.HEVC), "video")).isEqualTo("hevc");
        assertThat(codec(second.video(VideoCodec.AV1), "video")).isEqualTo("av1");
        assertThat(codec(second.video(VideoCodec.VP9), "video")).isEqualTo("vp9");
        assertThat(codec(second.withoutVideo().audio(AudioCodec.AAC, 44_100, 1), "audio"))
                .isEqualTo("aac");
        assertThat(codec(second.withoutVideo().audio(AudioCodec.OPUS, 48_000, 2), "audio"))
                .isEqualTo("opus");
        assertThat(codec(second.withoutVideo().audio(AudioCodec.MP3, 44_100, 2), "audio"))
                .isEqualTo("mp3");
    }

    @Test
    void publish_toAListeningServer_arrivesThere() throws Exception {
        int port = FreePort.next();
        Path received = directory.resolve("received.flv");
        Process server = listen(port, received);
        try {
            try (Encoder encoder = connect(port, Programme.standard().lasting(Duration.ofSeconds(2)))) {
                encoder.awaitFrames(60, DEADLINE);
                encoder.awaitEnd(DEADLINE);
            }
            assertThat(server.waitFor()).isZero();
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(FrameDates.decode(received))
                .extracting(Picture::frame)
                .containsExactlyElementsOf(
                        LongStream.range(0, 60).mapToObj(OptionalLong::of).toList());
        assertThat(Ffprobe.of(received).stream("audio")
                        .orElseThrow()
                        .path("codec_name")
                        .asText())
                .isEqualTo("aac");
    }

    @Test
    void kill_whilePublishing_leavesNothing() throws Exception {
        int port = FreePort.next();
        Process server = listen(port, directory.resolve("received.flv"));
        try {
            Encoder encoder = connect(port, Programme.standard());
            encoder.awaitFrames(15, DEADLINE);

            encoder.kill();

            assertThat(encoder.isRunning()).isFalse();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void awaitFrames_whenNobodyListens_failsWithWhatFfmpegSaid() {
        URI nowhere = URI.create("rtmp://127.0.0.1:" + FreePort.next() + "/live/x");
        try (Encoder encoder = Encoder.publish(nowhere, Programme.standard())) {
            assertThatThrownBy(() -> encoder.awaitFrames(1, DEADLINE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("after 0 of 1 frames")
                    .hasMessageContaining("Connection refused");
        }
    }

    private String codec(Programme programme, String kind) {
        Path file = Encoder.file(directory.resolve("codec.mp4"), programme);
        return Ffprobe.of(file).stream(kind).orElseThrow().path("codec_name").asText();
    }

    private static Process listen(int port, Path target) throws Exception {
        return new ProcessBuilder(
                        Tools.ffmpeg().toString(),
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
                        "-y",
                        target.toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(target.getParent(), "listener-", ".txt")
                        .toFile())
                .start();
    }

    /** The listener takes one connection only, so it cannot be probed: try until an encoder stays. */
    private static Encoder connect(int port, Programme programme) {
        URI address = URI.create("rtmp://127.0.0.1:" + port + "/live/x");
        return Wait.value(DEADLINE, "an RTMP listener at " + address, () -> {
            Encoder encoder = Encoder.publish(address, programme);
            Wait.until(
                    DEADLINE, "the encoder to send or to give up", () -> encoder.frames() > 0 || !encoder.isRunning());
            if (encoder.isRunning() || encoder.frames() > 0) {
                return Optional.of(encoder);
            }
            encoder.close();
            return Optional.empty();
        });
    }
}
