package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.hls.playlist.Part;
import dev.vitrine.media.AccessUnit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source's own pictures stand in for smaller ones: so what comes out can be compared byte by byte. */
final class DerivedRenditionTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    private final Bench bench = new Bench(Bench.SHORT);
    private final Derivation derivation = bench.packager.derivation();
    private final List<String> told = new ArrayList<>();

    DerivedRenditionTest() {
        Demand demand = new Demand() {
            @Override
            public void asked(String rendition, long nowNanos) {}

            @Override
            public void wanted(String rendition, String file) {
                told.add(rendition + "/" + file);
            }
        };
        derivation.add(
                new DerivedDescription(
                        "480p", "avc1.64001f,mp4a.40.2", Optional.of("854x480"), OptionalDouble.of(30), 1_600_000),
                demand);
        derivation.add(
                new DerivedDescription("audio", "mp4a.40.2", Optional.empty(), OptionalDouble.empty(), 200_000),
                demand);
    }

    private DerivedWriter make(long msn) {
        DerivedWriter writer = derivation.writer("480p", true, msn, OptionalLong.of(msn), List.of());
        writer.tracks(List.of(Programme.VIDEO));
        derivation.source(msn).orElseThrow().pictures().forEach(writer::write);
        writer.end("that is all");
        return writer;
    }

    private static String withoutReports(String playlist) {
        return playlist.lines()
                .filter(line -> !line.startsWith("#EXT-X-RENDITION-REPORT"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void playlist_isTheSources_butForItsReportsAndKeys() {
        bench.event(1, 250, 30_000);
        bench.play(PROGRAMME, 0, 9_600);
        String mine = Bench.text(bench.found("480p/live.m3u8"));

        String keys = ",INDEPENDENT=YES";
        assertThat(withoutReports(mine).replace(keys, ""))
                .isEqualTo(withoutReports(bench.playlistText()).replace(keys, ""));
        assertThat(mine).contains("URI=\"../source/live.m3u8\",LAST-MSN=", "URI=\"../audio/live.m3u8\",LAST-MSN=");
        assertThat(bench.playlistText()).contains("URI=\"../480p/live.m3u8\",LAST-MSN=");
    }

    @Test
    void multivariant_tellsOfIt_whetherItIsMadeOrNot() {
        bench.play(PROGRAMME, 0, 3_000);

        MultivariantPlaylist playlist = MultivariantPlaylist.read(Bench.text(bench.found("index.m3u8")));
        assertThat(playlist.variants())
                .extracting(MultivariantPlaylist.Variant::uri)
                .containsExactly("source/live.m3u8", "480p/live.m3u8", "audio/live.m3u8");
        assertThat(playlist.variants().get(1).resolution()).contains("854x480");
    }

    @Test
    void whatIsMade_isCutAsTheSource_withItsSound() {
        bench.play(PROGRAMME, 0, 9_000);

        assertThat(make(2).done()).isTrue();

        for (String file : List.of("s2.m4s", "s2.p0.m4s", "s2.p3.m4s")) {
            List<?> mine = Derivation.runs(buffer("480p/" + file), PROGRAMME.tracks(), 0);
            List<?> source = Derivation.runs(buffer("source/" + file), PROGRAMME.tracks(), 0);
            assertThat(mine).as(file).usingRecursiveComparison().isEqualTo(source);
        }
        assertThat(Bench.bytes(bench.found("480p/init-0.mp4")))
                .isEqualTo(Bench.bytes(bench.found("source/init-0.mp4")));
    }

    @Test
    void whoAsksForWhatIsNotMade_waits_andIsTold_once() {
        bench.play(PROGRAMME, 0, 9_000);
        List<Answer> answers = new ArrayList<>();

        bench.publication.request(MediaRequest.of("480p/s2.p1.m4s"), 0, answers::add);
        assertThat(answers).isEmpty();
        assertThat(told).containsExactly("480p/s2.p1.m4s");

        make(2);
        assertThat(answers).singleElement().isInstanceOf(Answer.Found.class);
        assertThat(told).hasSize(1);
    }

    @Test
    void whatTheSourceHasNot_isNotThereEither() {
        bench.play(PROGRAMME, 0, 9_000);

        assertThat(bench.ask("480p/s99.m4s")).isInstanceOf(Answer.Refused.class);
        assertThat(bench.ask("720p/live.m3u8")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void whatCannotBeMade_isRefusedAtOnce() {
        bench.play(PROGRAMME, 0, 9_000);
        derivation.available("480p", false);

        assertThat(bench.ask("480p/s2.m4s"))
                .isEqualTo(new Answer.Refused(503, "480p cannot be made just now; take another rendition"));
    }

    /** The encoder is behind, or gone: what is listed has to be there all the same. */
    @Test
    void whatIsMissing_isFilledWithAStill_besideTheSound() {
        bench.play(PROGRAMME, 0, 9_000);
        assertThat(derivation.fill("480p", 3, List.of()))
                .as("nothing was made yet")
                .isFalse();
        make(2);

        assertThat(derivation.fill("480p", 3, List.of())).isTrue();

        TrackRun made = video("480p/s2.m4s").get(0);
        List<TrackRun> source = video("source/s3.m4s");
        List<TrackRun> filled = video("480p/s3.m4s");
        assertThat(filled).hasSameSizeAs(source);
        for (int part = 0; part < filled.size(); part++) {
            Sample still = filled.get(part).samples().get(0);
            assertThat(filled.get(part).samples()).hasSize(1);
            assertThat(still.unit().payload())
                    .isEqualTo(made.samples().get(0).unit().payload());
            assertThat(still.unit().randomAccess()).isTrue();
            assertThat(still.unit().pts())
                    .isEqualTo(source.get(part).samples().get(0).unit().pts());
            assertThat(still.duration())
                    .isEqualTo(source.get(part).samples().stream()
                            .mapToLong(Sample::duration)
                            .sum());
        }
        assertThat(sound("480p/s3.m4s")).usingRecursiveComparison().isEqualTo(sound("source/s3.m4s"));
    }

    @Test
    void partThatIsThere_staysAsItIs_andLatePicturesAreLeftOut_whenItsSegmentIsFilled() {
        bench.play(PROGRAMME, 0, 11_000);
        make(2);
        DerivedWriter slow = derivation.writer("480p", true, 3, OptionalLong.of(4), List.of());
        slow.tracks(List.of(Programme.VIDEO));
        List<AccessUnit> pictures =
                new ArrayList<>(derivation.source(3).orElseThrow().pictures());
        pictures.addAll(derivation.source(4).orElseThrow().pictures());
        pictures.subList(0, 20).forEach(slow::write);
        byte[] first = Bench.bytes(bench.found("480p/s3.p0.m4s"));

        derivation.fill("480p", 3, List.of());
        pictures.subList(20, pictures.size()).forEach(slow::write);
        slow.end("that is all");

        assertThat(Bench.bytes(bench.found("480p/s3.p0.m4s"))).isEqualTo(first);
        assertThat(video("480p/s3.p1.m4s").get(0).samples()).hasSize(1);
        assertThat(Bench.bytes(bench.found("480p/s3.m4s"))).startsWith(first);
        assertThat(video("480p/s4.m4s"))
                .as("the next one is made of pictures again")
                .usingRecursiveComparison()
                .isEqualTo(video("source/s4.m4s"));
    }

    /** Whoever makes the open segment has the pictures that were there when it began. */
    @Test
    void partThatCameLater_isNotMadeWithoutItsPictures() {
        bench.play(PROGRAMME, 0, 9_000);
        List<AccessUnit> early = derivation.source(3).orElseThrow().pictures().subList(0, 20);
        DerivedWriter writer = derivation.writer("480p", true, 3, OptionalLong.of(3), List.of());
        writer.tracks(List.of(Programme.VIDEO));
        early.forEach(writer::write);
        writer.end("that was all there was");

        assertThat(derivation.isThere("480p", "s3.p0.m4s")).isTrue();
        assertThat(derivation.isThere("480p", "s3.p2.m4s")).isFalse();
        assertThat(derivation.isMade("480p", 3)).isFalse();
        make(3);
        assertThat(video("480p/s3.p2.m4s")).usingRecursiveComparison().isEqualTo(video("source/s3.p2.m4s"));
    }

    /** Pictures are held back until their sound has come; who encodes them has to know which of them begin a segment. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void pictures_comeWithTheSegmentThatTheyBegin(int bFrames) {
        Programme programme = PROGRAMME.withBFrames(bFrames);
        bench.packager.tracks(programme.tracks());
        List<SourcePicture> pictures = new ArrayList<>();
        for (AccessUnit unit : programme.units(0, 9_000)) {
            bench.write(unit);
            derivation.takePictures(pictures::add);
        }
        bench.packager.tracks(programme.tracks());
        derivation.takePictures(pictures::add);

        assertThat(pictures)
                .extracting(SourcePicture::unit)
                .hasSize(9 * 30)
                .isSortedAccordingTo((one, other) -> Long.compare(one.dts(), other.dts()));
        Map<Long, List<AccessUnit>> bySegment = pictures.stream()
                .collect(Collectors.groupingBy(
                        SourcePicture::msn, Collectors.mapping(SourcePicture::unit, Collectors.toList())));
        bySegment.forEach((msn, units) -> {
            long start = derivation.startNanos(msn).orElseThrow();
            if (msn != 1) { // goes on where the short first one ends
                assertThat(units.get(0).randomAccess()).isTrue();
                assertThat(units.get(0).pts()).isEqualTo(start / 1_000_000);
            }
            assertThat(units.stream().skip(1)).noneMatch(AccessUnit::randomAccess);
        });
        assertThat(bySegment).hasSizeGreaterThan(4);
    }

    /** Whoever wakes a rendition makes the open segment, from its start. */
    @Test
    void pictures_thatNobodyTakes_areKeptFromTheSegmentBeforeTheOpenOneOn() {
        bench.play(PROGRAMME, 0, 21_000);
        List<SourcePicture> pictures = new ArrayList<>();
        derivation.takePictures(pictures::add);

        long open = derivation.newestMsn().orElseThrow();
        assertThat(pictures).extracting(SourcePicture::msn).containsOnly(open - 1, open);
        assertThat(pictures.get(0).unit().randomAccess()).isTrue();
        assertThat(pictures)
                .last()
                .satisfies(last -> assertThat(last.unit().dts()).isGreaterThan(20_900));
    }

    /** While a playlist waits at an edge and in browsers' caches, its text must not change with how far others are. */
    @Test
    void reports_areThoseOfWhenTheVersionWasAskedForFirst() {
        bench.play(PROGRAMME, 0, 9_600);
        String first = bench.playlistText();
        derivation.awake("480p", true);

        assertThat(bench.playlistText()).isEqualTo(first).contains("../480p/live.m3u8", "../audio/live.m3u8");
    }

    /** Sound that stops for a while, or had not come when the encoder went away: a rendition of sound alone is silent there. */
    @Test
    void partWithoutSound_isSilentInTheRenditionOfSoundAlone() {
        bench.packager.tracks(PROGRAMME.tracks());
        PROGRAMME.units(0, 11_000).stream()
                .filter(unit ->
                        unit.trackId() == Programme.VIDEO.id() || unit.pts() < 5_000 * 48 || unit.pts() >= 7_000 * 48)
                .forEach(bench::write);
        derivation.writer("audio", false, 2, OptionalLong.of(3), List.of()).end("that is all");

        for (long msn = 2; msn <= 3; msn++) {
            assertThat(derivation.isMade("audio", msn)).isTrue();
            double seconds = Derivation.runs(buffer("audio/s" + msn + ".m4s"), PROGRAMME.tracks(), 0).stream()
                            .flatMap(run -> run.samples().stream())
                            .mapToLong(Sample::duration)
                            .sum()
                    / 48_000.0;
            assertThat(seconds).as("of sound in segment " + msn).isBetween(1.9, 2.1);
        }
    }

    /** A group of pictures over many segments: what is shown last in one is decoded in the next. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void excerpt_holdsAllThatIsShownInTheSegment_orIsNotThereYet(int bFrames) {
        Programme programme = Programme.of(30, 20).withBFrames(bFrames);
        List<AccessUnit> units = programme.units(0, 14_000);
        List<Long> shown = units.stream()
                .filter(unit -> unit.trackId() == Programme.VIDEO.id())
                .map(AccessUnit::pts)
                .sorted()
                .toList();
        bench.packager.tracks(programme.tracks());
        Map<Long, SourceExcerpt> first = new TreeMap<>();
        for (AccessUnit unit : units) {
            bench.write(unit);
            long newest = derivation.newestMsn().orElse(0);
            assertThat(derivation.excerpt(newest)).as("of the open segment").isEmpty();
            for (long msn = 0; msn < newest; msn++) {
                long made = msn;
                derivation.excerpt(msn).ifPresent(excerpt -> first.putIfAbsent(made, excerpt));
            }
        }

        assertThat(first).hasSizeGreaterThan(2);
        first.forEach((msn, excerpt) -> {
            long start = derivation.startNanos(msn).orElseThrow() / 1_000_000;
            long end = excerpt.endNanos() / 1_000_000;
            assertThat(excerpt.pictures().stream()
                            .map(AccessUnit::pts)
                            .filter(pts -> pts >= start && pts < end)
                            .sorted())
                    .as("pictures of segment " + msn)
                    .isEqualTo(shown.stream()
                            .filter(pts -> pts >= start && pts < end)
                            .toList());
            assertThat(excerpt.pictures().get(0).randomAccess()).isTrue();
            assertThat(excerpt.behind().isPresent()).isTrue();
        });
    }

    @Test
    void excerpt_endsWithItsSegment_inFrontOfARandomAccessPoint_orAGap() {
        bench.play(PROGRAMME.withBFrames(2), 0, 9_000);
        assertThat(derivation.excerpt(2)).hasValueSatisfying(excerpt -> {
            assertThat(excerpt.segments()).extracting(SourceSegment::msn).containsExactly(2L);
            assertThat(excerpt.behind()).isEmpty();
        });

        long last = derivation.newestMsn().orElseThrow();
        bench.packager.fillGapTo(12_000_000_000L);
        assertThat(derivation.excerpt(last))
                .hasValueSatisfying(excerpt -> assertThat(excerpt.behind()).isEmpty());
        assertThat(derivation.excerpt(last + 1)).as("of a gap").isEmpty();
    }

    @Test
    void segmentsThatBeginWhileItCannotBeMade_areGaps_untilItCan() {
        List<AccessUnit> units = PROGRAMME.units(0, 16_000);
        bench.packager.tracks(PROGRAMME.tracks());
        units.stream().filter(unit -> millis(unit) < 5_000).forEach(bench::write);

        derivation.available("480p", false);
        units.stream()
                .filter(unit -> millis(unit) >= 5_000 && millis(unit) < 9_300)
                .forEach(bench::write);
        MediaPlaylist meanwhile = MediaPlaylist.read(Bench.text(bench.found("480p/live.m3u8")));
        derivation.available("480p", true);
        units.stream().filter(unit -> millis(unit) >= 9_300).forEach(bench::write);
        MediaPlaylist after = MediaPlaylist.read(Bench.text(bench.found("480p/live.m3u8")));
        MediaPlaylist source = bench.playlist();

        assertThat(gaps(meanwhile)).containsExactly(4L);
        assertThat(gaps(after)).containsExactly(4L, 5L);
        assertThat(gaps(source)).isEmpty();
        MediaSegment open = meanwhile.segments().get(meanwhile.segments().size() - 1);
        assertThat(open.parts()).isNotEmpty().allMatch(part -> part.gap() && !part.independent());
        assertThat(after.segments().get(5).parts()).isNotEmpty().allMatch(Part::gap);
        assertThat(bench.ask("480p/s4.m4s")).isEqualTo(new Answer.Refused(404, "no 480p/s4.m4s in this presentation"));
        assertThat(bench.ask("480p/s5.p0.m4s")).isInstanceOf(Answer.Refused.class);
    }

    /** The encoder is away: the source has a gap there. */
    @Test
    void whileTheEncoderIsAway_theLastPictureStands_inSilence() {
        bench.play(PROGRAMME, 0, 4_500);
        make(2);
        bench.packager.fillGapTo(7_300_000_000L);
        MediaPlaylist mine = MediaPlaylist.read(Bench.text(bench.found("480p/live.m3u8")));
        long newest = derivation.newestMsn().orElseThrow();

        assertThat(gaps(bench.playlist())).isNotEmpty();
        assertThat(gaps(mine)).isEmpty();
        assertThat(mine.segments().get(mine.segments().size() - 1).parts())
                .isNotEmpty()
                .allMatch(part -> part.independent() && !part.gap());
        List<Answer> answers = new ArrayList<>();
        String part = "480p/s" + newest + ".p0.m4s";
        bench.publication.request(MediaRequest.of(part), 0, answers::add);
        assertThat(answers).as("it is worth waiting for").isEmpty();

        assertThat(derivation.slate("480p", newest)).isTrue();
        assertThat(derivation.slate("480p", 2)).as("it has media").isFalse();

        assertThat(answers).singleElement().isInstanceOf(Answer.Found.class);
        assertThat(video(part).get(0).samples()).hasSize(1);
        assertThat(video(part).get(0).samples().get(0).unit().payload())
                .isEqualTo(video("480p/s2.m4s").get(0).samples().get(0).unit().payload());
        assertThat(sound(part).get(0).samples()).hasSizeBetween(20, 26);

        bench.packager.fillGapTo(9_000_000_000L);
        bench.play(PROGRAMME, 9_000, 5_000);
        derivation.slate("480p", newest);
        assertThat(derivation.isMade("480p", newest))
                .as("the whole segment, once it has an end")
                .isTrue();
        MediaPlaylist later = MediaPlaylist.read(Bench.text(bench.found("480p/live.m3u8")));
        assertThat(gaps(later)).isEmpty();
        assertThat(later.segments()).filteredOn(MediaSegment::discontinuity).hasSize(1);
    }

    /** It may be made by then of what the source has. */
    @Test
    void whoWasNeverWatched_makesTheSourcesLastPictureFirst_beforeItStands() {
        bench.play(PROGRAMME, 0, 4_500);
        bench.packager.fillGapTo(7_300_000_000L);
        MediaPlaylist mine = MediaPlaylist.read(Bench.text(bench.found("480p/live.m3u8")));
        long newest = derivation.newestMsn().orElseThrow();

        assertThat(gaps(bench.playlist())).isNotEmpty();
        assertThat(gaps(mine)).isEmpty();
        assertThat(gaps(MediaPlaylist.read(Bench.text(bench.found("audio/live.m3u8")))))
                .isEmpty();
        assertThat(derivation.missingPicture("480p", newest)).hasValue(3);
        assertThat(derivation.missingPicture("480p", 2)).as("it has pictures").isEmpty();
        assertThat(derivation.missingPicture("audio", newest))
                .as("sound alone needs no picture")
                .isEmpty();
        assertThat(derivation.slate("480p", newest)).as("it is one").isTrue();
        List<Answer> answers = new ArrayList<>();
        bench.publication.request(MediaRequest.of("480p/s" + newest + ".p0.m4s"), 0, answers::add);
        assertThat(answers).as("and is waited for").isEmpty();

        make(3);
        assertThat(derivation.missingPicture("480p", newest)).isEmpty();
        derivation.slate("480p", newest);

        assertThat(answers).singleElement().isInstanceOf(Answer.Found.class);
    }

    private static List<Long> gaps(MediaPlaylist playlist) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < playlist.segments().size(); i++) {
            if (playlist.segments().get(i).gap()) {
                gaps.add(playlist.msn(i));
            }
        }
        return gaps;
    }

    private List<TrackRun> video(String path) {
        return runs(path).stream().filter(run -> run.track().isVideo()).toList();
    }

    private List<TrackRun> sound(String path) {
        return runs(path).stream().filter(run -> !run.track().isVideo()).toList();
    }

    private List<TrackRun> runs(String path) {
        return Derivation.runs(buffer(path), PROGRAMME.tracks(), 0);
    }

    @Test
    void whileItIsMade_aVersionWaitsForItsParts_butNotForEver() {
        bench.packager.tracks(PROGRAMME.tracks());
        write(0, 4_600);
        derivation.awake("480p", true);
        derivation.made("480p", 4_500_000_000L);
        String before = list();

        write(4_600, 5_600);
        assertThat(list()).isEqualTo(before);
        assertThat(bench.playlistText()).contains("s3.p2.m4s");

        derivation.made("480p", 5_000_000_000L);
        assertThat(list()).contains("s3.p1.m4s\"").doesNotContain("PART:DURATION=0.50000,URI=\"s3.p2");

        write(5_600, 9_000);
        assertThat(list()).contains("s3.m4s", "s4.p0.m4s").doesNotContain("s4.m4s");
    }

    /** Viewers count on a part each part duration; who asks for one that is not there yet waits for it. */
    @Test
    void whoIsWoken_orLosesItsTranscoder_keepsThePaceOfTheSource_untilItHasCaughtUp() {
        bench.packager.tracks(PROGRAMME.tracks());
        write(0, 4_100);
        derivation.awake("480p", true);
        write(4_100, 4_600);
        assertThat(list()).contains("s3.p0.m4s\"");
        derivation.made("480p", 4_000_000_000L);
        write(4_600, 5_100);
        assertThat(list()).contains("s3.p1.m4s\"");

        derivation.made("480p", 5_000_000_000L);
        write(5_100, 5_600);
        assertThat(list()).as("caught up").doesNotContain("PART:DURATION=0.50000,URI=\"s3.p2");

        derivation.awake("480p", true);
        assertThat(list()).contains("PART:DURATION=0.50000,URI=\"s3.p2");
    }

    private String list() {
        return Bench.text(bench.found("480p/live.m3u8"));
    }

    private void write(int fromMillis, int toMillis) {
        PROGRAMME.units(0, 9_000).stream()
                .filter(unit -> millis(unit) >= fromMillis && millis(unit) < toMillis)
                .forEach(bench::write);
    }

    /** A source with key pictures far apart: a rendition has one where each of its segments begins. */
    @Test
    void segmentOfARendition_beginsWithAKeyPicture_andSaysSo() {
        Programme rare = Programme.of(30, 20);
        bench.play(rare, 0, 9_600);
        MediaPlaylist source = MediaPlaylist.read(bench.playlistText());
        MediaPlaylist mine = MediaPlaylist.read(list());

        List<Boolean> starts = mine.segments().stream()
                .filter(segment -> !segment.parts().isEmpty())
                .map(segment -> segment.parts().get(0).independent())
                .toList();
        assertThat(starts).hasSizeGreaterThan(2).containsOnly(true);
        assertThat(source.segments().stream()
                        .flatMap(segment -> segment.parts().stream())
                        .skip(1)
                        .filter(Part::independent))
                .isEmpty();
        assertThat(mine.segments().get(mine.segments().size() - 1).parts().stream()
                        .skip(1))
                .noneMatch(Part::independent);
        assertThat(Bench.text(bench.found("audio/live.m3u8"))).doesNotContain("INDEPENDENT=YES");
    }

    @Test
    void soundAlone_isTakenFromTheSource() {
        bench.play(PROGRAMME, 0, 9_000);
        derivation.writer("audio", false, 2, OptionalLong.of(2), List.of()).end("that is all");

        assertThat(Derivation.runs(buffer("audio/s2.m4s"), PROGRAMME.tracks(), 0))
                .isNotEmpty()
                .allMatch(run -> !run.track().isVideo());
    }

    @Test
    void gap_isAGapThere_andTheNextTakeGoesOn() {
        bench.play(PROGRAMME, 0, 4_500);
        derivation.available("480p", false); // or a picture would stand there
        bench.packager.fillGapTo(9_000_000_000L);
        derivation.available("480p", true);
        bench.play(PROGRAMME, 9_000, 5_000);

        assertThat(Bench.text(bench.found("480p/live.m3u8"))).contains("#EXT-X-GAP", "#EXT-X-DISCONTINUITY");
        long newest = derivation.newestMsn().orElseThrow();
        DerivedWriter writer = derivation.writer("480p", true, 3, OptionalLong.of(newest), List.of());
        writer.tracks(List.of(Programme.VIDEO));
        PROGRAMME.units(0, 4_500).forEach(writer::write);
        PROGRAMME.units(9_000, 5_000).stream()
                .filter(unit -> unit.trackId() == 1)
                .forEach(writer::write);
        assertThat(bench.found("480p/s" + (newest - 1) + ".m4s").body().length())
                .isPositive();
    }

    /** The source ends with its own picture, and this rendition with the one it has. */
    @Test
    void showEndsInAGap_endsWithItsOwnPicture() {
        bench.play(PROGRAMME, 0, 4_500);
        long watched = derivation.newestMsn().orElseThrow();
        DerivedWriter writer = derivation.writer("480p", true, 1, OptionalLong.of(watched), List.of());
        writer.tracks(List.of(Programme.VIDEO));
        PROGRAMME.units(0, 4_500).forEach(writer::write);
        bench.packager.fillGapTo(9_000_000_000L);
        bench.end();
        long last = derivation.newestMsn().orElseThrow();

        assertThat(derivation.slate("480p", last)).isTrue();
        assertThat(Derivation.runs(buffer("480p/s" + last + ".m4s"), PROGRAMME.tracks(), 0))
                .hasSize(2);
        assertThat(derivation.source(last))
                .as("for encoders, there is nothing to take")
                .isEmpty();
    }

    @Test
    void nameThatIsTaken_isRefused() {
        Demand nobody = new Demand() {
            @Override
            public void asked(String rendition, long nowNanos) {}

            @Override
            public void wanted(String rendition, String file) {}
        };
        DerivedDescription again =
                new DerivedDescription("480p", "avc1.64001f", Optional.empty(), OptionalDouble.empty(), 1);

        assertThatThrownBy(() -> derivation.add(again, nobody))
                .hasMessage("presentation k7x2m9qa has a rendition 480p");
    }

    private ByteBuffer buffer(String path) {
        return ByteBuffer.wrap(Bench.bytes(bench.found(path)));
    }

    private static long millis(AccessUnit unit) {
        return unit.trackId() == 1 ? unit.dts() : unit.dts() / 48;
    }
}
