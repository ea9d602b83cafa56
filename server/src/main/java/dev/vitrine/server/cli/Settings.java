package dev.vitrine.server.cli;

import dev.vitrine.config.ConfigLoader;
import dev.vitrine.config.ConfigProblem;
import dev.vitrine.config.LoadResult;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.store.DataDirectory;
import dev.vitrine.server.store.Database;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which configuration holds. */
final class Settings {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. Default: what VITRINE_CONFIG names, else the defaults.")
    private @Nullable Path file;

    /**
     * The configuration in force.
     *
     * @throws OperatorError with every mistake in it
     */
    VitrineConfig load(Terminal terminal) {
        return load(Optional.ofNullable(file), terminal);
    }

    static VitrineConfig load(Optional<Path> file, Terminal terminal) {
        LoadResult result = ConfigLoader.load(file, terminal.env());
        if (result instanceof LoadResult.Faulty faulty) {
            throw OperatorError.wrong(
                    faulty.problems().stream().map(ConfigProblem::toString).toList());
        }
        return ((LoadResult.Loaded) result).config();
    }

    DataDirectory data(Terminal terminal) {
        return new DataDirectory(load(terminal).data());
    }

    /** The database that a server may be running on at the same time. */
    Database open(Terminal terminal) {
        return Database.open(data(terminal).database());
    }
}
