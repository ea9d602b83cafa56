package dev.vitrine.server.cli;

import dev.vitrine.server.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Loads what a start loads, so that a class data archive can be made of it (scripts/vitrine --archive). */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private final Terminal terminal;

    WarmUpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("vitrine-warm-up");
        try {
            Map<String, String> env = Map.of(
                    "VITRINE_DATA", directory.toString(),
                    "VITRINE_HTTP_HOST", "127.0.0.1",
                    "VITRINE_HTTP_PORT", "0",
                    "VITRINE_RTMP_HOST", "127.0.0.1",
                    "VITRINE_RTMP_PORT", "0");
            Terminal elsewhere = new Terminal(env, terminal.in(), terminal.out(), terminal.err(), terminal.clock());
            App app = App.start(Settings.load(Optional.empty(), elsewhere), Optional.empty());
            app.close();
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
