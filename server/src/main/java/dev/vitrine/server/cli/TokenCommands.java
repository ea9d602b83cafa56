package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.TokenStore.Issued;
import dev.vitrine.server.store.TokenStore.Token;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine token}. */
@Command(
        name = "token",
        description = "Tokens for scripts. A running server notices at once.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommands extends Group {

    private final Terminal terminal;

    TokenCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "create", description = "Makes a token and prints it, this once.")
    void create(
            @Mixin Settings settings,
            @Parameters(paramLabel = "NAME", description = "What uses it, such as 'stream deck'.") String name,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            Issued issued = store(database).create(name);
            if (json) {
                terminal.printJson(Terminal.json()
                        .createObjectNode()
                        .put("id", issued.token().id())
                        .put("name", name)
                        .put("token", issued.secret()));
            } else {
                terminal.println(issued.secret());
            }
        }
    }

    @Command(name = "list", description = "Lists the tokens, without what they open with.")
    void list(@Mixin Settings settings, @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            List<Token> tokens = store(database).list();
            if (json) {
                ArrayNode array = Terminal.json().createArrayNode();
                tokens.forEach(token -> array.addObject()
                        .put("id", token.id())
                        .put("name", token.name())
                        .put("created", token.created().toString())
                        .put("lastUsed", Objects.toString(token.lastUsed(), null)));
                terminal.printJson(array);
            } else {
                new Listing("ID", "LAST USED", "NAME")
                        .rows(tokens, token -> List.of(token.id(), used(token), token.name()))
                        .print(terminal);
            }
        }
    }

    @Command(name = "revoke", description = "Ends a token.")
    void revoke(@Mixin Settings settings, @Parameters(paramLabel = "ID") String id) {
        try (Database database = settings.open(terminal)) {
            if (!store(database).revoke(id)) {
                throw OperatorError.failed("there is no token '" + id + "' (vitrine token list shows their ids)");
            }
        }
    }

    private TokenStore store(Database database) {
        return new TokenStore(database, terminal.clock());
    }

    private static String used(Token token) {
        Instant used = token.lastUsed();
        return used == null ? "never" : used.toString();
    }
}
