package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Answer;
import dev.vitrine.hls.Body;
import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.MediaRequest;
import dev.vitrine.hls.MemorySegmentStore;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.hls.Presentation;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.CueRecord;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveShowTest {

    private static final Instant ANCHOR = Instant.parse("2026-11-22T18:06:40Z");
    private static final long MILLIS = 1_000_000;

    /** Pictures are shown two later than they are decoded, as with B-frames. */
    private static final int AHEAD = 80;

    private static final int FRAME = 40;

    private static final Track VIDEO = new Track(
            1,
            Timescale.MILLIS,
            new VideoFormat(
                    VideoCodec.H264,
                    "avc1.64001f",
                    Bytes.ofHex("01 64001f ff e1 0004 6764001f 01 0004 68ee3cb0"),
                    1280,
                    720,
                    VideoFormat.Ratio.SQUARE));

    private static final Track AUDIO = new Track(
            2, Timescale.MILLIS, new AudioFormat(AudioCodec.AAC, "mp4a.40.2", Bytes.ofHex("1190"), 48_000, 2, 1024));

    private final HlsPublication publication = new HlsPublication("k7x2m9qa");
    private final MediaClock clock = new MediaClock(ANCHOR);
    private final LiveShow show = new LiveShow(
            new LiveShow.Identity("one", "k7x2m9qa", "One"),
            clock,
            0,
            0,
            new HlsPackager(
                    PackagerSettings.defaults(),
                    new Presentation("k7x2m9qa", clock),
                    List::of,
                    new MemorySegmentStore(),
                    publication),
            publication,
            new CueDesk("k7x2m9qa", ANCHOR, new NoCues(), LeaseSettings.DEFAULT));

    private final List<Long> places = new ArrayList<>();

    private record NoCues() implements CueLog {
        @Override
        public void append(List<CueRecord> records) {}

        @Override
        public List<CueRecord> read(String epoch) {
            return List.of();
        }
    }

    private void takeOfTwoSeconds(long arrivalMillis) {
        show.begin(List.of(VIDEO, AUDIO), arrivalMillis * MILLIS, places::add);
        for (int millis = 0; millis < 2_000; millis += 20) {
            show.write(new AccessUnit(2, millis, millis, true, new byte[200]));
            if (millis % FRAME == 0) {
                show.write(new AccessUnit(1, millis + AHEAD, millis, millis % 1_000 == 0, new byte[2_000]));
            }
        }
    }

    private List<Segment> listed() {
        Answer answer = publication.answer(MediaRequest.of("source/live.m3u8")).orElseThrow();
        Body body = ((Answer.Found) answer).resource().body();
        String text = StandardCharsets.UTF_8
                .decode(((Body.InMemory) body).bytes().duplicate())
                .toString();
        return HlsPlaylist.parse(URI.create("http://localhost/live.m3u8"), text).segments();
    }

    @Test
    void firstTake_liesAtTheShowsBeginning_atOnce() {
        show.begin(List.of(VIDEO, AUDIO), 0, places::add);

        assertThat(places).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 1_900, 2_050, 2_100})
    void takeThatBeginsNearTheEndOfTheLast_leavesNoHole(long arrivalMillis) {
        takeOfTwoSeconds(0);
        takeOfTwoSeconds(arrivalMillis);

        List<Segment> segments = listed();
        assertThat(segments).noneMatch(Segment::gap);
        List<Segment> ofTheFirst =
                segments.stream().takeWhile(segment -> !segment.discontinuity()).toList();
        Segment second = segments.get(ofTheFirst.size());
        assertThat(ofTheFirst.stream().mapToDouble(Segment::seconds).sum()).isEqualTo(1.92);
        assertThat(second.date()).contains(ANCHOR.plusMillis(AHEAD + 1_920));
        assertThat(places.get(1)).isEqualTo(1_920 * MILLIS);
    }

    @Test
    void takeThatBeginsLater_liesWhereItArrived() {
        takeOfTwoSeconds(0);
        takeOfTwoSeconds(2_400);

        assertThat(places).containsExactly(0L, 2_400 * MILLIS);
        assertThat(listed().get(2)).satisfies(hole -> {
            assertThat(hole.gap()).isTrue();
            assertThat(hole.seconds()).isEqualTo(0.48);
        });
    }

    @Test
    void whatWaitsForTheTakesPlace_isDoneInFrontOfItsFirstPicture() {
        takeOfTwoSeconds(0);
        List<Integer> placesKnown = new ArrayList<>();
        show.begin(List.of(VIDEO, AUDIO), 1_900 * MILLIS, places::add);
        show.oncePlaced(() -> placesKnown.add(places.size()));
        show.write(new AccessUnit(2, 0, 0, true, new byte[200]));
        assertThat(placesKnown).isEmpty();

        show.write(new AccessUnit(1, AHEAD, 0, true, new byte[2_000]));

        assertThat(placesKnown).containsExactly(2);
        assertThat(places.get(1)).isLessThan(2_080 * MILLIS);
    }

    @Test
    void soundWithoutAPicture_getsAPlaceAfterTenSeconds() {
        takeOfTwoSeconds(0);
        show.begin(List.of(VIDEO, AUDIO), 2_400 * MILLIS, places::add);
        for (int i = 0; i < 500; i++) {
            show.write(new AccessUnit(2, 20L * i, 20L * i, true, new byte[200]));
        }

        assertThat(places).containsExactly(0L, 2_400 * MILLIS);
    }
}
