package dev.vitrine.server.cli;

import dev.vitrine.overlay.CatalogueImport;
import dev.vitrine.overlay.ImportOptions;
import dev.vitrine.overlay.ImportResult;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine products}. */
@Command(
        name = "products",
        description = "The catalogue. A running server notices within a second.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ProductsCommands extends Group {

    private final Terminal terminal;

    ProductsCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "import",
            description = "Takes a CSV, TSV, XML or JSON catalogue: all of it, or, where rows are wrong, nothing.")
    void importFile(
            @Mixin Settings settings,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--currency", paramLabel = "CODE", description = "For prices without one, such as VND.")
                    @Nullable
                    String currency,
            @Option(names = "--locale", paramLabel = "TAG", description = "How its numbers are written, such as vi.")
                    @Nullable
                    String locale,
            @Option(names = "--shop", paramLabel = "URL", description = "For products without a link.") @Nullable
                    String shop,
            @Option(names = "--dry-run", description = "Check only.") boolean dryRun,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        ImportOptions options = new ImportOptions(
                Optional.ofNullable(currency),
                Optional.ofNullable(locale).map(Locale::forLanguageTag),
                Optional.ofNullable(shop));
        ImportResult result = CatalogueImport.read(bytes(file), options);
        if (result instanceof ImportResult.Rejected rejected) {
            throw OperatorError.failed(lines(file, rejected));
        }
        ImportResult.Read read = (ImportResult.Read) result;
        if (!dryRun) {
            try (Database database = settings.open(terminal)) {
                new CatalogueStore(database).change(all -> all.merge(read.products()));
            }
        }
        int count = read.products().size();
        if (json) {
            terminal.printJson(Terminal.json()
                    .createObjectNode()
                    .put("format", read.format().wire())
                    .put("read", count)
                    .put("changed", !dryRun));
        } else {
            terminal.println(file + ": " + count + " products read as "
                    + read.format().wire() + (dryRun ? ", nothing changed" : " and taken"));
        }
    }

    private static List<String> lines(Path file, ImportResult.Rejected rejected) {
        List<String> lines = new ArrayList<>();
        rejected.errors()
                .forEach(error -> lines.add(file + ":" + error.line() + ": "
                        + (error.field().isEmpty() ? "" : error.field() + ": ") + error.message()));
        lines.add("vitrine: nothing was changed");
        return lines;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw OperatorError.failed("cannot read " + file + ": " + e.getMessage());
        }
    }
}
