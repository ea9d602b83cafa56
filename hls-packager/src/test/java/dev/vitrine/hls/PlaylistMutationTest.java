package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.TimedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two minutes with cues, encoders that come, go and change, and a window of half a minute. */
@DisplayName("From one version of a playlist to the next")
final class PlaylistMutationTest {

    private final Map<String, DateRange> seen = new HashMap<>();
    private final Map<Long, String> uris = new HashMap<>();
    private int versions;

    @Test
    void anyShow_changesOnlyAsAllowed() {
        for (int round = 0; round < 4; round++) {
            long seed = new Random().nextLong();
            seen.clear();
            uris.clear();
            try {
                show(new Random(seed));
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        assertThat(versions).isGreaterThan(800);
    }

    private void show(Random random) {
        Bench bench = new Bench(Bench.SHORT);
        String previous = "";
        long now = 0;
        int q = 0;
        while (now < 120_000) {
            Programme programme = new Programme(
                    random.nextBoolean() ? 30 : 25, 2, random.nextInt(3), random.nextInt(4) > 0, 0, random.nextLong());
            long length = 4_000L + random.nextInt(40_000);
            bench.packager.tracks(programme.tracks());
            previous = look(bench, previous);
            for (AccessUnit unit : programme.units(now, length)) {
                if (random.nextInt(300) == 0) {
                    bench.event(++q, now + random.nextInt(20_000) - 5_000L, 1L + random.nextInt(60_000));
                    bench.packager.eventsChanged();
                    previous = look(bench, previous);
                }
                bench.packager.write(unit);
                previous = look(bench, previous);
            }
            long back = now + length + 100 + random.nextInt(9_000);
            for (long gap = now + length; gap < back; gap += 250) {
                bench.packager.fillGapTo(gap * 1_000_000);
                previous = look(bench, previous);
            }
            now = back;
        }
        bench.packager.end("done");
        previous = look(bench, previous);
        bench.end();
        look(bench, previous);
        assertThat(bench.playlist().tail().endList()).isTrue();
    }

    private String look(Bench bench, String previous) {
        if (bench.publication.renditions().isEmpty()) {
            return previous;
        }
        String text = bench.playlistText();
        if (text.equals(previous)) {
            return previous;
        }
        versions++;
        MediaPlaylist playlist = MediaPlaylist.read(text);
        PlaylistRules.checkDates(playlist);
        if (!previous.isEmpty()) {
            PlaylistRules.checkMutation(previous, text);
        }
        for (int i = 0; i < playlist.segments().size(); i++) {
            long msn = playlist.msn(i);
            playlist.segments()
                    .get(i)
                    .ending()
                    .ifPresent(end -> assertThat(uris.computeIfAbsent(msn, number -> end.uri()))
                            .isEqualTo(end.uri()));
        }
        assertThat(playlist.tail().hints()).hasSize(playlist.tail().endList() ? 0 : 1);
        checkRanges(bench, playlist);
        checkWindow(playlist);
        return text;
    }

    /** A tag never changes, and is there as long as a date of it is listed; in order of creation, head and all. */
    private void checkRanges(Bench bench, MediaPlaylist playlist) {
        Map<String, DateRange> listed = PlaylistRules.rangesById(playlist);
        listed.forEach((id, range) ->
                assertThat(seen.computeIfAbsent(id, key -> range)).isEqualTo(range));
        Instant first = playlist.segments().get(0).date().orElseThrow();
        for (TimedEvent event : bench.events) {
            if (event.end().isAfter(first)) {
                assertThat(listed).as("%s, first listed date %s", event, first).containsKey(event.id());
            }
        }
        List<Integer> order = new ArrayList<>(playlist.dateRanges().stream()
                .map(range -> Integer.parseInt(range.id().substring(Bench.EPOCH.length() + 1)))
                .toList());
        assertThat(order).isSorted();
    }

    private static void checkWindow(MediaPlaylist playlist) {
        Duration total = playlist.segments().stream()
                .flatMap(segment -> segment.ending().stream())
                .map(MediaSegment.Ending::duration)
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(total).isLessThan(Bench.SHORT.window().plusSeconds(5));
        // The short start goes early.
        if (playlist.header().mediaSequence() > 0) {
            assertThat(total).isGreaterThanOrEqualTo(Bench.SHORT.threeTargets());
        }
        if (playlist.header().mediaSequence() > HlsPackager.FIRST_SEGMENTS) {
            assertThat(total).isGreaterThanOrEqualTo(Bench.SHORT.window());
        }
    }
}
