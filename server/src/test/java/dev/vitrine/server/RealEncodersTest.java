package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What encoders send and viewers get: every frame, once, in order, in the codec it was sent in, and the sound beside it.
 * Each programme is sent as fast as the machine can and looked at after its end.
 */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class RealEncodersTest {

    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private static Arguments the(
            String name,
            UnaryOperator<Programme> change,
            int frames,
            String video,
            String audio,
            int rate,
            int channels) {
        return Arguments.of(name, change, frames, video, audio, rate, channels);
    }

    static Stream<Arguments> programmes() {
        return Stream.of(
                the("B-frames", p -> p.bFrames(2), 120, "h264", "aac", 48_000, 2),
                the("44.1 kHz mono", p -> p.audio(AudioCodec.AAC, 44_100, 1), 120, "h264", "aac", 44_100, 1),
                the("60 frames a second", p -> p.framesPerSecond(60), 240, "h264", "aac", 48_000, 2),
                the("a size in no whole macroblocks", p -> p.size(322, 182), 120, "h264", "aac", 48_000, 2),
                the("video only", Programme::withoutAudio, 120, "h264", "", 0, 0),
                the("audio only", Programme::withoutVideo, 0, "", "aac", 48_000, 2),
                the("HEVC, Opus", p -> with(p, VideoCodec.HEVC, AudioCodec.OPUS), 120, "hevc", "opus", 48_000, 2),
                the("HEVC, B-frames", p -> p.video(VideoCodec.HEVC).bFrames(2), 120, "hevc", "aac", 48_000, 2),
                the("AV1, FLAC", p -> with(p, VideoCodec.AV1, AudioCodec.FLAC), 120, "av1", "flac", 48_000, 2),
                the("VP9, AC-3", p -> with(p, VideoCodec.VP9, AudioCodec.AC3), 120, "vp9", "ac3", 48_000, 2),
                the("E-AC-3", p -> p.audio(AudioCodec.EAC3, 48_000, 2), 120, "h264", "eac3", 48_000, 2),
                the("MP3", p -> p.audio(AudioCodec.MP3, 44_100, 2), 120, "h264", "mp3", 44_100, 2));
    }

    private static Programme with(Programme programme, VideoCodec video, AudioCodec audio) {
        return programme.video(video).audio(audio, 48_000, 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programmes")
    void bundledFfmpeg_showsEveryFrameOnce_andTheSoundBesideIt(
            String name,
            UnaryOperator<Programme> change,
            int frames,
            String video,
            String audio,
            int rate,
            int channels) {
        Programme programme = change.apply(Programme.standard()).lasting(LENGTH).asFastAsPossible();
        try (TestServer server = TestServer.start(data)) {
            try (Encoder encoder = Encoder.publish(server.rtmp(), programme)) {
                encoder.awaitEnd(SOON);
            }
            judge(Viewed.whenOver(server), frames, video, audio, rate, channels);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainProgrammes")
    void debiansFfmpeg_showsEveryFrameOnce_andTheSoundBesideIt(
            String name, UnaryOperator<Programme> change, int frames, String audio, int rate, int channels) {
        Programme programme = change.apply(Programme.standard()).lasting(LENGTH).asFastAsPossible();
        try (TestServer server = TestServer.start(data)) {
            try (Encoder encoder = Encoder.publish(Tools.systemFfmpeg(), server.rtmp(), programme)) {
                encoder.awaitEnd(SOON);
            }
            judge(Viewed.whenOver(server), frames, "h264", audio, rate, channels);
        }
    }

    static Stream<Arguments> plainProgrammes() {
        UnaryOperator<Programme> mono = p -> p.bFrames(3).audio(AudioCodec.AAC, 44_100, 1);
        UnaryOperator<Programme> fast = p -> p.framesPerSecond(60).size(426, 240);
        return Stream.of(
                Arguments.of("B-frames, 44.1 kHz mono", mono, 120, "aac", 44_100, 1),
                Arguments.of("60 frames a second, 426x240", fast, 240, "aac", 48_000, 2));
    }

    private static void judge(Viewed show, int frames, String video, String audio, int rate, int channels) {
        assertThat(show.recording().findings()).isEmpty();
        assertThat(show.discontinuities()).isZero();
        if (!video.isEmpty()) {
            assertThat(show.stream("video").path("codec_name").asText()).isEqualTo(video);
            assertThat(show.frames())
                    .isEqualTo(LongStream.range(0, frames).boxed().toList());
        }
        if (!audio.isEmpty()) {
            assertThat(show.stream("audio").path("codec_name").asText()).isEqualTo(audio);
            assertThat(show.stream("audio").path("sample_rate").asInt()).isEqualTo(rate);
            assertThat(show.stream("audio").path("channels").asInt()).isEqualTo(channels);
        }
        for (String kind : List.of("video", "audio")) {
            if (show.probe().stream(kind).isPresent()) {
                assertThat(show.end(kind) - show.start(kind))
                        .as("seconds of %s", kind)
                        .isCloseTo(LENGTH.toMillis() / 1e3, within(0.15));
            }
        }
        if (!video.isEmpty() && !audio.isEmpty()) {
            assertThat(show.start("audio") - show.start("video"))
                    .as("the sound begins")
                    .isBetween(-0.06, 0.09);
            assertThat(show.end("audio") - show.end("video"))
                    .as("the sound ends")
                    .isBetween(-0.1, 0.1);
        }
    }
}
