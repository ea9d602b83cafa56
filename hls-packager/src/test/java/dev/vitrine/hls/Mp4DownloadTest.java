package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.hls.cmaf.Mp4Head;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A replay as one MP4 file, as ffprobe and ffmpeg read it")
final class Mp4DownloadTest {

    private static final String[] PICTURE_AND_TONE = {
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=160x90:rate=30",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:sample_rate=48000",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-bf",
        "2",
        "-g",
        "60",
        "-c:a",
        "aac"
    };

    @TempDir
    private Path directory;

    private Path show;

    /** B-frames decode before show time 0, and the next take begins behind a hole with another picture size. */
    @Test
    void showWithAHole_hasTrueDuration_everyPictureAtItsPlace_andChapters() throws Exception {
        RealMedia first = RealMedia.encode(directory, 5, PICTURE_AND_TONE);
        String[] larger = PICTURE_AND_TONE.clone();
        larger[3] = "testsrc2=size=320x180:rate=30";
        RealMedia second = RealMedia.encode(directory, 4, larger);
        show = directory.resolve("show");
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(show, Runnable::run));
        publish(bench, first, 0);
        bench.packager.fillGapTo(8_000_000_000L);
        publish(bench, second, 9_000);
        bench.packager.end("done");
        Replay replay = Replay.open(show, bench.clock, end -> List.of()).orElseThrow();

        Path file = write(replay.download(List.of(
                new Mp4Head.Chapter(Duration.ofMillis(1500), "Áo dài lụa"),
                new Mp4Head.Chapter(Duration.ofSeconds(9), "Túi mây"))));

        double seconds = Duration.between(replay.start(), replay.end()).toMillis() / 1000.0;
        assertThat(Double.parseDouble(probe(file, "format=duration").strip())).isCloseTo(seconds, within(0.05));
        List<Double> pictures = times(file, "v:0");
        List<Double> expected = new ArrayList<>();
        first.units().stream().filter(unit -> isVideo(first, unit)).forEach(unit -> expected.add(unit.pts() / 1000.0));
        second.units().stream()
                .filter(unit -> isVideo(second, unit))
                .forEach(unit -> expected.add(9 + unit.pts() / 1000.0));
        expected.sort(null);
        double zero = expected.get(0);
        assertThat(pictures).hasSameSizeAs(expected);
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(pictures.get(i)).as("picture " + i).isCloseTo(expected.get(i) - zero, within(0.0021));
        }
        assertThat(times(file, "a:0").size()).isBetween(380, 430);
        assertThat(probe(file, "chapter=start_time:chapter_tags=title"))
                .contains("1.500000,Áo dài lụa")
                .contains("9.000000,Túi mây");
        RealMedia.decode(file);
    }

    @Test
    void showCutShort_beginsAtItsFirstPicture() throws Exception {
        RealMedia media = RealMedia.encode(directory, 7, PICTURE_AND_TONE);
        show = directory.resolve("show");
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(show, Runnable::run));
        publish(bench, media, 0);
        bench.packager.end("done");
        Files.delete(show.resolve("source/s0.m4s"));
        Files.delete(show.resolve("source/s1.m4s"));
        Replay replay = Replay.open(show, bench.clock, end -> List.of()).orElseThrow();

        Path file = write(replay.download(List.of()));

        assertThat(times(file, "v:0").get(0)).isZero();
        double seconds = Duration.between(replay.start(), replay.end()).toMillis() / 1000.0;
        assertThat(Double.parseDouble(probe(file, "format=duration").strip())).isCloseTo(seconds, within(0.05));
    }

    @Test
    void secondDownload_isTheSame_fromTheHeadThatWasKept() throws Exception {
        RealMedia media = RealMedia.encode(directory, 3, PICTURE_AND_TONE);
        show = directory.resolve("show");
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(show, Runnable::run));
        publish(bench, media, 0);
        bench.packager.end("done");
        Replay replay = Replay.open(show, bench.clock, end -> List.of()).orElseThrow();

        Resource first = replay.download(List.of());
        Resource again = replay.download(List.of());

        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(Files.readAllBytes(write(again))).isEqualTo(Files.readAllBytes(write(first)));
        assertThat(first.body().length()).isEqualTo(Files.size(write(first)));
    }

    private static boolean isVideo(RealMedia media, AccessUnit unit) {
        return media.tracks().stream().filter(Track::isVideo).anyMatch(track -> track.id() == unit.trackId());
    }

    private static void publish(Bench bench, RealMedia media, long atMillis) {
        bench.packager.tracks(media.tracks());
        for (AccessUnit unit : media.units()) {
            Track track = media.tracks().stream()
                    .filter(candidate -> candidate.id() == unit.trackId())
                    .findFirst()
                    .orElseThrow();
            bench.write(unit.shifted(track.timescale().ticks(Duration.ofMillis(atMillis))));
        }
    }

    private Path write(Resource download) throws Exception {
        Path file = directory.resolve("show.mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Body piece : ((Body.Joined) download.body()).pieces()) {
                Body.OnDisk part = (Body.OnDisk) piece;
                try (FileChannel from = FileChannel.open(part.path())) {
                    assertThat(from.size()).isEqualTo(part.length());
                }
                Files.copy(part.path(), out);
            }
        }
        return file;
    }

    private static List<Double> times(Path file, String stream) {
        return RealMedia.probe(file, "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0")
                .lines()
                .map(line -> line.replace(",", ""))
                .filter(time -> !time.isBlank())
                .map(Double::parseDouble)
                .sorted()
                .toList();
    }

    private static String probe(Path file, String entries) {
        return RealMedia.probe(file, "-show_entries", entries, "-of", "csv=p=0");
    }
}
