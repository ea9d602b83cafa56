package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Timescale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Segmenter")
final class SegmenterTest {

    private static final long MILLI = 1_000_000;
    private static final PackagerSettings SETTINGS = PackagerSettings.defaults();
    private static final long PART_TARGET = SETTINGS.partDuration().toNanos();

    record Segment(long start, long end, List<PartCut> parts) {
        boolean startsAtRandomAccessPoint() {
            return !parts.get(0).runs().isEmpty()
                    && parts.get(0).runs().get(0).samples().get(0).unit().randomAccess();
        }

        double seconds() {
            return (end - start) / 1e9;
        }
    }

    /** Collects, and checks that calls come in order and parts tile. */
    private static final class Recorder implements Segmenter.Cuts {
        final List<Segment> segments = new ArrayList<>();
        final List<PartCut> all = new ArrayList<>();
        private final List<AccessUnit> pictures = new ArrayList<>();
        private List<PartCut> parts = new ArrayList<>();
        private long start = -1;

        @Override
        public void segmentStart(long startNanos) {
            assertThat(start).as("the segment before has ended").isEqualTo(-1);
            start = startNanos;
        }

        @Override
        public void picture(AccessUnit picture) {
            assertThat(start).as("a segment is open").isNotEqualTo(-1);
            pictures.add(picture);
        }

        @Override
        public void part(PartCut part) {
            long previous =
                    parts.isEmpty() ? start : parts.get(parts.size() - 1).endNanos();
            assertThat(part.startNanos())
                    .as("a part starts where the one before ends")
                    .isEqualTo(previous);
            parts.add(part);
            all.add(part);
        }

        @Override
        public void segmentEnd(long endNanos) {
            segments.add(new Segment(start, endNanos, parts));
            parts = new ArrayList<>();
            start = -1;
        }

        List<Segment> whole() {
            return segments.subList(0, segments.size() - 1);
        }
    }

    private static Recorder cut(Programme programme, long millis) {
        Recorder recorder = new Recorder();
        Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
        programme.units(0, millis).forEach(segmenter::add);
        segmenter.finish();
        assertThat(recorder.pictures)
                .as("pictures as they are told of")
                .usingElementComparator(Comparator.comparingInt(System::identityHashCode))
                .isEqualTo(recorder.all.stream()
                        .flatMap(part -> part.runs().stream())
                        .filter(run -> run.track().isVideo())
                        .flatMap(run -> run.samples().stream())
                        .map(Sample::unit)
                        .toList());
        return recorder;
    }

    /** With eight pictures a second, half of them dropped. */
    private static final long A_SECOND_WITHOUT_PICTURES_AT_THE_END = -8336656761759749602L;

