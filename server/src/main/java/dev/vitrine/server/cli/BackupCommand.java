package dev.vitrine.server.cli;

import dev.vitrine.server.store.Backup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrine backup}. */
@Command(
        name = "backup",
        description = {
            "Writes database and product pictures into one ZIP file, beside a running server.",
            "Segments and replays are not in it: copy the data directory for those."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private Settings settings = new Settings();

    @Parameters(paramLabel = "FILE", description = "Must not exist.")
    private Path file = Path.of("");

    BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            int files = Backup.write(settings.data(terminal), file);
            terminal.println(file + ": the database and " + (files - 1) + " pictures");
            return 0;
        } catch (IOException e) {
            throw OperatorError.failed("cannot write " + file + ": " + e.getMessage());
        }
    }
}
