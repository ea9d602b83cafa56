package dev.vitrine.testkit.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server, as a process that can be killed and started again. */
final class ServerProcess implements AutoCloseable {

    private final List<String> command;
    private final Map<String, String> environment;
    private final Consumer<String> log;
    private @Nullable Process process;
    private @Nullable Thread reader;

    /**
     * @param command starts it; its own process is the one that serves
     * @param log takes each line it says, on a thread of its own
     */
    ServerProcess(List<String> command, Map<String, String> environment, Consumer<String> log) {
        this.command = command;
        this.environment = environment;
        this.log = log;
    }

    void start() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            Thread lines = new Thread(() -> read(started), "server log");
            lines.setDaemon(true);
            lines.start();
            reader = lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    /** SIGKILL. */
    void kill() {
        Process running = process;
        Thread lines = reader;
        if (running == null || lines == null) {
            return;
        }
        try {
            running.destroyForcibly().waitFor();
            lines.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of the one that runs. */
    long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return running.pid();
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    private void read(Process from) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            // Killed: what it said until then is what there is.
        }
    }
}
