package dev.vitrine.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A check that is written in JavaScript and drives a browser: one run of a command in one of the web folders. */
public final class WebCheck {

    private WebCheck() {}

    /**
     * Runs it to its end and answers its output lines, standard error among them.
     *
     * @param folder with {@code node_modules}; one without fails and says how to get it
     * @throws AssertionError with the whole output unless it exits with 0 before the deadline
     */
    public static List<String> run(Duration deadline, Path folder, Map<String, String> environment, String... command) {
        Outcome outcome = outcome(deadline, folder, environment, command);
        if (outcome.exit() != 0) {
            throw new AssertionError(String.join(" ", command) + " exited with " + outcome.exit() + "\n"
                    + String.join("\n", outcome.lines()));
        }
        return outcome.lines();
    }

    /** What a check said, and how it ended. */
    public record Outcome(int exit, List<String> lines) {

        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Runs it to its end, good or bad. A thread that is interrupted here ends it.
     *
     * @throws AssertionError with the whole output unless it ends before the deadline
     */
    public static Outcome outcome(Duration deadline, Path folder, Map<String, String> environment, String... command) {
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new AssertionError(folder.toAbsolutePath().normalize()
                    + " has no node_modules; run scripts/web-build on it, or scripts/test which does");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            Thread reader = new Thread(() -> read(process, lines), "web check output");
            reader.setDaemon(true);
            reader.start();
            boolean ended = false;
            try {
                ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
            reader.join(5_000);
            if (!ended) {
                throw new AssertionError(
                        String.join(" ", command) + " was killed after " + deadline + "\n" + String.join("\n", lines));
            }
            return new Outcome(process.exitValue(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + String.join(" ", command), e);
        }
    }

    private static void read(Process process, List<String> lines) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // Killed.
        }
    }
}
