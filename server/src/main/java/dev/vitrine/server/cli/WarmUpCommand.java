package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Database;
import io.undertow.Undertow;
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
        try (Database database = Database.open(directory.resolve("vitrine.db"))) {
            ConfigLoader.load(Optional.empty(), Map.of());
            new ChannelStore(database, terminal.clock()).list();
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1", exchange -> exchange.endExchange())
                    .build();
            server.start();
            server.stop();
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
