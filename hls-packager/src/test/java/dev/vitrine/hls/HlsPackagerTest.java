package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.cmaf.BoxDump;
import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.media.AccessUnit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HlsPackager")
final class HlsPackagerTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    @Test
    void oneSegmentAndAHalf_published_readsAsExpected() {
        Bench bench = new Bench(PackagerSettings.defaults());
        bench.event(1, 250, 30_000);
        bench.play(PROGRAMME, 0, 2_600);
        bench.event(2, 2_700, 30_000);
        bench.packager.eventsChanged();

        assertThat(bench.playlistText()).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:6
                        #EXT-X-TARGETDURATION:4
                        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0,CAN-SKIP-DATERANGES=YES,HOLD-BACK=12.0,PART-HOLD-BACK=1.5
                        #EXT-X-PART-INF:PART-TARGET=0.5
                        #EXT-X-MEDIA-SEQUENCE:0
                        #EXT-X-DISCONTINUITY-SEQUENCE:0
                        #EXT-X-MAP:URI="init-0.mp4"
                        # 1 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-1",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:40.250Z",END-DATE="2026-11-22T18:07:10.250Z",X-DEV-VITRINE-STATE="v1.eyJxIjox1"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:40.000Z
                        #EXT-X-PART:DURATION=0.26700,URI="s0.p0.m4s"
                        #EXTINF:0.26700,
                        s0.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:40.267Z
                        #EXT-X-PART:DURATION=0.50000,URI="s1.p0.m4s"
                        #EXT-X-PART:DURATION=0.50000,URI="s1.p1.m4s"
                        #EXT-X-PART:DURATION=0.50000,URI="s1.p2.m4s"
                        #EXT-X-PART:DURATION=0.23300,URI="s1.p3.m4s"
                        #EXTINF:1.73300,
                        s1.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:42.000Z
                        #EXT-X-PART:DURATION=0.50000,URI="s2.p0.m4s",INDEPENDENT=YES
                        # 2 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-2",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:42.700Z",END-DATE="2026-11-22T18:07:12.700Z",X-DEV-VITRINE-STATE="v1.eyJxIjox2"
                        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s2.p1.m4s"
                        """);
    }

    @Test
    void parentSegment_isItsPartsOneAfterTheOther() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(PROGRAMME, 0, 4_600);

        for (int msn = 1; msn <= 2; msn++) {
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            for (int part = 0; part < 4; part++) {
                parts.writeBytes(Bench.bytes(bench.found("source/s" + msn + ".p" + part + ".m4s")));
            }
            assertThat(Bench.bytes(bench.found("source/s" + msn + ".m4s"))).isEqualTo(parts.toByteArray());
        }
    }

    @Test
    void everythingListed_isThere() {
        Bench bench = new Bench(Bench.SHORT).play(PROGRAMME, 0, 60_000);
        MediaPlaylist playlist = bench.playlist();

        assertThat(playlist.segments()).hasSizeBetween(15, 17);
        playlist.segments().forEach(segment -> {
            segment.ending()
                    .ifPresent(
                            end -> assertThat(bench.found("source/" + end.uri()).contentType())
                                    .isEqualTo("video/mp4"));
            segment.parts().forEach(part -> bench.found("source/" + part.uri()));
        });
        long first = playlist.header().mediaSequence();
        assertThat(first).isPositive();
        assertThat(bench.ask("source/s" + (first - 1) + ".m4s"))
                .as("just removed")
                .isInstanceOf(Answer.Found.class);
        assertThat(bench.ask("source/s1.m4s")).as("long gone").isInstanceOf(Answer.Refused.class);
    }

    @Test
    void publisherAway_gapsAreListed_andMediaGoesOnBehindADiscontinuity() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(PROGRAMME, 0, 5_100);
        bench.packager.fillGapTo(8_900_000_000L);

        MediaPlaylist away = bench.playlist();
        assertThat(away.segments().get(away.segments().size() - 1).parts())
                .hasSize(3)
                .allSatisfy(part -> assertThat(part.gap()).isTrue());

        bench.play(PROGRAMME, 9_000, 2_600);
        MediaPlaylist back = bench.playlist();
        assertThat(back.segments().stream().filter(segment -> segment.gap()).count())
                .isEqualTo(2);
        var returned = back.segments().stream()
                .filter(segment -> segment.discontinuity())
                .toList();
        assertThat(returned).hasSize(1);
        assertThat(returned.get(0).date()).contains(Bench.ANCHOR.plusMillis(9_000));
        assertThat(returned.get(0).map().orElseThrow().uri()).isEqualTo("init-0.mp4");
        PlaylistRules.checkDates(back);
    }

    @Test
    void frameRate_isKnownWhileThePublisherIsAway_andWhenItIsJustBack_andInTheReplay(@TempDir Path directory)
            throws Exception {
        Bench bench = new Bench(PackagerSettings.defaults(), new DiskSegmentStore(directory, Runnable::run))
                .play(PROGRAMME, 0, 5_100);
        bench.packager.fillGapTo(8_900_000_000L);
        assertThat(frameRate(bench)).contains("30.000");

        bench.play(PROGRAMME, 9_000, 100);
        assertThat(frameRate(bench)).contains("30.000");

        bench.packager.fillGapTo(10_000_000_000L);
        bench.packager.end("gone");
        assertThat(Files.readString(directory.resolve(Journal.FILE)))
                .contains(" 30.0 ;")
                .doesNotContain("1280x720 - ;");
    }

    private static Optional<String> frameRate(Bench bench) {
        return MultivariantPlaylist.read(Bench.text(bench.found("../index.m3u8")))
                .variants()
                .get(0)
                .frameRate();
    }

    @Test
    void bFrames_everySegmentDecodesFromItsOwnDate_inEveryEncodersStretch() {
        Programme two = PROGRAMME.withBFrames(2);
        Bench bench = new Bench(PackagerSettings.defaults()).play(two, 0, 5_100);
        bench.packager.fillGapTo(8_900_000_000L);
        bench.play(PROGRAMME, 9_000, 3_000).play(two.withoutAudio(), 12_000, 3_000);

        for (MediaSegment segment : bench.playlist().segments()) {
            if (!segment.gap() && segment.ending().isPresent()) {
                byte[] media = Bench.bytes(
                        bench.found("source/" + segment.ending().orElseThrow().uri()));
                long shown = Duration.between(Bench.ANCHOR, segment.date().orElseThrow())
                        .toMillis();
                assertThat(BoxDump.of(ByteBuffer.wrap(media)).lines())
                        .as("pictures of the segment at %d ms", shown)
                        .filteredOn(line -> line.contains("tfdt"))
                        .first()
                        .asString()
                        .endsWith("time " + shown);
            }
        }
    }

    @Test
    void formatsChange_newInitBehindADiscontinuity() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(PROGRAMME, 0, 4_000);
        bench.play(PROGRAMME.withoutAudio(), 4_000, 3_000);

        assertThat(bench.playlistText()).contains("""
                        #EXT-X-DISCONTINUITY
                        #EXT-X-MAP:URI="init-1.mp4"
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:44.000Z
                        """);
        bench.found("source/init-0.mp4");
        bench.found("source/init-1.mp4");
    }

    @Test
    void end_publishesWhatIsLeft_andEndlist() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(PROGRAMME, 0, 2_700);
        bench.end();

        MediaPlaylist playlist = bench.playlist();
        assertThat(playlist.tail().endList()).isTrue();
        assertThat(playlist.tail().hints()).isEmpty();
        assertThat(playlist.segments().get(2).ending().orElseThrow().duration()).isEqualTo(Duration.ofMillis(700));
        assertThat(bench.publication.ended()).isTrue();
    }

    /** Players wait for the media of the last segment: a show that ended with gaps would have no end for them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void end_whilePublisherIsAway_lastPictureStandsBehindTheGap(boolean sound) {
        Programme programme = sound ? PROGRAMME.withBFrames(2) : PROGRAMME.withoutAudio();
        Bench bench = new Bench(PackagerSettings.defaults()).play(programme, 0, 5_100);
        bench.packager.fillGapTo(8_900_000_000L);
        bench.packager.tracks(programme.tracks()); // it came back, and left before its first picture
        bench.end();

        MediaPlaylist over = bench.playlist();
        MediaSegment last = over.segments().get(over.segments().size() - 1);
        assertThat(over.tail().endList()).isTrue();
        assertThat(over.segments().get(over.segments().size() - 2).gap()).isTrue();
        assertThat(last.gap()).isFalse();
        assertThat(last.discontinuity()).isTrue();
        assertThat(last.parts()).hasSize(1);
        assertThat(last.ending().orElseThrow().duration()).isEqualTo(Duration.ofMillis(500));
        PlaylistRules.checkDates(over);

        List<TrackRun> runs = Derivation.runs(
                ByteBuffer.wrap(Bench.bytes(
                        bench.found("source/" + last.ending().orElseThrow().uri()))),
                programme.tracks(),
                0);
        long start = Duration.between(Bench.ANCHOR, last.date().orElseThrow()).toMillis();
        AccessUnit key = programme.units(0, 5_000).stream()
                .filter(unit -> unit.trackId() == 1 && unit.randomAccess())
                .reduce((one, next) -> next)
                .orElseThrow();
        assertThat(runs).hasSize(sound ? 2 : 1);
        assertThat(runs.get(0).samples()).singleElement().satisfies(sample -> {
            assertThat(sample.unit().payload()).isEqualTo(key.payload());
            assertThat(sample.unit().pts()).isEqualTo(ticks(runs.get(0), start));
            assertThat(sample.duration()).isEqualTo(ticks(runs.get(0), 500));
        });
        if (sound) {
            long heard =
                    runs.get(1).samples().stream().mapToLong(Sample::duration).sum();
            assertThat(heard).isBetween(ticks(runs.get(1), 470), ticks(runs.get(1), 530));
        }
    }

    private static long ticks(TrackRun run, long millis) {
        return run.track().timescale().ticks(Duration.ofMillis(millis));
    }

    @Test
    void end_whileThePublisherIsThere_isItsLastMedia() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(PROGRAMME, 0, 5_100);
        bench.packager.fillGapTo(8_900_000_000L);
        bench.play(PROGRAMME, 9_000, 1_000);
        bench.end();

        assertThat(bench.playlist().segments().stream()
                        .filter(MediaSegment::discontinuity)
                        .count())
                .isEqualTo(1);
        assertThat(bench.packager.statistics().publishedToNanos()).isLessThan(10_100_000_000L);
    }

    @Test
    void multivariant_saysWhatWasMeasured() {
        Bench bench = new Bench(PackagerSettings.defaults()).play(Programme.of(29.97, 2), 0, 10_000);

        MultivariantPlaylist playlist = MultivariantPlaylist.read(Bench.text(bench.found("../index.m3u8")));
        var variant = playlist.variants().get(0);
        assertThat(variant.uri()).isEqualTo("k7x2m9qa/source/live.m3u8");
        assertThat(variant.codecs()).isEqualTo("avc1.64001f,mp4a.40.2");
        assertThat(variant.resolution()).contains("1280x720");
        assertThat(variant.frameRate()).contains("29.970");
        assertThat(playlist.independentSegments())
                .as("the second segment is listed, which starts inside a GOP")
                .isFalse();
        long biggest = 0;
        for (int msn = 1; msn < 5; msn++) {
            biggest = Math.max(
                    biggest, bench.found("source/s" + msn + ".m4s").body().length() * 8 / 2);
        }
        assertThat(variant.bandwidth()).isGreaterThanOrEqualTo(biggest * 99 / 100);
        assertThat(variant.averageBandwidth().orElse(0)).isLessThanOrEqualTo(variant.bandwidth());
        assertThat(bench.packager.statistics().gop()).contains(Duration.ofMillis(2002));
    }
}