    @ParameterizedTest(name = "{0} fps, GOP {1} s, {2} B-frames, audio {3}, {4} % dropped")
    @CsvSource({
        "30, 2, 0, true, 0",
        "30, 2, 2, true, 0",
        "29.97, 2, 0, true, 0",
        "59.94, 1, 2, true, 0",
        "60, 2, 0, false, 0",
        "25, 2, 1, true, 0",
        "24, 4, 0, true, 0",
        "23.976, 2, 3, true, 0",
        "15, 2, 0, true, 0",
        "10, 2, 0, false, 0",
        "30, 2, 0, true, 40",
        "30, 2, 0, false, 40",
        "30, 10, 0, true, 0",
        "8, 30, 0, true, 50",
        "6, 5, 0, true, 30",
        "5, 20, 1, false, 60",
        "3, 30, 0, false, 50",
        "0, 1, 0, true, 0"
    })
    void anyProgramme_cut_tilesAndObeysTheRules(double fps, double gop, int bFrames, boolean audio, int dropPercent) {
        for (int round = 0; round < 5; round++) {
            long seed = round == 0 ? A_SECOND_WITHOUT_PICTURES_AT_THE_END : new Random().nextLong();
            Programme programme = new Programme(fps, gop, bFrames, audio, dropPercent, seed);
            String what = programme.toString();
            Recorder recorder = cut(programme, 21_000);

            List<Segment> segments = recorder.segments;
            assertThat(segments).as(what).hasSizeGreaterThan(3);
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                if (i > 0) {
                    assertThat(segment.start())
                            .as(what)
                            .isEqualTo(segments.get(i - 1).end());
                }
                assertThat(Math.round(segment.seconds()))
                        .as("EXTINF rounds to the target duration at most; %s", what)
                        .isLessThanOrEqualTo(SETTINGS.targetDuration().toSeconds());
                long last = segment.parts().get(segment.parts().size() - 1).endNanos();
                assertThat(segment.end() - last)
                        .as("parts add up to the segment; %s", what)
                        .isBetween(0L, 20 * MILLI);
                assertThat(segment.startsAtRandomAccessPoint() || gop > 4)
                        .as("segment %d starts at a random access point; %s", i, what)
                        .isTrue();
                checkParts(segment, what);
            }
            checkSamples(programme, recorder, what);
        }
    }

    @ParameterizedTest(name = "{0} fps, GOP {1} s, audio {2}, a keyframe behind the hole: {3}")
    @CsvSource({
        "30, 2, true, true",
        "30, 2, false, true",
        "30, 2, false, false",
        "10, 1, false, true",
        "60, 4, true, false"
    })
    void aHoleInTheProgramme_makesNoSegmentTooLong(double fps, double gop, boolean audio, boolean keyframe) {
        for (int round = 0; round < 200; round++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            Programme programme = new Programme(fps, gop, 0, audio, 0, seed);
            long from = 500 + random.nextInt(4_000);
            long hole = 500 + random.nextInt(9_400);
            Recorder recorder = new Recorder();
            Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
            programme.units(0, from).forEach(segmenter::add);
            long skipped = keyframe ? 0 : 300;
            programme.units(0, 6_000 + skipped).stream()
                    .filter(unit -> millis(programme, unit) >= skipped)
                    .map(unit -> later(programme, unit, from + hole - skipped))
                    .forEach(segmenter::add);
            segmenter.finish();
            String what = hole + " ms after " + from + " ms of " + programme;
            for (int i = 0; i < recorder.segments.size(); i++) {
                Segment segment = recorder.segments.get(i);
                assertThat(Math.round(segment.seconds()))
                        .as("EXTINF rounds to the target duration at most; %s", what)
                        .isLessThanOrEqualTo(SETTINGS.targetDuration().toSeconds());
                assertThat(segment.parts()).as("segment %d; %s", i, what).isNotEmpty();
                if (i > 0) {
                    assertThat(segment.start())
                            .as(what)
                            .isEqualTo(recorder.segments.get(i - 1).end());
                }
                checkParts(segment, what);
            }
        }
    }

    private static Timescale timescale(Programme programme, AccessUnit unit) {
        return programme.tracks().stream()
                .filter(track -> track.id() == unit.trackId())
                .findFirst()
                .orElseThrow()
                .timescale();
    }

    private static long millis(Programme programme, AccessUnit unit) {
        return timescale(programme, unit).nanos(unit.dts()) / MILLI;
    }

    private static AccessUnit later(Programme programme, AccessUnit unit, long millis) {
        return unit.shifted(timescale(programme, unit).ticks(Duration.ofMillis(millis)));
    }

    private static void checkParts(Segment segment, String what) {
        for (int p = 0; p < segment.parts().size(); p++) {
            PartCut part = segment.parts().get(p);
            long duration = part.endNanos() - part.startNanos();
            assertThat(duration).as("part %d; %s", p, what).isLessThanOrEqualTo(PART_TARGET);
            for (TrackRun run : part.runs()) {
                if (!run.track().isVideo()) {
                    assertThat(run.track()
                                    .timescale()
                                    .nanos(run.samples().get(0).unit().pts()))
                            .as("sound of part %d; %s", p, what)
                            .isBetween(part.startNanos() - MILLI, part.endNanos());
                }
            }
            boolean exempt =
                    part.independent() || part.gap() || p == segment.parts().size() - 1;
            if (!exempt) {
                assertThat(duration).as("part %d; %s", p, what).isGreaterThanOrEqualTo(PART_TARGET * 85 / 100);
            }
        }
    }

    /** Nothing is lost, doubled or reordered, and sample durations lead from each dts to the next. */
    private static void checkSamples(Programme programme, Recorder recorder, String what) {
        long lastPicture = programme.units(0, 21_000).stream()
                .filter(unit ->
                        programme.tracks().stream().anyMatch(track -> track.isVideo() && track.id() == unit.trackId()))
                .mapToLong(unit -> timescale(programme, unit).nanos(unit.pts()))
                .max()
                .orElse(Long.MAX_VALUE);
        for (var track : programme.tracks()) {
            List<AccessUnit> in = programme.units(0, 21_000).stream()
                    .filter(unit -> unit.trackId() == track.id())
                    .filter(unit -> track.timescale().nanos(unit.pts())
                            >= recorder.all.get(0).startNanos())
                    .toList();
            List<Sample> out = recorder.all.stream()
                    .flatMap(part -> part.runs().stream())
                    .filter(run -> run.track().id() == track.id())
                    .map(TrackRun::samples)
                    .flatMap(List::stream)
                    .toList();
            assertThat(out.stream().map(sample -> sample.unit().dts()).toList())
                    .as(what)
                    .containsExactlyElementsOf(
                            in.stream().map(AccessUnit::dts).limit(out.size()).toList());
            // A take ends with its last picture, give or take a part.
            long behind = in.stream()
                    .filter(unit -> track.timescale().nanos(unit.pts()) > lastPicture)
                    .count();
            assertThat(in.size() - out.size()).as(what).isLessThanOrEqualTo(track.isVideo() ? 0 : 30 + (int) behind);
            for (int i = 0; track.isVideo() && i + 1 < out.size(); i++) {
                assertThat(out.get(i).unit().dts() + out.get(i).duration())
                        .as(what)
                        .isEqualTo(out.get(i + 1).unit().dts());
            }
        }
    }

    @Test
    void thirtyFrames_cut_fourFullPartsASegment() {
        Recorder recorder = cut(Programme.of(30, 2), 6_100);

        assertThat(recorder.whole()).allSatisfy(segment -> {
            assertThat(segment.seconds()).isEqualTo(2.0);
            assertThat(segment.parts())
                    .extracting(part -> (part.endNanos() - part.startNanos()) / MILLI, PartCut::independent)
                    .containsExactly(tuple(500L, true), tuple(500L, false), tuple(500L, false), tuple(500L, false));
        });
    }

    @Test
    void nextUnit_arrives_partIsCutAtOnce() {
        Recorder recorder = new Recorder();
        Programme programme = Programme.of(30, 2).withoutAudio();
        Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
        for (AccessUnit unit : programme.units(0, 2_100)) {
            int before = recorder.all.size();
            segmenter.add(unit);
            if (unit.dts() % 500 == 0 && unit.dts() > 0) {
                assertThat(recorder.all).as("at %d ms", unit.dts()).hasSize(before + 1);
            }
        }
    }

    @Test
    void partOfAVideo_cut_holdsTheSoundThatIsHeardInIt() {
        Recorder recorder = cut(Programme.of(30, 2), 4_000);

        PartCut second = recorder.all.get(1);
        TrackRun audio = second.runs().get(1);
        assertThat(audio.samples().get(0).unit().dts()).isBetween(500 * 48L, 522 * 48L);
        assertThat(audio.samples().get(audio.samples().size() - 1).unit().dts()).isBetween(978 * 48L, 1000 * 48L - 1);
    }

    /**
     * Wherever an encoder stops: the pictures that came ahead of their sound have none, no part is made of them, and sound
     * lasts as long as the pictures do.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void encoderStops_anywhere_lastPartHasSound(int bFrames) {
        Programme programme = Programme.of(30, 2).withBFrames(bFrames);
        List<AccessUnit> units = programme.units(0, 7_000);
        for (int stop = units.size() - 150; stop < units.size(); stop++) {
            Recorder recorder = new Recorder();
            Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
            units.subList(0, stop).forEach(segmenter::add);
            segmenter.stop();

            PartCut last = recorder.all.get(recorder.all.size() - 1);
            assertThat(last.runs())
                    .as("tracks of the last part, of " + stop + " units")
                    .hasSize(2);
            long heard = last.runs().get(1).samples().stream()
                    .mapToLong(sample -> sample.unit().pts() + sample.duration())
                    .max()
                    .orElseThrow();
            assertThat(last.endNanos() / 1e6 - heard / 48.0)
                    .as("milliseconds without sound at the end, of " + stop + " units")
                    .isBetween(-22.0, 0.1);
            assertThat(recorder.segments).isNotEmpty();
        }
    }

    @Test
    void picturesPause_cut_partsOfSoundFillTheTime() {
        Recorder recorder = new Recorder();
        Programme programme = Programme.of(30, 2);
        Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
        programme.units(0, 8_000).stream()
                .filter(unit -> unit.trackId() == 2 || unit.dts() < 1_000 || unit.dts() >= 3_500)
                .forEach(segmenter::add);
        segmenter.finish();

        assertThat(recorder.all.subList(3, 7)).allSatisfy(part -> {
            assertThat(part.endNanos() - part.startNanos()).isEqualTo(PART_TARGET);
            assertThat(part.runs()).extracting(run -> run.track().id()).containsExactly(2);
        });
    }

    @Test
    void noRandomAccessPoint_arrives_nothingIsCut() {
        Recorder recorder = new Recorder();
        Programme programme = Programme.of(30, 60);
        Segmenter segmenter = new Segmenter(SETTINGS, programme.tracks(), 0, false, recorder);
        programme.units(0, 5_000).stream().skip(5).forEach(segmenter::add);
        segmenter.finish();

        assertThat(recorder.all).isEmpty();
    }

    @Test
    void settings_outOfBounds_sayWhatIsAllowed() {
        assertThatThrownBy(() -> new PackagerSettings(
                        Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofMinutes(1)))
                .hasMessage("segment duration 5s must be between 500ms and the target duration of 4s");
        assertThatThrownBy(() -> new PackagerSettings(
                        Duration.ofSeconds(2), Duration.ofMillis(4500), Duration.ofMillis(500), Duration.ofMinutes(1)))
                .hasMessage("target duration 4500ms must be whole seconds, 1s to 30s");
        assertThatThrownBy(() -> new PackagerSettings(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(50), Duration.ofMinutes(1)))
                .hasMessage("part duration 50ms must be between 100ms and the segment duration of 2s");
        assertThatThrownBy(() -> new PackagerSettings(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofSeconds(11)))
                .hasMessage("window 11s must be between three target durations (12s) and 24h");
    }
}
