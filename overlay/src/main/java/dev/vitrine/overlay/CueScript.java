package dev.vitrine.overlay;

import dev.vitrine.overlay.CueRecord.Change;
import dev.vitrine.overlay.CueRecord.Entry;
import dev.vitrine.overlay.CueRecord.Undo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a show says, as opposed to how it is published: the meaning of a time line.
 *
 * <p>At a media date t hold all changes dated t or earlier, in the order of their dates, without those that an undo
 * dated t or earlier took back; of what they add up to, the offers whose end is t or earlier are gone. When a command
 * was given plays no part, only which moment it is about. Immutable.
 */
final class CueScript {

    static final CueScript BLANK = new CueScript(List.of(), Map.of(), 0);

    /** Why the state may be another from some date on, and about which product. */
    record Turn(CueReason reason, Optional<String> sku) {}

    private final List<Change> changes; // by date
    private final Map<Long, Undo> undone; // by the number of the change
    private final long lastNumber;

    private CueScript(List<Change> changes, Map<Long, Undo> undone, long lastNumber) {
        this.changes = changes;
        this.undone = undone;
        this.lastNumber = lastNumber;
    }

    CueScript with(Entry entry) {
        if (entry instanceof Undo undo) {
            Map<Long, Undo> more = new HashMap<>(undone);
            more.put(undo.target(), undo);
            return new CueScript(changes, more, undo.number());
        }
        List<Change> more = new ArrayList<>(changes);
        more.add((Change) entry);
        more.sort(Comparator.comparing(Change::at));
        return new CueScript(more, undone, entry.number());
    }

    long nextNumber() {
        return lastNumber + 1;
    }

    /** The change that an undo would take back: the one asked for last among those that stand. */
    Optional<Change> lastStanding() {
        return changes.stream()
                .filter(change -> !undone.containsKey(change.number()))
                .max(Comparator.comparingLong(Change::number));
    }

    /** {@code date}, or the first millisecond after it that no entry has yet. */
    Instant freeDate(Instant date) {
        Instant free = Instant.ofEpochMilli(date.toEpochMilli());
        while (taken(free)) {
            free = free.plusMillis(1);
        }
        return free;
    }

    private boolean taken(Instant date) {
        return changes.stream().anyMatch(change -> change.at().equals(date))
                || undone.values().stream().anyMatch(undo -> undo.at().equals(date));
    }

    ShopState stateAt(Instant date) {
        ShopState state = ShopState.EMPTY;
        for (Change change : changes) {
            if (change.at().isAfter(date)) {
                break;
            }
            if (!takenBack(change, date)) {
                state = state.after(change.command(), change.offerId());
            }
        }
        return state.at(date);
    }

    /** The dates at or after {@code from} at which the state may change, and why. */
    NavigableMap<Instant, Turn> turns(Instant from) {
        NavigableMap<Instant, Turn> turns = new TreeMap<>();
        for (Change change : changes) {
            if (!change.at().isBefore(from) && !takenBack(change, change.at())) {
                turns.put(
                        change.at(),
                        new Turn(
                                CueReason.of(change.command().action()),
                                change.command().sku()));
            }
        }
        for (Undo undo : undone.values()) {
            if (!undo.at().isBefore(from)) {
                turns.put(undo.at(), new Turn(CueReason.UNDO, Optional.empty()));
            }
        }
        for (Change change : changes) {
            change.command()
                    .until()
                    .filter(end -> !end.isBefore(from) && runsUntil(change, end))
                    .ifPresent(end -> turns.putIfAbsent(
                            end, new Turn(CueReason.EXPIRE, change.command().sku())));
        }
        return turns;
    }

    /** Whether the offer of {@code change} is there to the last, not replaced, hidden, cleared or taken back before. */
    private boolean runsUntil(Change change, Instant end) {
        Optional<String> id = Optional.of(change.offerId());
        return stateAt(end.minusMillis(1)).items().stream()
                .anyMatch(item -> item.id().equals(id));
    }

    private boolean takenBack(Change change, Instant date) {
        Undo undo = undone.get(change.number());
        return undo != null && !undo.at().isAfter(date);
    }
}
