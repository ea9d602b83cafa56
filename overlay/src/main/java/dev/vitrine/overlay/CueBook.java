package dev.vitrine.overlay;

import dev.vitrine.overlay.CueRecord.Change;
import dev.vitrine.overlay.CueRecord.Entry;
import dev.vitrine.overlay.CueRecord.Lease;
import dev.vitrine.overlay.CueRecord.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A show's script and the ranges that were published for it. Pure: each operation answers what to write down, and the
 * book as it is once that is written. Immutable.
 *
 * <pre>
 *   script   ──────┬──────────────┬─────────┬───────────▶ media date
 *                show           offer     expire
 *   ranges   q 1   [──────────────────)
 *            q 2                      [──────────────────)      renewal: starts where q 1 ends
 *            q 3                  [───────────────────)··│      END is never before one given out: q 2's
 *            q 4                            [────────────)···)  known before its date, so published with q 3
 *                                                        ▲
 *                                                     covered: what the script says is published up to here
 * </pre>
 *
 * The invariant: for every date before {@code covered}, the covering range with the highest number says what the
 * script says. A change in the past or future therefore publishes, besides its own range, every later turn of the
 * script again; and a range never stops before one with a lower number, or that one would come to light again.
 */
final class CueBook {

    /** How far ahead of the edge a change may be dated. */
    static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    /** How many later turns one change may make us say again; a playlist must not swell because somebody rewrites history. */
    static final int MAX_RANGES_PER_CHANGE = 100;

    /** What an operation writes down, in the order of the log. */
    record Step(List<CueRecord> records, CueBook next) {}

    private final String epoch;
    private final Instant showStart;
    private final LeaseSettings settings;
    private final CueScript script;
    private final Map<String, Entry> byKey;
    private final List<Lease> leases;
    private final List<Entry> entries;

    private CueBook(
            String epoch,
            Instant showStart,
            LeaseSettings settings,
            CueScript script,
            Map<String, Entry> byKey,
            List<Entry> entries,
            List<Lease> leases) {
        this.epoch = epoch;
        this.showStart = showStart;
        this.settings = settings;
        this.script = script;
        this.byKey = byKey;
        this.entries = entries;
        this.leases = leases;
    }

    static CueBook empty(String epoch, Instant showStart, LeaseSettings settings) {
        Instant start = Instant.ofEpochMilli(showStart.toEpochMilli());
        return new CueBook(epoch, start, settings, CueScript.BLANK, Map.of(), List.of(), List.of());
    }

    /** The book with what was written down. */
    CueBook with(List<CueRecord> records) {
        CueScript newScript = script;
        Map<String, Entry> keys = new HashMap<>(byKey);
        List<Entry> newEntries = new ArrayList<>(entries);
        List<Lease> newLeases = new ArrayList<>(leases);
        for (CueRecord log : records) {
            if (log instanceof Lease lease) {
                newLeases.add(lease);
            } else if (log instanceof Entry entry) {
                newScript = newScript.with(entry);
                newEntries.add(entry);
                entry.idempotencyKey().ifPresent(key -> keys.put(key, entry));
            }
        }
        return new CueBook(epoch, showStart, settings, newScript, keys, newEntries, newLeases);
    }

