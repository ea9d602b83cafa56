package dev.vitrine.overlay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A show's changes as files for players, editors and scripts that do not read playlists. */
public final class CueRendering {

    private CueRendering() {}

    /** {@code cues.json} for everybody: no notes, no names of people. UTF-8. */
    public static byte[] publicJson(String epoch, List<CueChange> changes) {
        return json(epoch, changes, false);
    }

    /** The same with notes and names, for those who may see them. */
    public static byte[] staffJson(String epoch, List<CueChange> changes) {
        return json(epoch, changes, true);
    }

    /**
     * {@code cues.vtt}: chapters that say what was on the card, or else on the table, in seconds from {@code
     * mediaStart}. UTF-8.
     *
     * @param edge where the media ends so far; an open change is shown up to here, a coming one not at all
     * @param titleOf from a sku to what people call it
     */
    public static byte[] vtt(List<CueChange> changes, Instant mediaStart, Instant edge, UnaryOperator<String> titleOf) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (CueChange change : changes) {
            Instant end = change.end().filter(e -> e.isBefore(edge)).orElse(edge);
            if (!change.state().isEmpty() && change.start().isBefore(end)) {
                text.append('\n').append(change.id()).append('\n');
                text.append(offset(mediaStart, change.start())).append(" --> ");
                text.append(offset(mediaStart, end)).append('\n');
                text.append(escaped(caption(change.state(), titleOf))).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(String epoch, List<CueChange> changes, boolean staff) {
        ObjectNode root = ShopJson.MAPPER.createObjectNode();
        root.put("epoch", epoch);
        ArrayNode array = root.putArray("cues");
        changes.forEach(change -> array.add(node(change, staff)));
        return ShopJson.text(root).getBytes(StandardCharsets.UTF_8);
    }

    /** One change as in {@code cues.json}; {@code staff} also sees note and name. */
    public static ObjectNode node(CueChange change, boolean staff) {
        ObjectNode node = ShopJson.MAPPER.createObjectNode();
        node.put("id", change.id());
        node.put("q", change.q());
        node.put("start", MediaDate.format(change.start()));
        change.end().ifPresent(end -> node.put("end", MediaDate.format(end)));
        node.put("reason", change.reason().wire());
        node.set("state", ShopJson.write(change.state()));
        if (staff) {
            change.note().ifPresent(note -> node.put("note", note));
            change.by().ifPresent(by -> node.put("by", by));
        }
        return node;
    }

    /**
     * The product on the card; without one, the table.
     *
     * @param titleOf from a sku to what people call it
     */
    public static String caption(ShopState state, UnaryOperator<String> titleOf) {
        Optional<String> pinned = state.pin().map(ShopItem::sku);
        return pinned.map(titleOf)
                .orElseGet(() -> state.items().stream()
                        .filter(ShopItem::onTable)
                        .map(item -> titleOf.apply(item.sku()))
                        .collect(Collectors.joining(" · ")));
    }

    /** WebVTT §4: hours may have more than two digits. */
    private static String offset(Instant from, Instant to) {
        Duration offset = Duration.between(from, to);
        Duration shown = offset.isNegative() ? Duration.ZERO : offset;
        return String.format(
                "%02d:%02d:%02d.%03d",
                shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart(), shown.toMillisPart());
    }

    /** WebVTT §3.5 cue text: one line, no tags; escaping {@code >} also keeps an arrow from starting a new cue. */
    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}+|[\\u2028\\u2029]+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
