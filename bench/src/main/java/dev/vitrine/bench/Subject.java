package dev.vitrine.bench;

import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A running server under measurement: one process tree, two ports, streams by number. */
final class Subject implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final int STOP_SECONDS = 15;

    /**
     * How to run a server.
     *
     * @param name in tables
     * @param directory for its files, on tmpfs; empty at the start
     * @param publishPath of a stream, from its number
     * @param playlistPath of a stream's playlist that a player opens
     * @param token for the API; empty when it has none
     */
    record Plan(
            String name,
            Path directory,
            List<String> command,
            Map<String, String> environment,
            int httpPort,
            int rtmpPort,
            IntFunction<String> publishPath,
            IntFunction<String> playlistPath,
            String token) {

        boolean hasCues() {
            return !token.isEmpty();
        }
    }

    private final Plan plan;
    private final Process process;
    private final double startMillis;

    /** Starts it and waits until both ports are open. */
    Subject(Plan plan) {
        this.plan = plan;
        Path log = plan.directory().resolve("server.log");
        long before = System.nanoTime();
        process = start(plan, log);
        try {
            Wait.until(START, plan.name() + " to listen", () -> {
                if (!process.isAlive()) {
                    throw new AssertionError(plan.name() + " exited with " + process.exitValue() + ", saying:\n"
                            + Files.readString(log));
                }
                return isOpen(plan.httpPort()) && isOpen(plan.rtmpPort());
            });
        } catch (AssertionError e) {
            close();
            throw e;
        }
        startMillis = (System.nanoTime() - before) / 1e6;
    }

    private static Process start(Plan plan, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(plan.command()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(plan.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + plan.command(), e);
        }
    }

    Plan plan() {
        return plan;
    }

    /** Milliseconds from the start of its process to both ports open. */
    double startMillis() {
        return startMillis;
    }

    double cpuSeconds() {
        return ProcessStats.cpuSeconds(process.toHandle());
    }

    double residentMiB() {
        return ProcessStats.residentMiB(process.toHandle());
    }

    /** What it says of itself under {@code /metrics}; empty when it does not. */
    OptionalDouble metric(String name) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(http("/metrics")).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where stream {@code number} is published directly. */
    URI publish(int number) {
        return publish(number, plan.rtmpPort());
    }

    /** Where it is published through a tap on another port. */
    URI publish(int number, int port) {
        return URI.create("rtmp://127.0.0.1:" + port + plan.publishPath().apply(number));
    }

    URI playlist(int number) {
        return http(plan.playlistPath().apply(number));
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + plan.httpPort() + path);
    }

    /** Asks it to stop; kills what does not. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
