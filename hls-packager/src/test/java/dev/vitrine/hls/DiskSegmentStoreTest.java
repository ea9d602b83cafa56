package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.playlist.MediaPlaylist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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
        assertThat(places.get(Body.OnDisk.class)).isGreaterThan(6);
        assertThat(places.get(Body.InMemory.class)).as("three target durations").isBetween(6, 8);
        long old = playlist.header().mediaSequence() + 2;
        assertThat(Bench.bytes(bench.found("source/s" + old + ".p2.m4s")))
                .as("a part that is listed no more")
                .isEqualTo(Bench.bytes(memory.found("source/s" + old + ".p2.m4s")));
    }

    @Test
    void slowDisk_segmentsStayInMemory() {
        Queue<Runnable> disk = new ArrayDeque<>();
        Bench bench = new Bench(Bench.SHORT, new DiskSegmentStore(directory, disk::add));
        bench.play(PROGRAMME, 0, 40_000);

        assertThat(bench.found("source/s10.m4s").body()).isInstanceOf(Body.InMemory.class);
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

        assertThat(bench.playlist().segments()).hasSize(11);
        assertThat(bench.found("source/s2.m4s").body()).isInstanceOf(Body.InMemory.class);
    }
}
