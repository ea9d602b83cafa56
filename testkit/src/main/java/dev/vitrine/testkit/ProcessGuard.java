package dev.vitrine.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a child process, a thread or a listening port behind: {@code @ExtendWith(ProcessGuard.class)},
 * declared first so that it looks last.
 *
 * <p>What a test starts in {@code @BeforeEach} counts as the test's; what was there before does not. Ports are seen on
 * Linux only.
 */
public final class ProcessGuard implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The JDK's own, JavaCPP's and Prometheus', which nobody can stop. */
    private static final List<Predicate<String>> EVERYBODYS_THREADS = List.of(
            "process reaper"::equals,
            "Common-Cleaner"::equals,
            name -> name.startsWith("prometheus-metrics-scheduler"),
            "Cleaner-0"::equals,
            "JavaCPP Deallocator"::equals,
            "Keep-Alive-Timer"::equals,
            "Attach Listener"::equals,
            "Java2D Disposer"::equals,
            name -> name.startsWith("ForkJoinPool.commonPool"),
            "CompletableFutureDelayScheduler"::equals,
            name -> name.startsWith("process reaper ("),
            name -> name.startsWith("HttpClient-"),
            name -> name.startsWith("junit-"),
            name -> name.startsWith("surefire-"));

    private final Duration patience;
    private Snapshot before = Snapshot.NOTHING;

    public ProcessGuard() {
        this(PATIENCE);
    }

    ProcessGuard(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void beforeEach(@Nullable ExtensionContext context) {
        before = Snapshot.take();
    }

    @Override
    public void afterEach(@Nullable ExtensionContext context) {
        Wait.until(
                patience,
                "everything the test started to be gone",
                () -> left().isEmpty(),
                () -> String.join(", ", left()));
    }

    private Set<String> left() {
        Snapshot now = Snapshot.take();
        Set<String> left = new TreeSet<>();
        now.processes().forEach((pid, command) -> {
            if (!before.processes().containsKey(pid)) {
                left.add("process " + pid + " (" + command + ")");
            }
        });
        now.threads().forEach((id, name) -> {
            if (!before.threads().containsKey(id)) {
                left.add("thread '" + name + "'");
            }
        });
        now.ports().stream().filter(port -> !before.ports().contains(port)).forEach(port -> left.add("port " + port));
        return left;
    }

    private record Snapshot(Map<Long, String> processes, Map<Long, String> threads, Set<Integer> ports) {

        static final Snapshot NOTHING = new Snapshot(Map.of(), Map.of(), Set.of());

        static Snapshot take() {
            Map<Long, String> processes = ProcessHandle.current()
                    .descendants()
                    .filter(ProcessHandle::isAlive)
                    .collect(Collectors.toMap(
                            ProcessHandle::pid, child -> child.info().command().orElse("?")));
            Map<Long, String> threads = new TreeMap<>();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                String name = thread.getName();
                if (thread.isAlive() && EVERYBODYS_THREADS.stream().noneMatch(known -> known.test(name))) {
                    threads.put(thread.getId(), name);
                }
            }
            return new Snapshot(processes, threads, listeningPorts());
        }
    }

    /** Ports of this process's own listening sockets: /proc's socket table, reduced to the inodes we hold open. */
    private static Set<Integer> listeningPorts() {
        Set<Integer> ports = new HashSet<>();
        try {
            Set<String> inodes = ourSocketInodes();
            for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
                Path path = Path.of(table);
                if (!Files.isReadable(path)) {
                    continue;
                }
                for (String line : Files.readAllLines(path)) {
                    // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode; state 0A is LISTEN.
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[3].equals("0A") && inodes.contains(fields[9])) {
                        ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                    }
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return ports;
    }

    private static Set<String> ourSocketInodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return inodes;
        }
        try (Stream<Path> links = Files.list(descriptors)) {
            for (Path link : links.toList()) {
                try {
                    String target = Files.readSymbolicLink(link).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                } catch (IOException e) {
                    // Closed between listing and looking.
                }
            }
        }
        return inodes;
    }
}
