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
import dev.vitrine.testkit.PlaylistRules;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of a show whose encoder's clock is not ours, with clocks that a test turns. */
class ClockDriftTest {

    private static final Instant ANCHOR = Instant.parse("2026-11-27T20:00:00Z");
    private static final URI ADDRESS = URI.create("http://vitrine.example/live.m3u8");
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600;

    /** A picture a second and a keyframe every four: all that a day needs. */
    private static final int GOP = 4;

    private static final PackagerSettings SETTINGS = new PackagerSettings(
            Duration.ofSeconds(4), Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofSeconds(18));

    private static final Track VIDEO = new Track(
            1,
            Timescale.VIDEO,
            new VideoFormat(
                    VideoCodec.H264, "avc1.64001f", Bytes.ofHex("0164001f"), 320, 180, VideoFormat.Ratio.SQUARE));

    private final HlsPublication publication = new HlsPublication("epoch1");
    private final LiveShow show = show();
    private final List<String> findings = new ArrayList<>();
    private Optional<HlsPlaylist> before = Optional.empty();
    private Duration worst = Duration.ZERO;
    private long offset;

    /** Beside the bound there is what drifts in the quarter of an hour in which it is noticed, and a keyframe to wait for. */
    @ParameterizedTest(name = "{0} millionths, {1} hours")
    @CsvSource({"50, 24", "-50, 24", "300, 6", "-300, 6"})
    void aClockThatIsOffByMillionths_leavesDatesWithinTheBound_andTheLineStraight(int millionths, int hours) {
        begin(0);
        broadcast(0, hours * HOUR, second -> Math.round(second * SECOND * (1 + millionths / 1e6)));

        assertThat(worst).isBetween(Duration.ofMillis(1_500), ClockDrift.BOUND.plusMillis(600));
        double drift = Math.abs(hours * HOUR * millionths / 1e6);
        assertThat((double) discontinuities()).isBetween(Math.floor(drift / 2.4), drift / 2);
        assertThat(findings).isEmpty();
    }

    @Test
    void aLineThatIsSlowForMinutes_isNotASlowClock_andABurstIsNotAFastOne() {
        begin(0);
        long ahead = 5 * SECOND;
        broadcast(0, 3 * HOUR, second -> {
            boolean slow = second % HOUR > 1_200 && second % HOUR < 1_800;
            return ahead + second * SECOND - (slow ? 3 * SECOND : 0);
        });
        assertThat(discontinuities()).isZero();
        assertThat(findings).isEmpty();
    }

    @Test
    void aTakeAfterAnOutage_isPlacedByOurClock() {
        begin(0);
        broadcast(0, HOUR, second -> Math.round(second * SECOND * 0.9996));
        assertThat(error(HOUR)).isLessThan(Duration.ofMillis(-1_300));
        long back = HOUR + 30;
        begin(back);
        broadcast(back, 60, second -> (second - back) * SECOND);
        assertThat(error(back + 59).abs()).isLessThan(Duration.ofMillis(2));
        assertThat(discontinuities()).isEqualTo(1);
        assertThat(findings).isEmpty();
    }

    private void begin(long second) {
        show.begin(List.of(VIDEO), second * SECOND, nanos -> offset = nanos);
    }

    /** What has not come yet is not sent again: the encoder's time goes forward. */
    private void broadcast(long from, long seconds, LongUnaryOperator encoderNanos) {
        long newest = -1;
        for (long second = from; second < from + seconds; second++) {
            long ticks = Timescale.VIDEO.ticks(Duration.ofNanos(encoderNanos.applyAsLong(second)));
            if (ticks > newest) {
                show.write(new AccessUnit(1, ticks, ticks, second % GOP == 0, new byte[] {1}));
                newest = ticks;
            }
            show.observe(second * SECOND);
            if (error(second).abs().compareTo(worst) > 0) {
                worst = error(second).abs();
            }
            if (second % 8 == 7) {
                look();
            }
        }
        assertThat(Timescale.VIDEO.nanos(newest) + offset)
                .as("where the take says that it is")
                .isBetween(nanos(show.edge()) - 2_000, nanos(show.edge()) + 2_000);
    }

    private Duration error(long second) {
        return Duration.between(ANCHOR.plusSeconds(second), show.edge());
    }

    private static long nanos(Instant date) {
        return Duration.between(ANCHOR, date).toNanos();
    }

    /** By the rules of the draft, and each segment where the one before ends. */
    private void look() {
        HlsPlaylist now = playlist();
        findings.addAll(PlaylistRules.check(now));
        before.ifPresent(earlier -> findings.addAll(PlaylistRules.check(earlier, now)));
        before = Optional.of(now);
        for (int i = 1; i < now.segments().size(); i++) {
            HlsPlaylist.Segment one = now.segments().get(i - 1);
            HlsPlaylist.Segment next = now.segments().get(i);
            long millis = Duration.between(one.date().orElseThrow(), next.date().orElseThrow())
                    .toMillis();
            if (Math.abs(millis - one.seconds() * 1e3) > 1.5) {
                findings.add("segment " + next.sequence() + " begins " + millis + " ms after one of " + one.seconds());
            }
        }
    }

    private long discontinuities() {
        HlsPlaylist now = playlist();
        return now.tag("EXT-X-DISCONTINUITY-SEQUENCE")
                        .map(tag -> Long.parseLong(tag.value()))
                        .orElse(0L)
                + now.segments().stream()
                        .filter(HlsPlaylist.Segment::discontinuity)
                        .count();
    }

    private HlsPlaylist playlist() {
        Answer answer = publication.answer(MediaRequest.of("source/live.m3u8")).orElseThrow();
        Body.InMemory text = (Body.InMemory) ((Answer.Found) answer).resource().body();
        return HlsPlaylist.parse(
                ADDRESS, StandardCharsets.UTF_8.decode(text.bytes().duplicate()).toString());
    }

    private LiveShow show() {
        MediaClock clock = new MediaClock(ANCHOR);
        HlsPackager packager = new HlsPackager(
                SETTINGS, new Presentation("epoch1", clock), List::of, new MemorySegmentStore(), publication);
        return new LiveShow(
                new LiveShow.Identity("show", "epoch1", "Show"),
                clock,
                0,
                0,
                packager,
                publication,
                new CueDesk("epoch1", ANCHOR, new NoCues(), LeaseSettings.DEFAULT));
    }

    private static final class NoCues implements CueLog {
        @Override
        public void append(List<CueRecord> records) {
            throw new AssertionError("nobody makes a cue here");
        }

        @Override
        public List<CueRecord> read(String epoch) {
            return List.of();
        }
    }
}
