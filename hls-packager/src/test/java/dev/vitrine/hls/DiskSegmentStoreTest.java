package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("DiskSegmentStore")
final class DiskSegmentStoreTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    @TempDir
    private Path directory;

    @Test
    void segmentsBehindTheEdge_areServedFromDisk_asTheyWere() {
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        Bench memory = new Bench(Bench.SHORT).play(PROGRAMME, 0, 40_000);
        bench.play(PROGRAMME, 0, 40_000);

        MediaPlaylist playlist = bench.playlist();
        Map<Class<?>, Integer> places = new HashMap<>();
        for (var segment : playlist.segments()) {
            segment.ending().filter(end -> !segment.gap()).ifPresent(end -> {
                Resource resource = bench.found("source/" + end.uri());
                places.merge(resource.body().getClass(), 1, Integer::sum);
                assertThat(Bench.bytes(resource)).isEqualTo(Bench.bytes(memory.found("source/" + end.uri())));
            });
        }
        assertThat(places).as("from the disk, but for the newest at most").containsKey(Body.OnDisk.class);
        assertThat(places.getOrDefault(Body.Joined.class, 0)).isLessThanOrEqualTo(1);
        long newest = bench.publication.lastMsn().orElseThrow();
        assertThat(fresh(bench, newest - 2)).as("at the edge").isTrue();
        assertThat(fresh(bench, newest - 10)).isFalse();
        assertThat(bench.found("source/s" + (newest - 2) + ".p1.m4s").body()).isInstanceOf(Body.InMemory.class);
        long old = playlist.header().mediaSequence() + 2;
        assertThat(Bench.bytes(bench.found("source/s" + old + ".p2.m4s")))
                .as("a part that is listed no more")
                .isEqualTo(Bench.bytes(memory.found("source/s" + old + ".p2.m4s")));
    }

    private static boolean fresh(Bench bench, long msn) {
        return ((Body.OnDisk) bench.found("source/s" + msn + ".m4s").body()).fresh();
    }

    @Test
    void slowDisk_segmentsStayInMemory() {
        Queue<Runnable> disk = new ArrayDeque<>();
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, disk::add));
        bench.play(PROGRAMME, 0, 40_000);

        assertThat(bench.found("source/s10.m4s").body()).isInstanceOf(Body.Joined.class);
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        bench.play(PROGRAMME, 40_000, 3_000);
        assertThat(bench.found("source/s10.m4s").body()).isInstanceOf(Body.OnDisk.class);
    }

    @Test
    void journal_saysWhatTheFilesAre() throws Exception {
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, Runnable::run));
        bench.play(PROGRAMME, 0, 5_000);
        bench.packager.fillGapTo(7_100_000_000L);
        bench.play(PROGRAMME, 7_100, 3_000);
        bench.packager.end("done");

        List<StoredSegment> segments = new ArrayList<>();
        List<String> lines = Files.readAllLines(directory.resolve("journal"));
        for (String line : lines) {
            if (JournalLine.read(line).orElseThrow() instanceof JournalLine.Segment segment) {
                segments.add(segment.segment());
            }
            assertThat(JournalLine.read(line).orElseThrow().text()).isEqualTo(line);
        }
        assertThat(lines).startsWith("settings 2000 4000 500 30000 ;", "init source/init-0.mp4 ;");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("end source ;");
        assertThat(segments).hasSameSizeAs(bench.playlist().segments());
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).startNanos())
                    .isEqualTo(segments.get(i - 1).endNanos());
        }
        for (StoredSegment segment : segments) {
            if (!segment.gap()) {
                assertThat(Files.size(directory.resolve(segment.path())))
                        .isEqualTo(segment.parts().stream()
                                .mapToLong(StoredSegment.Slice::length)
                                .sum());
            }
        }
    }

    @Test
    void tornLine_isIgnored() {
        String whole = "segment source 1 0 2000000000 init-0.mp4 independent 0+5@500000000i,5+6@500000000 ;";
        assertThat(JournalLine.read(whole)).isPresent();
        for (int cut = 0; cut < whole.length(); cut++) {
            assertThat(JournalLine.read(whole.substring(0, cut)))
                    .as("cut at %d", cut)
                    .isEmpty();
        }
        assertThat(JournalLine.read("something new ;")).isEmpty();
    }

    @Test
    void diskFull_isNotTheStreamsEnd() throws Exception {
        Path file = Files.writeString(directory.resolve("occupied"), "not a directory");
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(file, Runnable::run));
        bench.play(PROGRAMME, 0, 20_000);

        assertThat(bench.playlist().segments()).hasSize(9);
        assertThat(bench.found("source/s2.m4s").body()).isInstanceOf(Body.Joined.class);
    }

    /** No room from second 20 to second 120: the playlist gets shorter, memory does not get fuller, and then all is well. */
    @Test
    void noRoom_liveGoesOn_listsWhatIsThere_andKeepsAgainWhenThereIs() throws Exception {
        AtomicBoolean room = new AtomicBoolean(true);
        PackagerSettings tenMinutes = new PackagerSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofMinutes(10));
        DiskSegmentStore store = new DiskSegmentStore(directory, Runnable::run, room::get);
        Bench bench = new Bench(tenMinutes, store);
        bench.play(PROGRAMME, 0, 20_000);
        assertThat(store.trouble()).isEmpty();

        room.set(false);
        for (int second = 20; second < 120; second += 10) {
            bench.play(PROGRAMME, second * 1000L, 10_000);
            assertEverythingListedIsThere(bench);
        }
        assertThat(store.trouble()).contains("the disk is full");
        assertThat(bench.playlist().segments())
                .as("44 s of media and what is open")
                .hasSizeLessThan(30);

        room.set(true);
        bench.play(PROGRAMME, 120_000, 60_000);
        assertThat(store.trouble()).isEmpty();
        assertEverythingListedIsThere(bench);
        assertThat(bench.found("source/s" + (bench.playlist().header().mediaSequence() + 20) + ".m4s")
                        .body())
                .isInstanceOf(Body.OnDisk.class);
        bench.packager.end("done");
        Replay replay = Replay.open(directory, bench.clock, end -> List.of()).orElseThrow();
        MediaPlaylist kept = MediaPlaylist.read(
                Bench.text(replay.resource("source/replay.m3u8", View.DEFAULT).orElseThrow()));
        assertThat(kept.segments().stream().filter(MediaSegment::gap).count()).isBetween(48L, 52L);
        assertThat(replay.end()).isEqualTo(Bench.ANCHOR.plusSeconds(180));
    }

    private static void assertEverythingListedIsThere(Bench bench) {
        MediaPlaylist playlist = bench.playlist();
        for (MediaSegment segment : playlist.segments()) {
            segment.ending()
                    .filter(end -> !segment.gap())
                    .ifPresent(end -> assertThat(Bench.bytes(bench.found("source/" + end.uri())))
                            .isNotEmpty());
        }
        PlaylistRules.checkDates(playlist);
    }

    /** What the live playlist has left behind goes first, oldest first; nothing that is listed goes. */
    @Test
    void discard_takesFromTheBeginning_andLeavesTheWindow() throws Exception {
        DiskSegmentStore store = new DiskSegmentStore(directory, Runnable::run);
        Bench bench = new Bench(Bench.SHORT, store);
        bench.play(PROGRAMME, 0, 120_000);
        long first = Files.size(directory.resolve("source/s0.m4s"));

        assertThat(store.discard(first)).isEqualTo(first);
        assertThat(directory.resolve("source/s0.m4s")).doesNotExist();
        assertThat(directory.resolve("source/s1.m4s")).exists();
        assertThat(store.discard(Long.MAX_VALUE)).isPositive();
        assertEverythingListedIsThere(bench);
        assertThat(store.discard(1)).isZero();

        bench.packager.end("done");
        Replay replay = Replay.open(directory, bench.clock, end -> List.of()).orElseThrow();
        assertThat(replay.start()).isBetween(Bench.ANCHOR.plusSeconds(50), Bench.ANCHOR.plusSeconds(90));
        assertThat(replay.end()).isEqualTo(Bench.ANCHOR.plusSeconds(120));
    }

    @Test
    void whatComesAfterItWasClosed_isKeptAllTheSame() throws Exception {
        DiskSegmentStore store = new DiskSegmentStore(directory, Runnable::run);
        Bench bench = new Bench(Bench.SHORT, store);
        bench.play(PROGRAMME, 0, 5_000);
        store.close();
        bench.play(PROGRAMME, 5_000, 5_000);
        bench.packager.end("done");
        Replay replay = Replay.open(directory, bench.clock, end -> List.of()).orElseThrow();
        assertThat(replay.end()).isEqualTo(Bench.ANCHOR.plusSeconds(10));
    }

    @Test
    void lineThatAFailureTore_isCut_beforeTheNext() throws Exception {
        DiskSegmentStore store = new DiskSegmentStore(directory, Runnable::run);
        Bench bench = new Bench(Bench.SHORT, store);
        bench.play(PROGRAMME, 0, 5_000);
        Files.writeString(directory.resolve("journal"), "segment source 1 0 2000", StandardOpenOption.APPEND);
        bench.play(PROGRAMME, 5_000, 5_000);

        assertThat(Files.readAllLines(directory.resolve("journal")))
                .allSatisfy(line -> assertThat(JournalLine.read(line)).as(line).isPresent());
    }
}
