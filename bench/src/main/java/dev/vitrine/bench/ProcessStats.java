package dev.vitrine.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its descendants have used, from Linux' /proc. */
final class ProcessStats {

    /** USER_HZ: 100 on every Linux platform Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;

    private ProcessStats() {}

    /** User and system time of the living, and of the dead they have waited for, in seconds. */
    static double cpuSeconds(ProcessHandle root) {
        return tree(root).mapToDouble(ProcessStats::cpuSecondsOfOne).sum();
    }

    /** Resident memory in MiB; pages that several share count for each. */
    static double residentMiB(ProcessHandle root) {
        return tree(root).mapToDouble(ProcessStats::residentMiBOfOne).sum();
    }

    private static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static double cpuSecondsOfOne(ProcessHandle process) {
        String stat = read(process, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        // pid (name, which may hold anything) state ppid …: fields are counted after the last parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = UTIME; field < UTIME + 4; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double residentMiBOfOne(ProcessHandle process) {
        return read(process, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            return "";
        }
    }
}