    List<Lease> leases() {
        return leases;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The first answer that {@code key} got, if it was used for the same words. */
    Optional<CueReceipt> earlierAnswer(Optional<String> key, String spoken) {
        return key.map(byKey::get).map(entry -> {
            if (!entry.spoken().equals(spoken)) {
                throw CueRefused.conflict("Idempotency-Key '" + key.orElseThrow() + "' was used for '" + entry.spoken()
                        + "', it cannot stand for '" + spoken + "' too");
            }
            return receipt(entry);
        });
    }

    CueReceipt receipt(Entry entry) {
        return leases.get(Math.toIntExact(entry.q() - 1)).receipt();
    }

    Step apply(CueCommand command, Instant at, Instant edge) {
        checkDate(at, edge);
        Instant date = script.freeDate(at);
        command.until().filter(until -> !until.isAfter(date)).ifPresent(until -> {
            throw CueRefused.invalid("the offer's end " + MediaDate.format(until) + " must be after its start "
                    + MediaDate.format(date));
        });
        return publish(new Change(epoch, script.nextNumber(), date, 0, command), edge);
    }

    Step undo(Instant edge, Optional<String> by, Optional<String> key) {
        Change target = script.lastStanding()
                .orElseThrow(() -> CueRefused.conflict("there is no change left in this show to take back"));
        Instant date = script.freeDate(edge.isBefore(showStart) ? showStart : edge);
        return publish(new Undo(epoch, script.nextNumber(), date, 0, target.number(), by, key), edge);
    }

    /** The renewal that is due at {@code edge}, or nothing. */
    Optional<Step> advance(Instant edge) {
        if (renewalDue().filter(due -> !edge.isBefore(due)).isEmpty()) {
            return Optional.empty();
        }
        List<CueRecord> records = new ArrayList<>(ranges(script, covered(), edge));
        return Optional.of(new Step(records, with(records)));
    }

    /** The edge at which the next range has to be written though nobody asks for one; none while nothing is shown. */
    Optional<Instant> renewalDue() {
        Instant covered = covered();
        return script.stateAt(covered).isEmpty()
                ? Optional.empty()
                : Optional.of(covered.minus(settings.renewalLead()));
    }

    /** Up to here, exclusive, the published ranges say what the script says. */
    private Instant covered() {
        return leases.isEmpty() ? showStart : leases.get(leases.size() - 1).end();
    }

    private void checkDate(Instant at, Instant edge) {
        Instant latest = edge.plus(MAX_AHEAD);
        if (at.isBefore(showStart) || at.isAfter(latest)) {
            throw CueRefused.invalid("'at' " + MediaDate.format(at)
                    + " must be a media date of this show, from its start "
                    + MediaDate.format(showStart) + " to " + MAX_AHEAD.toSeconds() + " s after its newest frame, "
                    + MediaDate.format(latest));
        }
    }

    private Step publish(Entry entry, Instant edge) {
        List<Lease> ranges = ranges(script.with(entry), entry.at(), edge);
        if (ranges.size() > MAX_RANGES_PER_CHANGE) {
            throw CueRefused.conflict("'" + entry.spoken() + "' at " + MediaDate.format(entry.at()) + " lies before "
                    + (ranges.size() - 1) + " other changes, the most is " + (MAX_RANGES_PER_CHANGE - 1)
                    + ": choose a later date");
        }
        ranges.forEach(CueBook::checkSize);
        Lease own = ranges.stream()
                .filter(lease -> lease.start().equals(entry.at()))
                .findFirst()
                .orElseThrow();
        List<CueRecord> records = new ArrayList<>();
        records.add(entry.published(own.q()));
        records.addAll(ranges);
        return new Step(records, with(records));
    }

    /**
     * The ranges that make the invariant true for {@code next}, which differs from the published script from {@code
     * from} on. Where {@code from} lies beyond what is covered, what is on screen is first renewed up to there.
     */
    private List<Lease> ranges(CueScript next, Instant from, Instant newestFrame) {
        Instant edge = Instant.ofEpochMilli(newestFrame.toEpochMilli()); // frames have fractions of milliseconds
        Instant covered = covered();
        boolean hole = covered.isBefore(from) && !next.stateAt(covered).isEmpty();
        Optional<Instant> cursor = Optional.of(hole ? covered : from);
        NavigableMap<Instant, CueScript.Turn> turns = next.turns(cursor.get());
        List<Lease> ranges = new ArrayList<>();
        while (cursor.isPresent()) {
            Instant start = cursor.get();
            Instant end = latest(latest(start, edge).plus(settings.lease()), latest(covered, from));
            ranges.add(range(ranges.size(), Optional.ofNullable(turns.get(start)), start, end, next));
            covered = end;
            cursor = Optional.ofNullable(turns.higherKey(start))
                    .filter(turn -> turn.isBefore(end) || !turn.isAfter(from));
        }
        return ranges;
    }

    private Lease range(int index, Optional<CueScript.Turn> turn, Instant start, Instant end, CueScript next) {
        return new Lease(
                epoch,
                leases.size() + index + 1L,
                turn.map(CueScript.Turn::reason).orElse(CueReason.RENEW),
                turn.flatMap(CueScript.Turn::sku),
                start,
                end,
                next.stateAt(start));
    }

    private static void checkSize(Lease lease) {
        int bytes = CuePayload.stateBytes(lease.state());
        if (bytes > CuePayload.MAX_STATE_BYTES) {
            throw CueRefused.conflict(
                    "the shop would show " + lease.state().items().size() + " things from "
                            + MediaDate.format(lease.start()) + " on, " + bytes + " bytes as JSON, the most is "
                            + CuePayload.MAX_STATE_BYTES + ": hide something first");
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }
}
