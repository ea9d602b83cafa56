package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.PublishGate;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.rtmp.RtmpLimits;
import dev.vitrine.rtmp.RtmpObserver;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.rtmp.RtmpSettings;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Ffprobe;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same stream read by us, chunk by chunk over a socket, and by FFmpeg's FLV demuxer: the same packets, byte for byte,
 * at the same times, with the same codec configuration.
 */
@Tag("real")
class SameReadingTest {

    /** Opus' and FLAC's headers are turned into other boxes, VP9's is put in front of them, the others have none. */
    private static final Set<String> SAME_IN_FLV_AND_MP4 = Set.of("h264", "hevc", "av1", "aac");

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path files;

    static Stream<Arguments> programmes() {
        return Stream.of(
                the("H.264 with B-frames, AAC", p -> p.bFrames(2)),
                the(
                        "HEVC with B-frames, Opus",
                        p -> p.video(VideoCodec.HEVC).bFrames(2).audio(AudioCodec.OPUS, 48_000, 2)),
                the("AV1, FLAC", p -> p.video(VideoCodec.AV1).audio(AudioCodec.FLAC, 48_000, 2)),
                the("VP9, AC-3", p -> p.video(VideoCodec.VP9).audio(AudioCodec.AC3, 48_000, 2)),
                the("E-AC-3", p -> p.audio(AudioCodec.EAC3, 48_000, 2)),
                the("MP3", p -> p.audio(AudioCodec.MP3, 44_100, 1)));
    }

    private static Arguments the(String name, UnaryOperator<Programme> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programmes")
    void packetsTimesAndConfiguration_areThoseThatFfmpegReads(String name, UnaryOperator<Programme> change)
            throws Exception {
        Path flv = Encoder.file(
                files.resolve("stream.flv"),
                change.apply(Programme.standard())
                        .lasting(Duration.ofSeconds(3))
                        .asFastAsPossible());
        Ffprobe theirs = Ffprobe.probe(flv.toString(), List.of("-show_packets", "-show_data_hash", "md5"));
        Ours ours = read(flv);

        // Ours counts from the first picture on.
        long zero = theirs.packets("video").get(0).path("dts").asLong();
        List<String> theirVideo = theirs.packets("video").stream()
                .map(packet -> line(
                        packet.path("pts").asLong() - zero,
                        packet.path("dts").asLong() - zero,
                        packet.path("flags").asText().startsWith("K"),
                        packet.path("data_hash").asText()))
                .toList();
        List<String> ourVideo = ours.units(true).stream()
                .map(unit -> line(
                        unit.pts() / 90,
                        unit.dts() / 90,
                        unit.randomAccess(),
                        md5(asFfmpegHasIt(unit, ours.track(true)))))
                .toList();
        assertThat(ourVideo).hasSize(90).isEqualTo(theirVideo);

        // Its sound begins with the first picture that is shown, and lays what was rounded to milliseconds end to end.
        long firstShown = theirs.packets("video").stream()
                .mapToLong(packet -> packet.path("pts").asLong())
                .findFirst()
                .orElseThrow();
        List<JsonNode> theirSound = theirs.packets("audio").stream()
                .filter(packet -> packet.path("dts").asLong() >= firstShown)
                .toList();
        List<AccessUnit> ourSound = ours.units(false);
        assertThat(ourSound.stream().map(unit -> md5(unit.payload())))
                .hasSizeGreaterThan(30)
                .isEqualTo(theirSound.stream()
                        .map(packet -> packet.path("data_hash").asText())
                        .toList());
        double ticksPerMilli = ours.track(false).timescale().ticksPerSecond() / 1_000.0;
        for (int i = 0; i < ourSound.size(); i++) {
            assertThat(Math.abs(ourSound.get(i).dts() / ticksPerMilli
                            - (theirSound.get(i).path("dts").asLong() - zero)))
                    .as("audio packet %s", i)
                    .isLessThanOrEqualTo(2.0);
        }
        assertConfiguration(theirs.stream("video").orElseThrow(), ours.track(true));
        assertConfiguration(theirs.stream("audio").orElseThrow(), ours.track(false));
    }

    /** AV1 in ISO BMFF has no temporal delimiters (AV1 in ISO BMFF §2.4); FFmpeg leaves them in. */
    private static byte[] asFfmpegHasIt(AccessUnit unit, Track track) {
        boolean av1 =
                track.video().filter(format -> format.codec() == VideoCodec.AV1).isPresent();
        byte[] delimiter = av1 ? new byte[] {0x12, 0} : new byte[0];
        byte[] all = Arrays.copyOf(delimiter, delimiter.length + unit.payload().length);
        System.arraycopy(unit.payload(), 0, all, delimiter.length, unit.payload().length);
        return all;
    }

    private static void assertConfiguration(JsonNode theirs, Track ours) {
        String codec = theirs.path("codec_name").asText();
        if (SAME_IN_FLV_AND_MP4.contains(codec)) {
            assertThat(md5(ours.format().configuration().toArray()))
                    .as("configuration of %s", codec)
                    .isEqualTo(theirs.path("extradata_hash").asText());
        }
        ours.video().ifPresent(format -> {
            assertThat(format.width()).isEqualTo(theirs.path("width").asInt());
            assertThat(format.height()).isEqualTo(theirs.path("height").asInt());
        });
        ours.audio().ifPresent(format -> {
            assertThat(format.sampleRate()).isEqualTo(theirs.path("sample_rate").asInt());
            assertThat(format.channels()).isEqualTo(theirs.path("channels").asInt());
        });
    }

    private static String line(long pts, long dts, boolean key, String hash) {
        return pts + " " + dts + (key ? " key " : " ") + hash;
    }

    /** As ffprobe writes it. */
    private static String md5(byte[] bytes) {
        try {
            return "MD5:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("MD5").digest(bytes))
                            .toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Ours read(Path flv) throws Exception {
        Ours ours = new Ours();
        PublishGate gate = request -> CompletableFuture.completedFuture(new PublishGate.Admitted("main", ours));
        try (RtmpServer server = new RtmpServer(
                new RtmpSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "live", RtmpLimits.defaults(), 1),
                gate,
                new RtmpObserver() {})) {
            URI address = URI.create("rtmp://127.0.0.1:" + server.start().getPort() + "/live/key");
            try (ScriptedPublisher publisher = ScriptedPublisher.publish(address)) {
                publisher.hears("NetStream.Publish.Start");
                ScriptedPublisher.tags(flv).forEach(publisher::send);
            }
            Wait.until(SOON, "the end of the stream", () -> ours.over);
        }
        return ours;
    }

    private static final class Ours implements MediaSink {

        private volatile List<Track> tracks = List.of();
        private volatile boolean over;
        private final List<AccessUnit> units = new CopyOnWriteArrayList<>();

        @Override
        public void tracks(List<Track> now) {
            tracks = now;
        }

        @Override
        public void write(AccessUnit unit) {
            units.add(unit);
        }

        @Override
        public void end(String reason) {
            over = true;
        }

        Track track(boolean video) {
            return tracks.stream()
                    .filter(track -> track.isVideo() == video)
                    .findFirst()
                    .orElseThrow();
        }

        List<AccessUnit> units(boolean video) {
            int id = track(video).id();
            return units.stream().filter(unit -> unit.trackId() == id).toList();
        }
    }
}
