package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.Mutations.each;
import static dev.vitrine.hls.check.Mutations.facts;
import static dev.vitrine.hls.check.Mutations.first;
import static dev.vitrine.hls.check.Mutations.header;
import static dev.vitrine.hls.check.Mutations.insert;
import static dev.vitrine.hls.check.Mutations.later;
import static dev.vitrine.hls.check.Mutations.messages;
import static dev.vitrine.hls.check.Mutations.plain;
import static dev.vitrine.hls.check.Mutations.reload;
import static dev.vitrine.hls.check.Mutations.replace;
import static dev.vitrine.hls.check.Mutations.replaceLast;
import static dev.vitrine.hls.check.Mutations.sample;
import static dev.vitrine.hls.check.Mutations.samples;
import static dev.vitrine.hls.check.Mutations.status;
import static dev.vitrine.hls.check.Mutations.text;
import static dev.vitrine.hls.check.Mutations.texts;
import static dev.vitrine.hls.check.Mutations.times;
import static dev.vitrine.hls.check.Mutations.withoutLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.View;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.check.Mutations.Place;
import dev.vitrine.hls.check.Observed.Probe.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checker that cannot fail proves nothing: for every line an observation in which that line, and no other, fails. */
@DisplayName("The checklist")
final class ChecklistTest {

    private static final List<Observed> CLEAN = Recording.show(View.INBAND_ID3);
    private static final Predicate<Place> EVERY = place -> true;
    private static final Predicate<Place> ENDED = Place::ended;
    private static final Predicate<Place> LOW = place -> place.rendition().contains("/low");
    /** Reloads of the middle: after the outage, before the end. */
    private static final int MIDDLE = 60;

    private static final Map<Integer, UnaryOperator<List<Observed>>> SPOILED = new TreeMap<>();

    static {
        syntax();
        durations();
        mutation();
        media();
        dates();
        lowLatency();
        directives();
        dateRanges();
        http();
    }

    private static Report check(List<Observed> observed) {
        Checker checker = new Checker(Recording.ROOT + "index.m3u8");
        observed.forEach(checker::see);
        return checker.finish();
    }

    @Test
    void ourOwnShow_passesEveryLine() {
        Report report = check(CLEAN);
        assertThat(report.text()).as("findings").startsWith(Recording.ROOT);
        // It is no EVENT playlist.
        assertThat(report.notApplicable()).as("lines that nothing was seen for").containsExactly(24);
        assertThat(report.passed()).hasSize(72);
    }

