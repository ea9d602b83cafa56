package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.UserStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine user}. */
@Command(
        name = "user",
        description = "Who may log in to the console. The password is asked for, or read from standard input.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class UserCommands extends Group {

    private final Terminal terminal;

    UserCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "add", description = "Adds somebody.")
    void add(@Mixin Settings settings, @Parameters(paramLabel = "NAME") String name) {
        try (Database database = settings.open(terminal)) {
            UserStore users = new UserStore(database, terminal.clock());
            if (users.find(name).isPresent()) {
                throw taken(name);
            }
            if (!users.add(name, terminal.readPassword("Password for " + name))) {
                throw taken(name);
            }
        }
    }

    @Command(name = "passwd", description = "Sets another password; the user's sessions end.")
    void passwd(@Mixin Settings settings, @Parameters(paramLabel = "NAME") String name) {
        try (Database database = settings.open(terminal)) {
            UserStore users = new UserStore(database, terminal.clock());
            if (users.find(name).isEmpty()) {
                throw OperatorError.failed("there is no user '" + name + "'");
            }
            users.changePassword(name, terminal.readPassword("New password for " + name));
        }
    }

    @Command(name = "list", description = "Lists who may log in.")
    void list(@Mixin Settings settings, @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            List<UserStore.User> users = new UserStore(database, terminal.clock()).list();
            if (json) {
                ArrayNode array = Terminal.json().createArrayNode();
                users.forEach(user -> array.addObject()
                        .put("name", user.name())
                        .put("passwordChanged", user.passwordChanged().toString()));
                terminal.printJson(array);
            } else {
                new Listing("PASSWORD FROM", "NAME")
                        .rows(users, user -> List.of(user.passwordChanged().toString(), user.name()))
                        .print(terminal);
            }
        }
    }

    private static OperatorError taken(String name) {
        return OperatorError.failed("there is a user '" + name + "' already; vitrine user passwd sets a new password");
    }
}
