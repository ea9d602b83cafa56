package dev.vitrine.bench;

import dev.vitrine.bench.Publishers.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The benchmark's main: see {@code bench/run} and {@code bench/README.md}. */
public final class Bench {

    private static final int CHANNELS = 100;

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = false;
        List<String> only = Experiments.names();
        List<String> servers = List.of("vitrine", "nginx");
        String label = InetAddress.getLocalHost().getHostName();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--only" -> only = List.of(value(arguments, ++i).split(",", -1));
                case "--server" -> servers = List.of(value(arguments, ++i));
                case "--label" -> label = value(arguments, ++i);
                default -> usage("'" + arguments[i] + "' is not an option");
            }
        }
        if (!Experiments.names().containsAll(only)) {
            usage("--only takes " + String.join(", ", Experiments.names()));
        }
        if (!List.of("vitrine", "nginx").containsAll(servers)) {
            usage("--server takes vitrine or nginx");
        }
        measure(quick, only, servers, label);
    }

    private static void measure(boolean quick, List<String> only, List<String> servers, String label)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory(tmpfs(), "vitrine-bench-");
        try {
            Map<String, String> machine = machine(quick);
            Results results = new Results(machine);
            Experiments experiments = new Experiments(
                    results, Publishers.media(scratch, Order.SHOWN), Publishers.media(scratch, Order.DECODED), quick);
            String file = LocalDate.now(ZoneOffset.UTC) + "-"
                    + label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + (quick ? "-quick" : "") + ".md";
            Path markdown = Path.of("bench", "results", file);
            for (String name : only) {
                System.out.println(name);
                long from = System.nanoTime();
                experiments.run(
                        name,
                        servers.stream().map(server -> plans(server, scratch)).toList());
                System.out.printf(Locale.ROOT, "  (%.0f s)%n", (System.nanoTime() - from) / 1e9);
                // After each: what was measured stays, should the next one fail.
                results.write(markdown);
            }
            System.out.println("\n" + results.table() + "\nwritten to " + markdown);
        } finally {
            delete(scratch);
        }
    }

    /** Each experiment's server gets an empty directory and free ports. */
    private static Supplier<Subject.Plan> plans(String server, Path scratch) {
        return () -> {
            try {
                Path directory = Files.createTempDirectory(scratch, server);
                // Servers may run as somebody else than who started them.
                scratch.toFile().setExecutable(true, false);
                return server.equals("nginx")
                        ? Plans.nginx(directory)
                        : Plans.vitrine(Path.of("").toAbsolutePath(), directory, CHANNELS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Map<String, String> machine(boolean quick) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        machine.put("processors", Runtime.getRuntime().availableProcessors() + " × " + cpuModel());
        long memoryKiB = Long.parseLong(firstLine("/proc/meminfo").replaceAll("\\D+", ""));
        machine.put("memory", Math.round(memoryKiB / 1048576.0) + " GiB");
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vm.version"));
        machine.put("load when it began", firstLine("/proc/loadavg"));
        machine.put("run", quick ? "quick: short windows, few repeats" : "full");
        return machine;
    }

    private static String cpuModel() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String firstLine(String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst().orElse("");
        }
    }

    private static Path tmpfs() {
        Path shared = Path.of("/dev/shm");
        return Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            usage(arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }

    private static void usage(String problem) {
        System.err.println(
                problem + "\nusage: bench/run [--quick] [--only NAME[,NAME…]] [--server vitrine|nginx] [--label TEXT]");
        System.exit(2);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> tree = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.sorted(Comparator.reverseOrder()).forEach(tree::add);
        }
        for (Path path : tree) {
            Files.deleteIfExists(path);
        }
    }
}