    static List<Integer> lines() {
        return IntStream.rangeClosed(1, 73).boxed().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void aLine_canFail_alone(int line) {
        assertThat(SPOILED).as("a mutation for line %d", line).containsKey(line);
        Report report = check(SPOILED.get(line).apply(CLEAN));
        assertThat(report.failed()).as(report.text()).isEqualTo(Set.of(line));
    }

    @Test
    void pictureStands_inEverySecondSegment_saysNothingOfTheRate() {
        Report report = check(each(
                CLEAN,
                observed -> observed instanceof Observed.Media media && media.msn() % 2 == 0
                        ? facts(media, was -> samples(was, Mutated::standing))
                        : observed));
        assertThat(report.failed()).as(report.text()).doesNotContain(72);
    }

    @Test
    void lines_areNumberedFromOne() {
        assertThat(Checklist.LINES.stream().map(CheckLine::number).toList()).isEqualTo(lines());
    }

    private static void spoil(int line, UnaryOperator<List<Observed>> mutation) {
        SPOILED.put(line, mutation);
    }

    private static void syntax() {
        spoil(1, all -> reload(all, MIDDLE, replace("#EXTM3U", "#EXTM3")));
        spoil(2, all -> reload(all, MIDDLE, replace("#EXTM3U", "#EXTM3U ")));
        spoil(3, all -> reload(all, MIDDLE, replace("VERSION:6", "VERSION:5")));
        spoil(
                4,
                all -> reload(
                        all, MIDDLE, replace("CAN-BLOCK-RELOAD=YES", "CAN-BLOCK-RELOAD=YES,CAN-BLOCK-RELOAD=YES")));
        spoil(5, all -> reload(all, MIDDLE, replace("CLASS=\"dev.vitrine.shop.v1\"", "CLASS=\"dev.vitrine.shop.v1")));
        spoil(6, all -> reload(all, MIDDLE, insert("#EXT-X-NOTE:{$name}")));
        spoil(7, all -> reload(all, MIDDLE, replace("PART-TARGET=0.5", "PART-TARGET=5.0E-1")));
        spoil(8, all -> reload(all, MIDDLE, insert("#EXT-X-STREAM-INF:BANDWIDTH=1000")));
        spoil(9, all -> reload(all, MIDDLE, replace("#EXT-X-PART-INF", "#EXT-X-TARGETDURATION:4\n#EXT-X-PART-INF")));
    }

    private static void durations() {
        spoil(10, all -> reload(all, MIDDLE, withoutLine("#EXT-X-TARGETDURATION")));
        spoil(
                11,
                all -> texts(
                        all,
                        ENDED,
                        withoutLine("#EXT-X-PART:")
                                .andThen(text -> text.replaceAll(
                                        "#EXTINF:[0-9.]+,(\ns[0-9]+.m4s\n(?:#[^\n]*\n)*#EXT-X-ENDLIST)",
                                        "#EXTINF:4.60000,$1"))));
        spoil(12, all -> {
            long last = lastWhole(all);
            return each(
                    all,
                    observed -> observed instanceof Observed.Media media
                                    && media.msn() == last
                                    && (media.part().isEmpty() || media.part().get() == lastPart(all, last))
                            ? facts(media, was -> samples(was, list -> sample(list, list.size() - 1, Mutated::longer)))
                            : observed);
        });
        spoil(
                13,
                all -> texts(
                        texts(
                                all,
                                EVERY,
                                replace(",HOLD-BACK=12.0", ",HOLD-BACK=15.0")
                                        .andThen(replace("UNTIL=24.0", "UNTIL=30.0"))),
                        LOW,
                        replace("TARGETDURATION:4", "TARGETDURATION:5")));
        spoil(
                14,
                all -> texts(
                        each(
                                all,
                                observed -> observed instanceof Observed.Media media
                                        ? facts(
                                                media,
                                                was -> samples(
                                                        was,
                                                        list -> list.stream()
                                                                .map(s -> Mutated.sync(s, false))
                                                                .toList()))
                                        : observed),
                        EVERY,
                        text -> text.replace(",INDEPENDENT=YES", "")));
        spoil(
                15,
                all -> each(
                        all,
                        observed -> observed instanceof Observed.Media media && media.msn() >= lastWhole(all) - 3
                                ? facts(
                                        media,
                                        was -> samples(
                                                was,
                                                list -> list.stream()
                                                        .map(s -> Mutated.later(s, 1000, 0))
                                                        .toList()))
                                : observed));
    }

    private static long lastWhole(List<Observed> all) {
        return all.stream()
                .filter(o -> o instanceof Observed.Media media && media.part().isEmpty())
                .mapToLong(o -> ((Observed.Media) o).msn())
                .max()
                .orElseThrow();
    }

    private static int lastPart(List<Observed> all, long msn) {
        return all.stream()
                .filter(o -> o instanceof Observed.Media media && media.msn() == msn)
                .mapToInt(o -> ((Observed.Media) o).part().orElse(0))
                .max()
                .orElseThrow();
    }

    private static void mutation() {
        spoil(16, all -> reload(all, MIDDLE, replace("\ns18.m4s", "\nx18.m4s")));
        spoil(17, all -> texts(all, ENDED, text -> counted(text, "MEDIA-SEQUENCE", 1)));
        spoil(18, all -> texts(all, ENDED, text -> counted(text, "DISCONTINUITY-SEQUENCE", 1)));
        spoil(19, all -> texts(all, ENDED, Mutated::withoutLastTwo));
        spoil(20, all -> {
            int from = Mutated.reloads(all) - 8;
            return texts(all, place -> place.reload() >= from && !place.ended(), text -> Mutated.shortened(text, 5))
                    .stream()
                    .filter(observed ->
                            !(observed instanceof Observed.Reload r && r.text().ended())
                                    && !(observed instanceof Observed.Probe p && p.kind() == Kind.ENDED))
                    .toList();
        });
        spoil(21, all -> {
            long after = 60_000_000_000L;
            List<Observed> plain = plain(all);
            boolean[] waited = new boolean[1];
            return each(later(plain, after, 8_000_000_000L), observed -> {
                // The one that was late was asked for in time.
                if (observed instanceof Observed.Reload r
                        && !waited[0]
                        && r.http().firstByteNanos() > after + 8_000_000_000L) {
                    waited[0] = true;
                    return new Observed.Reload(
                            r.rendition(), times(r.http(), after - r.http().askedNanos(), 0), r.text(), r.asked());
                }
                return observed;
            });
        });
        spoil(
                22,
                all -> later(all, 60_000_000_000L, 1_000_000_000L).stream()
                        .filter(o ->
                                !(o instanceof Observed.Hint hint && hint.http().firstByteNanos() > 60_000_000_000L))
                        .toList());
        spoil(
                23,
                all -> reload(
                        all,
                        Mutated.reloads(all) - 5,
                        replace("#EXT-X-PART-INF", "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-PART-INF")));
        spoil(24, all -> {
            int slides = Mutated.slides(all);
            return reload(all, slides, replace("#EXT-X-PART-INF", "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-PART-INF"));
        });
        spoil(25, all -> {
            List<Observed> twice = new ArrayList<>(all);
            Observed.Reload last = (Observed.Reload) all.stream()
                    .filter(o -> o instanceof Observed.Reload r && r.text().ended())
                    .findFirst()
                    .orElseThrow();
            twice.add(
                    all.lastIndexOf(last) + 1,
                    new Observed.Reload(
                            last.rendition(), last.http(), text(last.text(), t -> t + "# more\n"), last.asked()));
            return twice;
        });
        spoil(
                26,
                all -> first(
                        all,
                        Observed.Removed.class,
                        r -> !r.part(),
                        r -> new Observed.Removed(r.rendition(), false, status(r.http(), 404), 0)));
        spoil(
                27,
                all -> first(
                        all,
                        Observed.Removed.class,
                        Observed.Removed::part,
                        r -> new Observed.Removed(r.rendition(), true, status(r.http(), 404), 0)));
        spoil(
                28,
                all -> first(
                        all,
                        Observed.Media.class,
                        m -> true,
                        m -> new Observed.Media(
                                m.rendition(),
                                m.msn(),
                                m.part(),
                                header(m.http(), "content-length", Optional.of("9")),
                                m.facts())));
    }

    private static String counted(String text, String tag, long more) {
        return text.lines()
                .map(line -> line.startsWith("#EXT-X-" + tag + ":")
                        ? "#EXT-X-" + tag + ":" + (Long.parseLong(line.substring(line.indexOf(':') + 1)) + more)
                        : line)
                .reduce("", (a, b) -> a + b + "\n");
    }

    private static void media() {
        spoil(
                29,
                all -> first(
                        all,
                        Observed.Init.class,
                        i -> true,
                        i -> new Observed.Init(
                                i.rendition(),
                                i.uri(),
                                i.http(),
                                new InitFacts(i.facts().tracks(), List.of("no mvex")))));
        spoil(
                30,
                all -> first(
                        all,
                        Observed.Media.class,
                        m -> m.part().isEmpty() && m.msn() == lastWhole(all) - 1,
                        m -> facts(m, was -> samples(was, list -> sample(list, 3, Mutated::otherBytes)))));
        spoil(
                31,
                all -> first(
                        all,
                        Observed.Media.class,
                        m -> m.part().isPresent() && m.part().get() == 1 && m.msn() == lastWhole(all) - 1,
                        m -> facts(m, was -> messages(was, list -> List.of(Mutated.MESSAGE)))));
        spoil(
                32,
                all -> first(
                        all,
                        Observed.Media.class,
                        m -> m.part().isEmpty() && m.msn() == lastWhole(all) - 2,
                        m -> facts(m, was -> {
                            Map<Integer, TrackFacts> tracks = new HashMap<>(was.tracks());
                            tracks.computeIfPresent(
                                    2,
                                    (id, t) ->
                                            new TrackFacts(2, "soun", t.timescale(), "mp4a.40.5", 0, 0, t.defaults()));
                            return new MediaFacts(was.container(), tracks, was.samples(), was.messages(), was.faults());
                        })));
        spoil(
                33,
                all -> each(
                        all,
                        observed -> observed instanceof Observed.Media media
                                        && media.rendition().contains("/low")
                                        && media.msn() == lastWhole(all) - 2
                                        && media.part().orElse(0) == 0
                                ? facts(media, was -> samples(was, list -> sample(list, 1, s -> Mutated.sync(s, true))))
                                : observed));
    }

    private static void dates() {
        spoil(
                34,
                all -> reload(all, Mutated.openWithParts(all), text -> {
                    int date = text.lastIndexOf("#EXT-X-PROGRAM-DATE-TIME");
                    int part = text.indexOf('\n', date) + 1;
                    int behind = text.indexOf('\n', part) + 1;
                    return text.substring(0, date)
                            + text.substring(part, behind)
                            + text.substring(date, part)
                            + text.substring(behind);
                }));
        spoil(
                35,
                all -> texts(
                        all,
                        ENDED,
                        text -> Mutated.shiftDates(text, text.lastIndexOf("#EXT-X-PROGRAM-DATE-TIME"), 10)));
        spoil(36, all -> texts(all, LOW, text -> Mutated.shiftDates(text, 0, 6)));
    }

    private static void lowLatency() {
        spoil(37, all -> reload(all, MIDDLE, withoutLine("#EXT-X-PART-INF")));
        spoil(
                38,
                all -> reload(all, Mutated.openWithParts(all), replaceLast("PART:DURATION=0.5", "PART:DURATION=0.6")));
        spoil(39, all -> texts(all, EVERY, replace("PART-HOLD-BACK=1.5", "PART-HOLD-BACK=0.9")));
        spoil(40, all -> texts(all, EVERY, replace(",HOLD-BACK=12.0", ",HOLD-BACK=11.0")));
        spoil(41, all -> texts(all, EVERY, replace("UNTIL=24.0", "UNTIL=23.0")));
        spoil(42, all -> reload(all, MIDDLE, withoutLine("#EXT-X-PRELOAD-HINT")));
        spoil(
                43,
                all -> first(
                        all,
                        Observed.Hint.class,
                        h -> true,
                        h -> new Observed.Hint(h.rendition(), h.uri(), times(h.http(), -2_000_000_000L, 0))));
        spoil(44, all -> reload(all, MIDDLE, withoutLine("#EXT-X-RENDITION-REPORT")));
        spoil(45, all -> texts(all, LOW, replace("PART-HOLD-BACK=1.5", "PART-HOLD-BACK=2.0")));
        spoil(
                46,
                all -> reload(all, MIDDLE, text -> {
                    int old = text.indexOf("#EXTINF");
                    return text.substring(0, old) + "#EXT-X-PART:DURATION=0.50000,URI=\"s4.p0.m4s\"\n"
                            + text.substring(old);
                }));
        spoil(47, all -> texts(all, EVERY, text -> text.replace("s19.p0.m4s\",INDEPENDENT=YES", "s19.p0.m4s\"")));
    }

    private static UnaryOperator<List<Observed>> probe(Kind kind, int status) {
        return all -> first(
                all,
                Observed.Probe.class,
                p -> p.kind() == kind,
                p -> new Observed.Probe(kind, p.rendition(), status(p.http(), status), p.body(), p.asked()));
    }

    private static void directives() {
        spoil(48, probe(Kind.PART_WITHOUT_MSN, 200));
        spoil(49, probe(Kind.FAR_MSN, 200));
        spoil(50, probe(Kind.OLD_MSN, 404));
        spoil(
                51,
                all -> first(
                        all,
                        Observed.Reload.class,
                        r -> r.asked().part().isPresent(),
                        r -> new Observed.Reload(
                                r.rendition(),
                                r.http(),
                                r.text(),
                                new Directives(
                                        OptionalLong.of(r.asked().msn().orElseThrow() + 1),
                                        OptionalInt.of(0),
                                        Directives.Skip.NO))));
        spoil(52, probe(Kind.PART_PAST_END, 404));
        spoil(
                53,
                all -> first(
                        all,
                        Observed.Reload.class,
                        r -> r.asked().part().isPresent(),
                        r -> new Observed.Reload(
                                r.rendition(), times(r.http(), -14_000_000_000L, 0), r.text(), r.asked())));
        spoil(54, probe(Kind.ENDED, 404));
        spoil(
                55,
                all -> first(
                        all,
                        Observed.Updates.class,
                        u -> true,
                        u -> Mutated.deltas(u, replace("#EXTINF:2.00000", "#EXTINF:1.99999"))));
        spoil(
                56,
                all -> first(
                        all,
                        Observed.Updates.class,
                        u -> true,
                        u -> Mutated.deltas(
                                u,
                                text -> text.replace("VERSION:9", "VERSION:10")
                                        .replaceAll(
                                                "(SKIPPED-SEGMENTS=[0-9]+)", "$1,RECENTLY-REMOVED-DATERANGES=\"\""))));
        spoil(
                57,
                all -> first(
                        all,
                        Observed.Updates.class,
                        u -> true,
                        u -> new Observed.Updates(
                                u.rendition(), u.full(), text(u.again(), t -> t + "# other\n"), u.deltas())));
    }

    private static void dateRanges() {
        spoil(58, all -> texts(all, place -> place.reload() >= MIDDLE, replace("END-DATE=", "X-MORE=1,END-DATE=")));
        spoil(
                59,
                all -> texts(
                        all,
                        EVERY,
                        insert(
                                "#EXT-X-DATERANGE:ID=\"ad\",CLASS=\"x\",START-DATE=\"2026-11-22T18:06:30.000Z\",END-DATE=\"2026-11-22T18:06:29.000Z\"")));
        spoil(60, all -> {
            int from = Mutated.firstReloadWith(all, "\"k7x2m9qa-4\"") + 2;
            return texts(all, place -> place.reload() >= from, withoutLine("\"k7x2m9qa-4\"")).stream()
                    .filter(o -> !(o instanceof Observed.Media m && m.msn() > Mutated.msnOf(all, from)))
                    .toList();
        });
        spoil(61, all -> texts(all, LOW, withoutLine("\"k7x2m9qa-2\"")));
        spoil(62, all -> texts(all, EVERY, text -> text.replace("v1.eyJxIjoyL", "v1.eyJxIjo3L")));
        spoil(
                63,
                all -> first(
                        all,
                        Observed.CueFile.class,
                        f -> true,
                        f -> new Observed.CueFile(
                                f.http(), f.json().replace("pin\",\"sku\":\"TS-01", "pin\",\"sku\":\"TS-09"))));
        spoil(
                64,
                all -> texts(
                        all,
                        EVERY,
                        insert(
                                "#EXT-X-DATERANGE:ID=\"ad\",CLASS=\"com.apple.hls.interstitial\",START-DATE=\"2026-11-22T19:06:30.000Z\"")));
        spoil(
                65,
                all -> each(
                        all,
                        o -> o instanceof Observed.Media m
                                        && m.msn() == lastWhole(all) - 1
                                        && m.part().orElse(0) == 0
                                ? facts(
                                        m,
                                        was -> messages(
                                                was,
                                                list -> list.stream()
                                                        .map(Mutated::otherCue)
                                                        .toList()))
                                : o));
    }

    private static UnaryOperator<List<Observed>> headerOf(String name, Optional<String> value) {
        return all -> first(
                all,
                Observed.Reload.class,
                r -> true,
                r -> new Observed.Reload(r.rendition(), header(r.http(), name, value), r.text(), r.asked()));
    }

    private static void http() {
        spoil(66, headerOf("content-type", Optional.of("text/plain")));
        spoil(67, headerOf("content-encoding", Optional.empty()));
        spoil(68, headerOf("access-control-allow-origin", Optional.empty()));
        spoil(69, headerOf("cache-control", Optional.of("max-age=31536000")));
        spoil(
                70,
                all -> first(
                        all,
                        Observed.Probe.class,
                        p -> p.http().status() == 400,
                        p -> new Observed.Probe(
                                p.kind(),
                                p.rendition(),
                                header(p.http(), "cache-control", Optional.empty()),
                                p.body(),
                                p.asked())));
        spoil(
                71,
                all -> each(
                        all,
                        o -> o instanceof Observed.Multivariant m
                                ? new Observed.Multivariant(
                                        m.http(),
                                        text(m.text(), t -> t.replaceAll(":BANDWIDTH=[0-9]+", ":BANDWIDTH=1000")))
                                : o));
        spoil(
                72,
                all -> each(
                        all,
                        o -> o instanceof Observed.Multivariant m
                                ? new Observed.Multivariant(
                                        m.http(), text(m.text(), t -> t.replace("avc1.64001f", "avc1.64001e")))
                                : o));
        spoil(
                73,
                all -> first(
                        all,
                        Observed.Reload.class,
                        r -> true,
                        r -> new Observed.Reload(r.rendition(), Mutated.oldProtocol(r.http()), r.text(), r.asked())));
    }

    /** Small changes that several lines need. */
    private static final class Mutated {

        static final Emsg MESSAGE = new Emsg(1, "urn:example", 1, 1, "00", "", "");

        static SampleFacts longer(SampleFacts s) {
            return new SampleFacts(s.dts(), s.pts(), s.duration() + 200, s.size(), s.sync(), s.hash());
        }

        /** One picture for as long as all of them. */
        static List<SampleFacts> standing(List<SampleFacts> list) {
            SampleFacts s = list.get(0);
            long all = list.stream().mapToLong(SampleFacts::duration).sum();
            return List.of(new SampleFacts(s.dts(), s.pts(), all, s.size(), s.sync(), s.hash()));
        }

        static SampleFacts sync(SampleFacts s, boolean sync) {
            return new SampleFacts(s.dts(), s.pts(), s.duration(), s.size(), sync, s.hash());
        }

        static SampleFacts later(SampleFacts s, long dts, long pts) {
            return new SampleFacts(s.dts() + dts, s.pts() + pts, s.duration(), s.size(), s.sync(), s.hash());
        }

        static SampleFacts otherBytes(SampleFacts s) {
            return new SampleFacts(s.dts(), s.pts(), s.duration(), s.size(), s.sync(), s.hash() + 1);
        }

        static Emsg otherCue(Emsg m) {
            return new Emsg(
                    m.version(),
                    m.scheme(),
                    m.seconds(),
                    m.id(),
                    m.data(),
                    m.description(),
                    attribute(json(m.value()).replaceAll("\"q\":[0-9]+", "\"q\":1")));
        }

        private static String json(String value) {
            return new String(Base64.getUrlDecoder().decode(value.substring(3)), StandardCharsets.UTF_8);
        }

        private static String attribute(String json) {
            return "v1."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }

        static Exchange oldProtocol(Exchange http) {
            return new Exchange(
                    http.url(),
                    http.status(),
                    http.headers(),
                    "HTTP/1.1",
                    http.askedNanos(),
                    http.firstByteNanos(),
                    http.doneNanos(),
                    http.length());
        }

        static Observed.Updates deltas(Observed.Updates u, java.util.function.Function<String, String> change) {
            return new Observed.Updates(
                    u.rendition(),
                    u.full(),
                    u.again(),
                    u.deltas().stream()
                            .map(d -> new Observed.Delta(d.asked(), text(d.text(), change)))
                            .toList());
        }

        private static List<Observed.Reload> source(List<Observed> all) {
            return all.stream()
                    .filter(o -> o instanceof Observed.Reload r
                            && r.rendition().contains("/source")
                            && !r.text().ended())
                    .map(Observed.Reload.class::cast)
                    .toList();
        }

        static int reloads(List<Observed> all) {
            return source(all).size();
        }

        /** A reload in which segments went, with the end still ahead. */
        static int slides(List<Observed> all) {
            List<Observed.Reload> reloads = source(all);
            for (int i = reloads.size() - 1; i > 0; i--) {
                if (sequence(reloads.get(i)) > sequence(reloads.get(i - 1))) {
                    return i;
                }
            }
            throw new AssertionError("the window never slid");
        }

        private static long sequence(Observed.Reload reload) {
            return reload.text().media().orElseThrow().header().mediaSequence();
        }

        /** A late reload whose open segment has two parts. */
        static int openWithParts(List<Observed> all) {
            List<Observed.Reload> reloads = source(all);
            for (int i = reloads.size() - 1; i > 0; i--) {
                var segments = reloads.get(i).text().media().orElseThrow().segments();
                var last = segments.get(segments.size() - 1);
                if (last.ending().isEmpty() && last.parts().size() == 2) {
                    return i;
                }
            }
            throw new AssertionError("no open segment with two parts");
        }

        static int firstReloadWith(List<Observed> all, String text) {
            List<Observed.Reload> reloads = source(all);
            return IntStream.range(0, reloads.size())
                    .filter(i -> reloads.get(i).text().text().contains(text))
                    .findFirst()
                    .orElseThrow();
        }

        /** The last segment that a reload lists. */
        static long msnOf(List<Observed> all, int reload) {
            var playlist = source(all).get(reload).text().media().orElseThrow();
            return playlist.msn(playlist.segments().size() - 1);
        }

        static String shiftDates(String text, int from, long millis) {
            StringBuilder out = new StringBuilder(text.substring(0, from));
            for (String line : text.substring(from).split("\n")) {
                if (line.startsWith("#EXT-X-PROGRAM-DATE-TIME:")) {
                    String date = line.substring(line.indexOf(':') + 1);
                    line = "#EXT-X-PROGRAM-DATE-TIME:"
                            + java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                                    .withZone(java.time.ZoneOffset.UTC)
                                    .format(java.time.Instant.parse(date).plusMillis(millis));
                }
                out.append(line).append('\n');
            }
            return out.toString();
        }

        static String withoutLastTwo(String text) {
            List<String> lines = text.lines().toList();
            List<Integer> ends = IntStream.range(0, lines.size())
                    .filter(i -> !lines.get(i).startsWith("#"))
                    .boxed()
                    .toList();
            StringBuilder out = new StringBuilder();
            lines.subList(0, ends.get(ends.size() - 3) + 1)
                    .forEach(line -> out.append(line).append('\n'));
            return out.append("#EXT-X-ENDLIST\n").toString();
        }

        /** Only the last complete segments, with everything counted right. */
        static String shortened(String text, int keep) {
            List<String> lines = text.lines().toList();
            int first = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).startsWith("#EXT-X-PROGRAM-DATE-TIME"))
                    .findFirst()
                    .orElseThrow();
            List<Integer> ends = IntStream.range(0, lines.size())
                    .filter(i -> !lines.get(i).startsWith("#"))
                    .boxed()
                    .toList();
            int gone = Math.max(0, ends.size() - keep);
            StringBuilder out = new StringBuilder();
            lines.subList(0, first).forEach(line -> out.append(line).append('\n'));
            int from = gone == 0 ? first : ends.get(gone - 1) + 1;
            lines.subList(first, from).stream()
                    .filter(line -> line.contains("DATERANGE"))
                    .forEach(line -> out.append(line).append('\n'));
            lines.subList(from, lines.size()).forEach(line -> out.append(line).append('\n'));
            return counted(out.toString(), "MEDIA-SEQUENCE", gone);
        }
    }
}
