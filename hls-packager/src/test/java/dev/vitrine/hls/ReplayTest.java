package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.media.TimedEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Replay")
final class ReplayTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    @TempDir
    private Path directory;

    /** An outage and a change of formats in the middle, and a minute of nothing at the end. */
    @Test
    void finishedShow_isListedFromItsFirstPictureToItsLast() throws Exception {
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 4_000);
        bench.packager.fillGapTo(6_600_000_000L);
        bench.play(PROGRAMME.withoutAudio(), 7_000, 3_000);
        bench.packager.fillGapTo(70_000_000_000L);
        bench.packager.end("nobody came back");
        List<TimedEvent> events = List.of(
                bench.event(1, -5_000, 5_000),
                bench.event(2, -5_000, 6_000),
                bench.event(3, 4_000, 6_000),
                bench.event(4, 9_000, 200),
                bench.event(5, 10_000, 6_000));
        Replay replay = open(events);

        assertThat(Bench.text(found(replay, "source/replay.m3u8"))).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-TARGETDURATION:4
                        #EXT-X-PLAYLIST-TYPE:VOD
                        #EXT-X-MEDIA-SEQUENCE:1
                        #EXT-X-DISCONTINUITY-SEQUENCE:0
                        # 2 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-2",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:35.000Z",END-DATE="2026-11-22T18:06:41.000Z",X-DEV-VITRINE-STATE="v1.eyJxIjox2"
                        #EXT-X-MAP:URI="init-0.mp4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:40.000Z
                        #EXTINF:2.00000,
                        s0-1.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:42.000Z
                        #EXTINF:2.00000,
                        s2.m4s
                        # 3 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-3",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:44.000Z",END-DATE="2026-11-22T18:06:50.000Z",X-DEV-VITRINE-STATE="v1.eyJxIjox3"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:44.000Z
                        #EXT-X-GAP
                        #EXTINF:2.00000,
                        s3.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:46.000Z
                        #EXT-X-GAP
                        #EXTINF:1.00000,
                        s4.m4s
                        #EXT-X-DISCONTINUITY
                        #EXT-X-MAP:URI="init-1.mp4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:47.000Z
                        #EXTINF:2.00000,
                        s5.m4s
                        # 4 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-4",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:49.000Z",END-DATE="2026-11-22T18:06:49.200Z",X-DEV-VITRINE-STATE="v1.eyJxIjox4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:49.000Z
                        #EXTINF:1.00000,
                        s6.m4s
                        #EXT-X-ENDLIST
                        """);
        assertThat(replay.start()).isEqualTo(Bench.ANCHOR);
        assertThat(replay.end()).isEqualTo(Bench.ANCHOR.plusSeconds(10));
    }

    @Test
    void gapAtTheHead_isCut_andNumbersStay() throws Exception {
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 9_000);
        bench.packager.end("done");
        Files.delete(directory.resolve("source/s0.m4s"));
        Files.delete(directory.resolve("source/s1.m4s"));
        Replay replay = open(List.of());

        MediaPlaylist playlist = MediaPlaylist.read(Bench.text(found(replay, "source/replay.m3u8")));
        assertThat(playlist.header().mediaSequence()).isEqualTo(2);
        assertThat(playlist.segments().get(0).map()).isPresent();
        assertThat(replay.start()).isEqualTo(Bench.ANCHOR.plusSeconds(2));
    }

    /** What began early and lost its first half is not put together with what is there. */
    @Test
    void lostStart_leavesTheRestAsItWasLive() throws Exception {
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 9_000);
        bench.packager.end("done");
        Files.delete(directory.resolve("source/s0.m4s"));

        MediaPlaylist playlist = MediaPlaylist.read(Bench.text(found(open(List.of()), "source/replay.m3u8")));
        assertThat(playlist.header().mediaSequence()).isEqualTo(1);
        assertThat(playlist.segments().get(0).ending().orElseThrow().uri()).isEqualTo("s1.m4s");
    }

    @Test
    void whatIsListed_isThere_asItWasLive() throws Exception {
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 11_000);
        bench.packager.end("done");
        Replay replay = open(List.of());

        MultivariantPlaylist multivariant = MultivariantPlaylist.read(Bench.text(found(replay, "index.m3u8")));
        var variant = multivariant.variants().get(0);
        assertThat(variant.codecs()).isEqualTo("avc1.64001f,mp4a.40.2");
        assertThat(variant.resolution()).contains("1280x720");
        assertThat(variant.frameRate()).contains("30.000");
        long biggest = 0;
        MediaPlaylist playlist = MediaPlaylist.read(Bench.text(found(replay, variant.uri())));
        for (MediaSegment segment : playlist.segments()) {
            String name = segment.ending().orElseThrow().uri();
            Resource resource = found(replay, "source/" + name);
            ByteArrayOutputStream live = new ByteArrayOutputStream();
            for (String piece : name.equals("s0-1.m4s") ? List.of("s0.m4s", "s1.m4s") : List.of(name)) {
                live.write(Bench.bytes(bench.found("source/" + piece)));
            }
            assertThat(Bench.bytes(resource)).as(name).isEqualTo(live.toByteArray());
            if (segment.ending().orElseThrow().duration().toMillis() == 2000) {
                biggest = Math.max(biggest, resource.body().length() * 4);
            }
        }
        assertThat(variant.bandwidth()).isGreaterThanOrEqualTo(biggest);
        assertThat(Bench.bytes(found(replay, "source/init-0.mp4")))
                .isEqualTo(Bench.bytes(bench.found("source/init-0.mp4")));
        assertThat(playlist.segments().get(0).ending().orElseThrow())
                .isEqualTo(new MediaSegment.Ending(Duration.ofSeconds(2), "s0-1.m4s"));
        assertThat(multivariant.independentSegments()).isTrue();
        for (String other : List.of("", "source", "journal", "../journal", "source/s99.m4s", "source/live.m3u8")) {
            assertThat(replay.resource(other, View.DEFAULT)).as(other).isEmpty();
        }
    }

    @Test
    void viewWithCuesInTheMedia_isAsItWasLive() throws Exception {
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(directory, Runnable::run));
        bench.event(1, 2_700, 4_000);
        bench.event(2, 5_900, 60_000);
        bench.play(PROGRAMME, 0, 11_000);
        bench.packager.end("done");
        Replay replay = open(bench.events);

        Resource index = replay.resource("index.m3u8", View.INBAND_ID3).orElseThrow();
        var variant = MultivariantPlaylist.read(Bench.text(index)).variants().get(0);
        assertThat(variant.uri()).isEqualTo("source.id3/replay.m3u8");
        assertThat(Bench.text(found(replay, variant.uri()))).isEqualTo(Bench.text(found(replay, "source/replay.m3u8")));
        int added = 0;
        for (MediaSegment segment :
                MediaPlaylist.read(Bench.text(found(replay, variant.uri()))).segments()) {
            String name = segment.ending().orElseThrow().uri();
            byte[] media = InBandViewTest.bytes(found(replay, "source.id3/" + name));
            ByteArrayOutputStream live = new ByteArrayOutputStream();
            for (String piece : name.equals("s0-1.m4s") ? List.of("s0.m4s", "s1.m4s") : List.of(name)) {
                live.writeBytes(InBandViewTest.bytes(bench.found("source.id3/" + piece)));
            }
            assertThat(media).as(name).isEqualTo(live.toByteArray());
            added += media.length - Bench.bytes(found(replay, "source/" + name)).length;
            if (segment.ending().orElseThrow().duration().toMillis() == 2000) {
                assertThat(variant.bandwidth()).isGreaterThanOrEqualTo(media.length * 4L);
            }
        }
        assertThat(added).isPositive();
    }

    @Test
    void playlists_areThereCompressed() throws Exception {
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 11_000);
        Resource playlist = found(open(List.of()), "source/replay.m3u8");

        ByteBuffer gzip = playlist.gzip().orElseThrow().duplicate();
        byte[] compressed = new byte[gzip.remaining()];
        gzip.get(compressed);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(Bench.text(playlist).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void noMedia_noReplay() throws Exception {
        assertThat(Replay.open(directory, new Bench(Bench.SHORT).clock, end -> List.of()))
                .isEmpty();
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 0).packager.end("nothing came");
        assertThat(Replay.open(directory, bench.clock, end -> List.of())).isEmpty();
    }

    /** Played by FFmpeg as files, across a restart in the middle of a segment. */
    @Test
    void ffprobe_findsEveryPicture() throws Exception {
        RealMedia media = RealMedia.encode(
                directory,
                7,
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=160x90:rate=30",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-bf",
                "0",
                "-g",
                "60");
        Path show = directory.resolve("show");
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(show, Runnable::run));
        bench.packager.tracks(media.tracks());
        media.units().forEach(bench.packager::write);
        Bench again = new Bench(DiskSegmentStore.resume(show, Runnable::run).orElseThrow(), List.of());
        again.packager.end("done");
        Replay replay = Replay.open(show, bench.clock, end -> List.of()).orElseThrow();
        Files.write(show.resolve("source/s0-1.m4s"), Bench.bytes(found(replay, "source/s0-1.m4s")));
        Path playlist =
                Files.write(show.resolve("source/replay.m3u8"), Bench.bytes(found(replay, "source/replay.m3u8")));

        String decoded =
                RealMedia.probe(playlist, "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0");
        // Behind them are a gap and the last picture once more, which are no part of a replay.
        long published = Math.round((again.packager.statistics().publishedToNanos() - 1_000_000_000L) * 30 / 1e9);
        assertThat(Long.parseLong(decoded.strip().lines().findFirst().orElseThrow()))
                .isEqualTo(published)
                .isGreaterThan(190);
    }

    private Replay open(List<TimedEvent> events) throws Exception {
        return Replay.open(directory, new Bench(Bench.SHORT).clock, end -> events)
                .orElseThrow();
    }

    private static Resource found(Replay replay, String path) {
        return replay.resource(path, View.DEFAULT).orElseThrow(() -> new AssertionError("no " + path));
    }
}
