package dev.vitrine.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine cue}: through the API of the running server, which alone knows the programme's time. */
@Command(
        name = "cue",
        description = "Change what the shop of a live channel shows.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class CueCommands extends Group {

    private final Terminal terminal;

    CueCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where, and when. */
    static final class Target {

        @Mixin
        private Server server = new Server();

        @Option(names = "--channel", paramLabel = "C", required = true, description = "The channel's id.")
        private String channel = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;
    }

    /** When, and with which remark. */
    static final class Moment {

        @Option(names = "--at", paramLabel = "DATE", description = "A media date, or 'live' (the default).")
        private String at = "live";

        @Option(names = "--note", paramLabel = "TEXT", description = "For the log.")
        private @Nullable String note;
    }

    @Command(name = "show", description = "Adds a product to the table.")
    void show(@Mixin Target target, @Mixin Moment moment, @Option(names = "--sku", required = true) String sku) {
        send(target, moment, body("show", sku));
    }

    @Command(name = "pin", description = "Shows a product and puts it on the card.")
    void pin(@Mixin Target target, @Mixin Moment moment, @Option(names = "--sku", required = true) String sku) {
        send(target, moment, body("pin", sku));
    }

    @Command(name = "unpin", description = "Empties the card; the table stays.")
    void unpin(@Mixin Target target, @Mixin Moment moment) {
        send(target, moment, body("unpin", null));
    }

    @Command(name = "hide", description = "Takes a product from the table.")
    void hide(@Mixin Target target, @Mixin Moment moment, @Option(names = "--sku", required = true) String sku) {
        send(target, moment, body("hide", sku));
    }

    @Command(name = "offer", description = "Starts an offer that runs until a media date.")
    void offer(
            @Mixin Target target,
            @Mixin Moment moment,
            @Option(names = "--sku", required = true) String sku,
            @Option(names = "--until", paramLabel = "DATE", required = true) String until) {
        send(target, moment, body("offer", sku).put("until", until));
    }

    @Command(name = "clear", description = "Takes everything away.")
    void clear(@Mixin Target target, @Mixin Moment moment) {
        send(target, moment, body("clear", null));
    }

    @Command(name = "undo", description = "Takes back the last change.")
    void undo(@Mixin Target target) {
        print(target, target.server.call(terminal, "POST", path(target) + "/undo", Optional.empty()));
    }

    private void send(Target target, Moment moment, ObjectNode body) {
        body.put("at", moment.at);
        if (moment.note != null) {
            body.put("note", moment.note);
        }
        print(target, target.server.call(terminal, "POST", path(target), Optional.of(body)));
    }

    private void print(Target target, JsonNode receipt) {
        if (target.json) {
            terminal.printJson(receipt);
        } else {
            terminal.println(receipt.path("id").asText() + " from "
                    + receipt.path("start").asText() + ": " + receipt.path("state"));
        }
    }

    private static String path(Target target) {
        if (!target.channel.matches("[a-z0-9-]+")) {
            throw OperatorError.failed("there is no channel '" + target.channel + "'");
        }
        return "/api/v1/channels/" + target.channel + "/cues";
    }

    private static ObjectNode body(String action, @Nullable String sku) {
        ObjectNode body = Terminal.json().createObjectNode().put("do", action);
        return sku == null ? body : body.put("sku", sku);
    }
}
