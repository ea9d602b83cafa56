package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrine config}. */
@Command(
        name = "config",
        description = "Check a configuration, or print the one in force.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommands extends Group {

    private final Terminal terminal;

    ConfigCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "check", description = "Says whether a server would start with this file; every mistake if not.")
    void check(@Parameters(paramLabel = "FILE") Path file) {
        Settings.load(Optional.of(file), terminal);
        terminal.println(file + ": good");
    }

    @Command(name = "print", description = "Prints what is in force, file and environment taken together.")
    void print(@Mixin Settings settings) {
        terminal.println(ConfigLoader.print(settings.load(terminal)).stripTrailing());
    }
}
