package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What FFmpeg encoded, packaged, is read by ffprobe without a complaint")
final class FfprobeTest {

    private static final String[] TONE = {"-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"};

    @TempDir
    private Path directory;

    @Test
    void bFrames_with_sound() throws Exception {
        check(RealMedia.encode(
                directory, 7, options(picture("30"), TONE, x264("-bf", "2", "-g", "60"), "-c:a", "aac", "-ac", "2")));
    }

    @Test
    void sixtyFrames_with_sound() throws Exception {
        check(RealMedia.encode(
                directory, 5, options(picture("60"), TONE, x264("-bf", "0", "-g", "120"), "-c:a", "aac", "-ac", "2")));
    }

    @Test
    void ntscFrames_withoutSound() throws Exception {
        check(RealMedia.encode(directory, 7, options(picture("30000/1001"), x264("-bf", "3", "-g", "60"))));
    }

    @Test
    void framesMissing_with_sound() throws Exception {
        check(RealMedia.encode(
                directory,
                7,
                options(
                        picture("30"),
                        TONE,
                        "-vf",
                        "select='not(mod(floor(n/7)*3+mod(n,11),4))+eq(mod(n,60),0)'",
                        "-vsync",
                        "vfr",
                        x264("-bf", "0", "-force_key_frames", "expr:gte(t,n_forced*2)", "-g", "600"),
                        "-c:a",
                        "aac",
                        "-ac",
                        "2")));
    }

    @Test
    void soundOnly() throws Exception {
        check(RealMedia.encode(directory, 7, options(TONE, "-vn", "-c:a", "aac", "-ac", "2")));
    }

    private void check(RealMedia media) throws Exception {
        Bench bench = new Bench(PackagerSettings.defaults());
        bench.packager.tracks(media.tracks());
        media.units().forEach(bench.packager::write);
        bench.packager.end("done");

        PlaylistRules.checkDates(bench.playlist());
        Path file = RealMedia.join(bench, directory.resolve("joined.mp4"));
        for (int stream = 0; stream < media.tracks().size(); stream++) {
            Track track = media.tracks().get(stream);
            List<AccessUnit> sent = media.units().stream()
                    .filter(unit -> unit.trackId() == track.id())
                    .toList();
            List<double[]> packets = packets(file, stream);
            long lift = track.isVideo() ? liftByFfmpeg(sent) : 0;
            int tooEarly = (int) sent.stream()
                    .filter(unit -> !track.isVideo()
                            && track.timescale().duration(unit.pts()).toNanos() < shownFrom(media))
                    .count();
            if (track.isVideo() || media.tracks().size() == 1) {
                assertThat(packets).hasSameSizeAs(sent);
            } else {
                assertThat(sent.size() - packets.size()).isBetween(0, 30);
            }
            for (int i = 0; i < packets.size(); i++) {
                double tick = 1.0 / track.timescale().ticksPerSecond();
                assertThat(packets.get(i)[0])
                        .as("pts of packet %d of track %d", i, track.id())
                        .isCloseTo((sent.get(i + tooEarly).pts() + lift) * tick, within(0.00051 * tick + 1e-6));
            }
            String decoded = RealMedia.probe(
                    file,
                    "-count_frames",
                    "-select_streams",
                    Integer.toString(stream),
                    "-show_entries",
                    "stream=nb_read_frames",
                    "-of",
                    "csv=p=0");
            assertThat(Integer.parseInt(decoded.strip())).isEqualTo(packets.size());
        }
    }

    /** When the first picture is shown, or the first sound heard where there is none; what is heard before is left out. */
    private static long shownFrom(RealMedia media) {
        Track lead = media.tracks().stream()
                .filter(Track::isVideo)
                .findFirst()
                .orElse(media.tracks().get(0));
        return media.units().stream()
                .filter(unit -> unit.trackId() == lead.id())
                .mapToLong(unit -> lead.timescale().nanos(unit.pts()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * FFmpeg's demuxer shows all pictures of a track later by the most negative composition offset, so that none is shown
     * before it is decoded.
     */
    private static long liftByFfmpeg(List<AccessUnit> pictures) {
        long first = pictures.get(0).pts() - pictures.get(0).dts();
        return pictures.stream()
                .mapToLong(picture -> first - (picture.pts() - picture.dts()))
                .max()
                .orElse(0);
    }

    /** Presentation and decoding time of every packet, in seconds, as ffprobe sees them. */
    private static List<double[]> packets(Path file, int stream) {
        return RealMedia.probe(
                        file,
                        "-select_streams",
                        Integer.toString(stream),
                        "-show_entries",
                        "packet=pts_time,dts_time",
                        "-of",
                        "csv=p=0")
                .lines()
                .map(line -> line.split(",", -1))
                .map(fields -> new double[] {Double.parseDouble(fields[0]), Double.parseDouble(fields[1])})
                .toList();
    }

    private static String[] picture(String rate) {
        return new String[] {"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=" + rate};
    }

    private static String[] x264(String... more) {
        return options(
                new String[] {"-c:v", "libx264", "-preset", "ultrafast", "-sc_threshold", "0", "-pix_fmt", "yuv420p"},
                more);
    }

    private static String[] options(Object... groups) {
        return java.util.Arrays.stream(groups)
                .flatMap(group -> group instanceof String[] many
                        ? java.util.Arrays.stream(many)
                        : java.util.stream.Stream.of((String) group))
                .toArray(String[]::new);
    }
}
