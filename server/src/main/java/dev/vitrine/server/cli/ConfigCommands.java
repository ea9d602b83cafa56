package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.edge.BadCertificate;
import dev.vitrine.server.edge.ServerCertificate;
import java.nio.file.Path;
import java.util.List;
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
        VitrineConfig.Https https = Settings.load(Optional.of(file), terminal).https();
        if (https.certificate().isPresent() && https.key().isPresent()) {
            try {
                ServerCertificate.read(
                        https.certificate().get(),
                        https.key().get(),
                        terminal.clock().instant());
            } catch (BadCertificate e) {
                throw OperatorError.wrong(List.of(file + ": " + e.getMessage()));
            }
        }
        terminal.println(file + ": good");
    }

    @Command(name = "print", description = "Prints what is in force, file and environment taken together.")
    void print(@Mixin Settings settings) {
        terminal.println(ConfigLoader.print(settings.load(terminal)).stripTrailing());
    }
}
