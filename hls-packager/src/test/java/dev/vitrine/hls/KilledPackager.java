package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;

/** A process to be killed: packages at ten times the speed of life, and shows in a file what viewers see by now. */
final class KilledPackager {

    private KilledPackager() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Path seen = Path.of(args[1]);
        Bench bench = new Bench(
                PackagerSettings.defaults(), new DiskSegmentStore(directory, Executors.newSingleThreadExecutor()));
        Programme programme = Programme.of(30, 2);
        bench.packager.tracks(programme.tracks());
        long start = System.nanoTime();
        long parts = 0;
        for (AccessUnit unit : programme.units(0, 120_000)) {
            long due = start + Programme.arrival(unit) * 1_000_000 / 480;
            while (System.nanoTime() - due < 0) {
                Thread.sleep(1);
            }
            bench.write(unit);
            if (bench.packager.statistics().parts() > Math.max(parts, 2)) {
                parts = bench.packager.statistics().parts();
                Path next = Files.writeString(seen.resolveSibling("next"), bench.playlistText());
                Files.move(next, seen, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
