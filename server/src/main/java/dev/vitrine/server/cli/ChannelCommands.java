package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Database;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine channel}. */
@Command(
        name = "channel",
        description = "The channels and their stream keys. Works beside a running server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ChannelCommands extends Group {

    private final Terminal terminal;

    ChannelCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "create", description = "Makes a channel and prints its stream key, this once.")
    void create(
            @Mixin Settings settings,
            @Parameters(paramLabel = "ID", description = "Part of its addresses: a-z, 0-9 and '-'.") String id,
            @Option(names = "--title", paramLabel = "TEXT", description = "What viewers read. Default: the id.")
                    @Nullable
                    String title,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            ChannelStore.Keyed created = store(database)
                    .create(id, title == null ? id : title)
                    .orElseThrow(() -> OperatorError.failed("there is a channel '" + id + "' already"));
            printKey(id, created.streamKey(), json);
        }
    }

    @Command(name = "list", description = "Lists the channels.")
    void list(@Mixin Settings settings, @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            List<Channel> channels = store(database).list();
            if (json) {
                ArrayNode array = Terminal.json().createArrayNode();
                channels.forEach(channel -> array.addObject()
                        .put("id", channel.id())
                        .put("title", channel.title())
                        .put("captureDelayMillis", channel.captureDelay().toMillis())
                        .put("keySource", keySource(channel))
                        .put("created", channel.created().toString()));
                terminal.printJson(array);
            } else {
                new Listing("ID", "KEY IN", "TITLE")
                        .rows(channels, c -> List.of(c.id(), keySource(c), c.title()))
                        .print(terminal);
            }
        }
    }

    @Command(
            name = "key",
            description = {
                "Prints a new stream key; the old one stops working.",
                "Whoever publishes with the old key stays until the connection ends;"
                        + " the console's button also disconnects."
            })
    void key(
            @Mixin Settings settings,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (Database database = settings.open(terminal)) {
            ChannelStore store = store(database);
            if (store.find(id).isEmpty()) {
                throw OperatorError.failed("there is no channel '" + id + "'");
            }
            String key = store.newKey(id)
                    .orElseThrow(() -> OperatorError.failed(
                            "the key of channel '" + id + "' is in the configuration: change it there"));
            printKey(id, key, json);
        }
    }

    private void printKey(String id, String key, boolean json) {
        if (json) {
            terminal.printJson(Terminal.json().createObjectNode().put("id", id).put("streamKey", key));
        } else {
            terminal.println(key);
        }
    }

    private ChannelStore store(Database database) {
        return new ChannelStore(database, terminal.clock());
    }

    private static String keySource(Channel channel) {
        return channel.keySource().name().toLowerCase(Locale.ROOT);
    }
}
