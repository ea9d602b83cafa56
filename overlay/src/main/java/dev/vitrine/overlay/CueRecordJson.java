package dev.vitrine.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** The log's own spelling, write and read side by side. */
final class CueRecordJson {

    private CueRecordJson() {}

    static String write(CueRecord log) {
        ObjectNode node = ShopJson.MAPPER.createObjectNode();
        if (log instanceof CueRecord.Lease lease) {
            writeLease(lease, node.put("type", "lease"));
        } else if (log instanceof CueRecord.Change change) {
            writeEntry(change, node.put("type", "change"));
            CueCommand command = change.command();
            node.put("do", command.action().wire());
            command.sku().ifPresent(sku -> node.put("sku", sku));
            command.until().ifPresent(until -> node.put("until", MediaDate.format(until)));
            command.note().ifPresent(note -> node.put("note", note));
        } else if (log instanceof CueRecord.Undo undo) {
            writeEntry(undo, node.put("type", "undo"));
            node.put("target", undo.target());
        }
        return ShopJson.text(node);
    }

    static CueRecord read(String json) {
        JsonNode node = ShopJson.tree(json);
        String type = node.path("type").asText();
        return switch (type) {
            case "lease" ->
                new CueRecord.Lease(
                        text(node, "epoch"),
                        number(node, "q"),
                        CueReason.ofWire(text(node, "reason")),
                        ShopJson.optional(node, "sku"),
                        date(node, "start"),
                        date(node, "end"),
                        ShopJson.read(node.path("state")));
            case "change" ->
                new CueRecord.Change(
                        text(node, "epoch"),
                        number(node, "number"),
                        date(node, "at"),
                        number(node, "q"),
                        command(node));
            case "undo" ->
                new CueRecord.Undo(
                        text(node, "epoch"),
                        number(node, "number"),
                        date(node, "at"),
                        number(node, "q"),
                        number(node, "target"),
                        ShopJson.optional(node, "by"),
                        ShopJson.optional(node, "key"));
            default -> throw new IllegalArgumentException("cue record of unknown type '" + type + "': " + json);
        };
    }

    private static void writeLease(CueRecord.Lease lease, ObjectNode node) {
        node.put("epoch", lease.epoch());
        node.put("q", lease.q());
        node.put("reason", lease.reason().wire());
        lease.sku().ifPresent(sku -> node.put("sku", sku));
        node.put("start", MediaDate.format(lease.start()));
        node.put("end", MediaDate.format(lease.end()));
        node.set("state", ShopJson.write(lease.state()));
    }

    private static void writeEntry(CueRecord.Entry entry, ObjectNode node) {
        node.put("epoch", entry.epoch());
        node.put("number", entry.number());
        node.put("at", MediaDate.format(entry.at()));
        node.put("q", entry.q());
        entry.by().ifPresent(by -> node.put("by", by));
        entry.idempotencyKey().ifPresent(key -> node.put("key", key));
    }

    private static CueCommand command(JsonNode node) {
        String word = text(node, "do");
        return new CueCommand(
                CueAction.ofWire(word).orElseThrow(() -> new IllegalArgumentException("unknown cue '" + word + "'")),
                ShopJson.optional(node, "sku"),
                ShopJson.optional(node, "until").map(ShopJson::date),
                ShopJson.optional(node, "note"),
                ShopJson.optional(node, "by"),
                ShopJson.optional(node, "key"));
    }

    private static String text(JsonNode node, String name) {
        Optional<String> text = ShopJson.optional(node, name);
        return text.orElseThrow(() -> new IllegalArgumentException("cue record without '" + name + "': " + node));
    }

    private static long number(JsonNode node, String name) {
        if (!node.path(name).isIntegralNumber()) {
            throw new IllegalArgumentException("cue record without '" + name + "': " + node);
        }
        return node.path(name).asLong();
    }

    private static Instant date(JsonNode node, String name) {
        return ShopJson.date(text(node, name));
    }
}
