package dev.vitrine.overlay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The plan of a show: what is to be shown when, counted from its start.
 *
 * <p>As a table its columns are {@code cue_id, type, skus, plan_seconds, notes}, one item a row in the order of the show.
 * {@code type} is an action ({@code show, pin, offer …}) or {@code product}, which is {@code pin}; {@code skus} are
 * separated by semicolons; {@code plan_seconds} is how long the item is planned to take, after which the next begins. A
 * column {@code at_seconds} says where an item begins, instead.
 *
 * @param items by their offset
 */
public record CueSheet(List<CueSheet.Item> items) {

    private static final int MAX_OFFSET_SECONDS = 7 * 86_400;

    /**
     * One line of the plan.
     *
     * @param id the host's name for it, {@code c01}; unique
     * @param offset from the start of the show
     * @param plan how long it is meant to take; an offer runs that long
     * @param skus none for {@code unpin} and {@code clear}; the first is the one that is pinned
     */
    public record Item(
            String id, CueAction action, List<String> skus, Duration offset, Duration plan, Optional<String> notes) {

        public Item {
            skus = List.copyOf(skus);
        }

        /** The commands of this item for a show that began at {@code showStart}; all are meant for {@link #offset}. */
        public List<CueCommand> commands(Instant showStart) {
            if (!action.needsSku()) {
                return List.of(CueCommand.of(action));
            }
            List<CueCommand> commands = new ArrayList<>();
            for (String sku : skus) {
                boolean first = commands.isEmpty();
                CueAction own = action == CueAction.PIN && !first ? CueAction.SHOW : action;
                commands.add(
                        own == CueAction.OFFER
                                ? CueCommand.offer(sku, showStart.plus(offset).plus(plan))
                                : CueCommand.of(own, sku));
            }
            return commands;
        }
    }

    /** A sheet that could not be read, with every bad row. */
    public static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient List<RowError> errors;

        Malformed(List<RowError> errors) {
            super(errors.size() + " rows of the cue sheet cannot be read, the first in line "
                    + errors.get(0).line() + ": " + errors.get(0).message());
            this.errors = List.copyOf(errors);
        }

        public List<RowError> errors() {
            return errors;
        }
    }

    public CueSheet {
        items = items.stream().sorted(Comparator.comparing(Item::offset)).toList();
    }

    /**
     * The sheet in a table of UTF-8 or UTF-16 text.
     *
     * @throws Malformed with all bad rows
     */
    public static CueSheet read(byte[] body) {
        Table table;
        try {
            table = Table.parse(ImportText.decode(body));
        } catch (Table.Malformed e) {
            throw new Malformed(List.of(e.error()));
        } catch (IllegalArgumentException e) {
            throw new Malformed(List.of(new RowError(1, "", String.valueOf(e.getMessage()))));
        }
        if (!table.has("cue_id", "type")) {
            throw new Malformed(List.of(new RowError(
                    1, "", "the first line must name the columns cue_id, type, skus, plan_seconds, notes")));
        }
        return read(table);
    }

    private static CueSheet read(Table table) {
        List<RowError> errors = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Duration next = Duration.ZERO;
        for (Table.Row row : table.rows()) {
            try {
                Item item = item(row, next);
                if (!ids.add(item.id())) {
                    throw new ProductRefused("cue_id", "'" + item.id() + "' stands in an earlier line already");
                }
                items.add(item);
                next = item.offset().plus(item.plan());
            } catch (ProductRefused e) {
                errors.add(new RowError(row.line(), e.field(), String.valueOf(e.getMessage())));
            }
        }
        if (!errors.isEmpty()) {
            throw new Malformed(errors);
        }
        return new CueSheet(items);
    }

    private static Item item(Table.Row row, Duration next) {
        String id = row.cell("cue_id");
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new ProductRefused("cue_id", "'" + id + "' must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        CueAction action = action(row.cell("type"));
        List<String> skus = Arrays.stream(row.cell("skus").split("[;\\s]+"))
                .filter(sku -> !sku.isEmpty())
                .toList();
        if (action.needsSku() == skus.isEmpty()) {
            throw new ProductRefused(
                    "skus", action.needsSku() ? "is missing" : "must be empty for '" + action.wire() + "'");
        }
        skus.stream().filter(sku -> !Sku.valid(sku)).findFirst().ifPresent(sku -> {
            throw new ProductRefused("skus", "'" + sku + "' must be " + Sku.RULE);
        });
        Duration plan = seconds(row, "plan_seconds").orElse(Duration.ZERO);
        if (action == CueAction.OFFER && plan.isZero()) {
            throw new ProductRefused("plan_seconds", "is missing: an offer runs that long");
        }
        return new Item(id, action, skus, seconds(row, "at_seconds").orElse(next), plan, row.filled("notes"));
    }

    private static CueAction action(String word) {
        String folded = word.toLowerCase(Locale.ROOT);
        return CueAction.ofWire(folded.equals("product") ? "pin" : folded)
                .orElseThrow(() -> new ProductRefused(
                        "type", "'" + word + "' must be product, show, pin, unpin, hide, offer or clear"));
    }

    private static Optional<Duration> seconds(Table.Row row, String column) {
        return row.filled(column).map(text -> {
            if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > MAX_OFFSET_SECONDS) {
                throw new ProductRefused(column, "'" + text + "' must be whole seconds, 0 to " + MAX_OFFSET_SECONDS);
            }
            return Duration.ofSeconds(Integer.parseInt(text));
        });
    }
}
