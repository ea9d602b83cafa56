package dev.vitrine.server.cli;

import dev.vitrine.server.store.Backup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine restore}. */
@Command(
        name = "restore",
        description = "Puts back what 'vitrine backup' wrote. The server must not be running.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private Settings settings = new Settings();

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the database that is there; it is kept as vitrine.db.before.")
    private boolean force;

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Backup.restore(file, settings.data(terminal), force);
            terminal.println("restored from " + file);
            return 0;
        } catch (IOException e) {
            throw OperatorError.failed("cannot restore " + file + ": " + e.getMessage());
        }
    }
}
