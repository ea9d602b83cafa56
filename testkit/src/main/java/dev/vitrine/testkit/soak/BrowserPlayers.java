package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testkit.WebCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Players in Chromium ({@code players.mjs}) that watch while other things happen. Closing ends those who still do. */
final class BrowserPlayers implements AutoCloseable {

    /** Beyond the time they are to watch: to start the browser, and to look at what they saw. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FutureTask<List<JsonNode>> seen;
    private final Thread thread;

    /**
     * Starts them.
     *
     * @param web the folder of {@code players.mjs}
     * @param players as it names them
     * @param atMost how long they watch when the show goes on
     * @param options more of its options
     */
    BrowserPlayers(Path web, URI hls, List<String> players, Duration atMost, String... options) {
        List<String> command = new ArrayList<>(List.of("node", "players.mjs", "--hls", hls.toString()));
        command.addAll(List.of("--seconds", Long.toString(atMost.toSeconds())));
        command.addAll(List.of(options));
        players.forEach(player -> command.addAll(List.of("--player", player)));
        seen = new FutureTask<>(() -> watch(web, players.size(), atMost.plus(PATIENCE), command));
        thread = new Thread(seen, "browser");
        thread.setDaemon(true);
        thread.start();
    }

    /** What each of them saw, once all have stopped watching. */
    List<JsonNode> seen() throws InterruptedException {
        try {
            return seen.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the players could not be watched", e.getCause());
        }
    }

    /** Whether all have stopped watching. */
    boolean areOver() {
        return seen.isDone();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<JsonNode> watch(Path web, int players, Duration deadline, List<String> command) {
        WebCheck.Outcome outcome = WebCheck.outcome(deadline, web, Map.of(), command.toArray(String[]::new));
        List<JsonNode> seen = outcome.lines().stream()
                .filter(line -> line.startsWith("{\"player\""))
                .map(BrowserPlayers::read)
                .toList();
        if (seen.size() != players) {
            throw new AssertionError(
                    "players.mjs exited with " + outcome.exit() + "\n" + String.join("\n", outcome.lines()));
        }
        return seen;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
