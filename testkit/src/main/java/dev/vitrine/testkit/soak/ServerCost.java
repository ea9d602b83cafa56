package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.HlsClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a server costs, looked at after a collection: from its metrics and from Linux' /proc. Megabytes are 10^6 bytes. */
record ServerCost(int threads, int descriptors, double heap, double direct, double resident) {

    static ServerCost of(long pid, URI http) throws IOException, InterruptedException {
        collect(pid);
        String metrics = new String(HlsClient.get(http.resolve("/metrics")).body(), StandardCharsets.UTF_8);
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return new ServerCost(
                    (int) metric(metrics, "vitrine_threads"),
                    (int) open.count(),
                    metric(metrics, "vitrine_heap_used_bytes") / 1e6,
                    metric(metrics, "vitrine_direct_buffer_bytes") / 1e6,
                    resident(pid));
        }
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(30, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
    }

    private static double resident(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .sum()
                * 1_024
                / 1e6;
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d threads, %d descriptors, %.0f MB heap, %.0f MB direct, %.0f MB resident",
                threads,
                descriptors,
                heap,
                direct,
                resident);
    }
}
