package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.media.AccessUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed server leaves nothing but its directory: the first bench is dropped, the second has what is on disk. */
@DisplayName("Resume")
final class ResumeTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    @TempDir
    private Path directory;

    @Test
    void killed_theListIsAsItWas_andAGapBegins() {
        Bench before = live(PackagerSettings.defaults());
        before.event(1, 250, 30_000);
        before.play(PROGRAMME, 0, 3_100);
        before.event(2, 3_200, 30_000);
        before.packager.eventsChanged();
        Bench after = restart(before);

        assertThat(after.playlistText()).isEqualTo("""
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
                        #EXT-X-PART:DURATION=0.50000,URI="s2.p1.m4s"
                        # 2 pin TS-01
                        #EXT-X-DATERANGE:ID="k7x2m9qa-2",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:06:43.200Z",END-DATE="2026-11-22T18:07:13.200Z",X-DEV-VITRINE-STATE="v1.eyJxIjox2"
                        #EXTINF:1.00000,
                        s2.m4s
                        #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:06:43.000Z
                        #EXT-X-PART:DURATION=0.50000,URI="s3.p0.m4s",GAP=YES
                        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s3.p1.m4s"
                        """);
        assertThat(after.packager.statistics().publishedToNanos()).isEqualTo(3_500_000_000L);
    }

    @Test
    void renditionsThatWereOffered_areKnownAgain_andCanBeMadeOfWhatIsOnDisk() {
        Bench before = live(PackagerSettings.defaults());
        Derivation offering = before.packager.derivation();
        DerivedDescription offer = new DerivedDescription(
                "480p", "avc1.64001f,mp4a.40.2", Optional.of("854x480"), OptionalDouble.of(30), 1_600_000);
        offering.add(offer, NOBODY);
        before.play(PROGRAMME, 0, 9_100);
        List<AccessUnit> pictures = offering.source(3).orElseThrow().pictures();

        Bench after = restart(before);
        Derivation again = after.packager.derivation();
        Derivation.Earlier earlier = again.earlier().orElseThrow();
        assertThat(earlier.offers()).containsExactly(offer);
        assertThat(earlier.tracks()).isEqualTo(PROGRAMME.tracks());
        again.add(offer, NOBODY);

        assertThat(Bench.text(after.found("index.m3u8"))).contains("480p/live.m3u8");
        assertThat(Bench.text(after.found("480p/live.m3u8"))).contains("s3.m4s", "s4.p0.m4s", "GAP=YES");
        assertThat(again.isOpen()).as("the gap that has begun").isTrue();
        assertThat(again.isIndependent(3)).isTrue();
        SourceSegment source = load(again.source(3).orElseThrow());
        assertThat(source.pictures()).hasSameSizeAs(pictures);
        DerivedWriter writer = again.writer("480p", true, 3, OptionalLong.of(3), List.of(source));
        writer.tracks(List.of(Programme.VIDEO));
        pictures.forEach(writer::write);
        writer.end("that is all");
        assertThat(again.isMade("480p", 3)).isTrue();

        // A third life knows it too, although the second had nothing new to tell.
        assertThat(restart(after).packager.derivation().earlier().orElseThrow().offers())
                .containsExactly(offer);
    }

    private static SourceSegment load(SourceSegment segment) {
        try {
            return segment.load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Demand NOBODY = new Demand() {
        @Override
        public void asked(String rendition, long nowNanos) {}

        @Override
        public void wanted(String rendition, String file) {}
    };

    /** Killed after every so many access units, with outages, changes of format and events on the way. */
    @Test
    void killedAnywhere_nothingThatWasListedChanges() {
        Random random = new Random(7);
        for (int round = 0; round < 12; round++) {
            Path place = directory.resolve("round" + round);
            Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(place, Runnable::run));
            Map<String, byte[]> seen = new HashMap<>();
            long at = 0;
            for (int life = 0; life < 6; life++) {
                Programme programme = random.nextInt(3) == 0 ? PROGRAMME.withoutAudio() : PROGRAMME;
                List<AccessUnit> units = programme.units(at, 3_000 + random.nextInt(16_000));
                bench.packager.tracks(programme.tracks());
                int until = units.size() - random.nextInt(units.size() / 2);
                for (int i = 0; i < until; i++) {
                    if (random.nextInt(100) == 0) {
                        bench.event(bench.events.size(), at + i * 10L, 5_000 + random.nextInt(20_000));
                    }
                    if (random.nextInt(50) == 0) {
                        bench.packager.eventsChanged();
                    }
                    bench.write(units.get(i));
                }
                if (random.nextBoolean()) {
                    bench.packager.fillGapTo(bench.packager.statistics().publishedToNanos() + 3_300_000_000L);
                }
                bench.packager.eventsChanged();
                String before = bench.playlistText();
                remember(bench, seen);

                bench = new Bench(DiskSegmentStore.resume(place, Runnable::run).orElseThrow(), bench.events);
                String after = bench.playlistText();
                PlaylistRules.checkMutation(before, after);
                PlaylistRules.checkDates(MediaPlaylist.read(after));
                checkRanges(MediaPlaylist.read(before), MediaPlaylist.read(after));
                remember(bench, seen);
                at = 1
                        + (bench.packager.statistics().publishedToNanos() + random.nextInt(2) * 4_000_000_000L)
                                / 1_000_000;
                bench.packager.fillGapTo(at * 1_000_000);
                PlaylistRules.checkMutation(after, bench.playlistText());
            }
        }
    }

    /** None is added, and only those went that are over where the list begins. */
    private static void checkRanges(MediaPlaylist before, MediaPlaylist after) {
        Map<String, DateRange> old = PlaylistRules.rangesById(before);
        Map<String, DateRange> young = PlaylistRules.rangesById(after);
        Instant begins = after.segments().get(0).date().orElseThrow();
        old.values().removeIf(range -> !range.end().orElseThrow().isAfter(begins));
        young.values().removeIf(range -> !range.end().orElseThrow().isAfter(begins));
        assertThat(young).isEqualTo(old);
    }

    /** Everything that is listed with media can be had, and is what it was. */
    private static void remember(Bench bench, Map<String, byte[]> seen) {
        for (MediaSegment segment : bench.playlist().segments()) {
            List<String> names = new ArrayList<>();
            segment.map().ifPresent(map -> names.add(map.uri()));
            segment.ending().filter(end -> !segment.gap()).ifPresent(end -> names.add(end.uri()));
            segment.parts().stream().filter(part -> !part.gap()).forEach(part -> names.add(part.uri()));
            for (String name : names) {
                for (String directory : List.of("source/", "source.id3/")) {
                    byte[] bytes = InBandViewTest.bytes(bench.found(directory + name));
                    byte[] old = seen.put(directory + name, bytes);
                    if (old != null) {
                        assertThat(bytes).as(directory + name).isEqualTo(old);
                    }
                }
            }
        }
    }

    /** SIGKILL, with a disk that is written by a thread of its own: what it has not yet becomes a gap. */
    @Test
    void killedProcess_whatViewersSawKeepsItsMeaning() throws Exception {
        Path seen = directory.resolve("seen");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledPackager.class.getName(),
                        directory.toString(),
                        seen.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!Files.exists(seen)
                    || MediaPlaylist.read(Files.readString(seen)).segments().size() < 12) {
                assertThat(child.isAlive()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(20);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        MediaPlaylist before = MediaPlaylist.read(Files.readString(seen));
        Bench after =
                new Bench(DiskSegmentStore.resume(directory, Runnable::run).orElseThrow(), List.of());
        after.packager.fillGapTo(after.packager.statistics().publishedToNanos() + 30_000_000_000L);

        List<MediaSegment> segments = after.playlist().segments();
        for (int i = 0; i < before.segments().size(); i++) {
            MediaSegment old = before.segments().get(i);
            MediaSegment young = segments.get(i);
            if (young.gap()) {
                continue;
            }
            assertThat(young.date()).as("date of %d", i).isEqualTo(old.date());
            boolean closedEarly = segments.get(i + 1).gap();
            if (!closedEarly && old.ending().isPresent()) {
                assertThat(young.ending()).isEqualTo(old.ending());
            }
        }
        assertThat(segments.stream().filter(segment -> !segment.gap()).count())
                .as("only what the disk thread held is lost")
                .isGreaterThanOrEqualTo(6);
        remember(after, new HashMap<>());
        PlaylistRules.checkDates(after.playlist());
    }

    @Test
    void nextTake_beginsBehindADiscontinuity_withTheInitSegmentOfItsFormats() {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 5_100);
        Bench after = restart(before);
        after.packager.fillGapTo(8_900_000_000L);
        after.play(PROGRAMME, 9_000, 2_600);

        List<MediaSegment> returned = discontinuous(after);
        assertThat(returned).hasSize(1);
        assertThat(returned.get(0).date()).contains(Bench.ANCHOR.plusMillis(9_000));
        assertThat(returned.get(0).map().orElseThrow().uri()).isEqualTo("init-0.mp4");
        PlaylistRules.checkDates(after.playlist());

        Bench third = restart(after);
        third.packager.fillGapTo(14_000_000_000L);
        third.play(PROGRAMME.withoutAudio(), 14_000, 2_600);
        assertThat(discontinuous(third)).hasSize(2);
        assertThat(discontinuous(third).get(1).map().orElseThrow().uri())
                .as("another format; init-1 may have been seen and not written")
                .isEqualTo("init-2.mp4");
        assertThat(Bench.bytes(third.found("source/init-0.mp4")))
                .isEqualTo(Bench.bytes(before.found("source/init-0.mp4")));
    }

    @Test
    void nobodyComesBack_endsWithTheLastPictureOfBefore() {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 9_100);
        Bench after = restart(before);
        after.packager.fillGapTo(12_000_000_000L);
        after.end();

        List<MediaSegment> segments = after.playlist().segments();
        MediaSegment last = segments.get(segments.size() - 1);
        assertThat(last.gap()).isFalse();
        assertThat(last.discontinuity()).isTrue();
        byte[] slate =
                Bench.bytes(after.found("source/" + last.ending().orElseThrow().uri()));
        AccessUnit shown = Derivation.runs(ByteBuffer.wrap(slate), PROGRAMME.tracks(), 0)
                .get(0)
                .samples()
                .get(0)
                .unit();
        assertThat(PROGRAMME.units(0, 9_100))
                .filteredOn(unit -> unit.randomAccess() && unit.trackId() == 1)
                .extracting(AccessUnit::payload)
                .contains(shown.payload());
        assertThat(DiskSegmentStore.resume(directory, Runnable::run))
                .as("it is over")
                .isEmpty();
    }

    @Test
    void longShow_sequenceNumbersGoOn() {
        Bench before = live(Bench.SHORT).play(PROGRAMME, 0, 20_000);
        before.packager.fillGapTo(23_000_000_000L);
        before.play(PROGRAMME, 23_000, 60_000);
        MediaPlaylist old = before.playlist();
        MediaPlaylist young = restart(before).playlist();

        assertThat(old.header().mediaSequence()).isPositive();
        assertThat(old.header().discontinuitySequence()).isEqualTo(1);
        assertThat(young.header().discontinuitySequence()).isEqualTo(1);
        assertThat(young.header().mediaSequence())
                .isBetween(old.header().mediaSequence(), old.header().mediaSequence() + 1);
    }

    @Test
    void filesMissingOrShort_areGaps() throws Exception {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 12_000);
        Files.delete(directory.resolve("source/s2.m4s"));
        Path torn = directory.resolve("source/s4.m4s");
        Files.write(torn, new byte[10]);
        Bench after = restart(before);

        assertThat(after.playlist().segments().stream().filter(MediaSegment::gap))
                .extracting(segment -> segment.ending().orElseThrow().uri())
                .containsExactly("s2.m4s", "s4.m4s");
        assertThat(after.ask("source/s2.m4s")).isInstanceOf(Answer.Refused.class);
        assertThat(after.ask("source/s4.p0.m4s")).isInstanceOf(Answer.Refused.class);
        PlaylistRules.checkDates(after.playlist());
    }

    @Test
    void linesMissingFromTheJournal_areGaps() throws Exception {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 12_000);
        Path journal = directory.resolve("journal");
        List<String> lines = Files.readAllLines(journal);
        lines.removeIf(line -> line.matches("(part|segment) source [34] .*"));
        Files.write(journal, lines);
        MediaPlaylist after = restart(before).playlist();

        assertThat(after.segments().stream().filter(MediaSegment::gap))
                .extracting(segment -> segment.ending().orElseThrow())
                .containsExactly(
                        new MediaSegment.Ending(Duration.ofSeconds(2), "s3.m4s"),
                        new MediaSegment.Ending(Duration.ofSeconds(2), "s4.m4s"));
        PlaylistRules.checkDates(after);
    }

    @Test
    void journalCutAnywhere_isReadUpToThere_andTheNextLineIsWhole() throws Exception {
        live(PackagerSettings.defaults()).play(PROGRAMME, 0, 3_100);
        Path journal = directory.resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        int firstPart = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n', indexOf(whole, "part source 0"));
        for (int cut = firstPart + 1; cut < whole.length; cut += 7) {
            Files.write(journal, Arrays.copyOf(whole, cut));
            Bench after =
                    new Bench(DiskSegmentStore.resume(directory, Runnable::run).orElseThrow(), List.of());
            for (String line : Files.readAllLines(journal)) {
                assertThat(JournalLine.read(line))
                        .as("cut at %d: %s", cut, line)
                        .isPresent();
            }
            List<MediaSegment> segments = after.playlist().segments();
            assertThat(segments.get(segments.size() - 1).parts().get(0).gap()).isTrue();
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void tornLine_isCutFromTheJournal() throws Exception {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 3_100);
        Path journal = directory.resolve("journal");
        String whole = Files.readString(journal);
        Files.writeString(journal, "segment source 2 2000000000 40000", StandardOpenOption.APPEND);
        restart(before);

        assertThat(Files.readString(journal)).startsWith(whole + "resumed source ;\n");
    }

    @Test
    void sameVersionNumber_neverTwice() {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 3_100);
        Set<String> etags = new HashSet<>();
        for (int life = 0; life < 3; life++) {
            assertThat(etags.add(before.found("source/live.m3u8").etag())).isTrue();
            before = restart(before);
        }
    }

    @Test
    void multivariant_isThereBeforeThePublisherIs() {
        Bench before = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 10_000);
        String earlier = Bench.text(before.found("index.m3u8"));
        String later = Bench.text(restart(before).found("index.m3u8"));

        // What was open is a segment now, and counts for the peak.
        assertThat(withoutPeak(later)).isEqualTo(withoutPeak(earlier));
        assertThat(MultivariantPlaylist.read(later).variants().get(0).bandwidth())
                .isGreaterThanOrEqualTo(
                        MultivariantPlaylist.read(earlier).variants().get(0).bandwidth());
    }

    private static String withoutPeak(String playlist) {
        return playlist.replaceFirst(":BANDWIDTH=\\d+", ":BANDWIDTH=");
    }

    @Test
    void nothingToGoOnWith_isEmpty() throws Exception {
        assertThat(DiskSegmentStore.resume(directory, Runnable::run)).isEmpty();
        live(PackagerSettings.defaults()).packager.tracks(PROGRAMME.tracks());
        assertThat(DiskSegmentStore.resume(directory, Runnable::run))
                .as("no segment")
                .isEmpty();
        Bench ended = live(PackagerSettings.defaults()).play(PROGRAMME, 0, 3_000);
        ended.packager.end("done");
        assertThat(DiskSegmentStore.resume(directory, Runnable::run))
                .as("ended")
                .isEmpty();
    }

    private Bench live(PackagerSettings settings) {
        return new Bench(settings, new DiskSegmentStore(directory, Runnable::run));
    }

    private Bench restart(Bench before) {
        Optional<Resumed> resumed = DiskSegmentStore.resume(directory, Runnable::run);
        return new Bench(resumed.orElseThrow(), before.events);
    }

    private static List<MediaSegment> discontinuous(Bench bench) {
        return bench.playlist().segments().stream()
                .filter(MediaSegment::discontinuity)
                .toList();
    }
}
