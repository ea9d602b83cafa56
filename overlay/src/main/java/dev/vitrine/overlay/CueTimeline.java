package dev.vitrine.overlay;

import dev.vitrine.media.TimedEvent;
import dev.vitrine.overlay.CueRecord.Change;
import dev.vitrine.overlay.CueRecord.Entry;
import dev.vitrine.overlay.CueRecord.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been published of a show at some moment. Immutable; later time lines only add events. */
public final class CueTimeline {

    private final List<Lease> leases;
    private final List<Entry> entries;
    private final List<TimedEvent> events;
    private final Optional<Instant> renewalDue;

    /** @param known the events of the first leases, rendered before: a range is final, so only new ones cost anything */
    private CueTimeline(List<Lease> leases, List<Entry> entries, List<TimedEvent> known, Optional<Instant> renewalDue) {
        this.leases = List.copyOf(leases);
        this.entries = List.copyOf(entries);
        List<TimedEvent> all = new ArrayList<>(known);
        leases.subList(known.size(), leases.size()).forEach(lease -> all.add(lease.event()));
        this.events = Collections.unmodifiableList(all);
        this.renewalDue = renewalDue;
    }

    static CueTimeline of(CueBook book) {
        return new CueTimeline(book.leases(), book.entries(), List.of(), book.renewalDue());
    }

    /** The time line of {@code book}, which says all that this one says and perhaps more. */
    CueTimeline extended(CueBook book) {
        return new CueTimeline(book.leases(), book.entries(), events, book.renewalDue());
    }

    /** The time line of a show that nobody can change any more. */
    public static CueTimeline of(List<CueRecord> records) {
        List<Lease> leases = records.stream()
                .filter(Lease.class::isInstance)
                .map(Lease.class::cast)
                .toList();
        List<Entry> entries = records.stream()
                .filter(Entry.class::isInstance)
                .map(Entry.class::cast)
                .toList();
        return new CueTimeline(leases, entries, List.of(), Optional.empty());
    }

    /** All ranges in the order in which they were published; the text of each is final. */
    public List<TimedEvent> events() {
        return events;
    }

    /** The reader's rule: what the covering range with the highest number says; nothing where there is none. */
    public ShopState stateAt(Instant date) {
        return covering(date).map(Lease::state).orElse(ShopState.EMPTY);
    }

    /** The number of the range that decides at {@code date}. */
    public Optional<Long> numberAt(Instant date) {
        return covering(date).map(Lease::q);
    }

    /** The changes of the show so far, oldest first; the last is open unless the shop is empty since. */
    public List<CueChange> changes() {
        return CueSpans.changes(leases, people());
    }

    List<Lease> leases() {
        return leases;
    }

    Map<Instant, Entry> people() {
        Map<Instant, Entry> people = new HashMap<>();
        entries.forEach(entry -> people.put(entry.at(), entry));
        return people;
    }

    boolean renewalDueAt(Instant edge) {
        return renewalDue.filter(due -> !edge.isBefore(due)).isPresent();
    }

    /** Ends never fall with rising numbers, so the newest range that has started decides, if it has not ended. */
    private Optional<Lease> covering(Instant date) {
        for (int i = leases.size() - 1; i >= 0; i--) {
            Lease lease = leases.get(i);
            if (!lease.start().isAfter(date)) {
                return date.isBefore(lease.end()) ? Optional.of(lease) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    static Optional<String> noteOf(Entry entry) {
        return entry instanceof Change change ? change.command().note() : Optional.empty();
    }
}
