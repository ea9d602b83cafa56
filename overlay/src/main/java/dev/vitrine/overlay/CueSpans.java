package dev.vitrine.overlay;

import dev.vitrine.overlay.CueRecord.Entry;
import dev.vitrine.overlay.CueRecord.Lease;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ranges that overlap, superseded and renewed → stretches side by side, each opened by the range that decides in it. */
final class CueSpans {

    /** A stretch of the time line in which {@code lease} and then perhaps its renewals decide. */
    record Span(Lease lease, Instant end) {}

    private CueSpans() {}

    /** The part of the time line in which each range decides, by date. A range decides in one stretch or nowhere. */
    static List<Span> territories(List<Lease> leases) {
        Deque<Span> spans = new ArrayDeque<>();
        Instant next = Instant.MAX;
        for (int i = leases.size() - 1; i >= 0; i--) {
            Lease lease = leases.get(i);
            if (lease.start().isBefore(next)) {
                spans.addFirst(new Span(lease, lease.end().isBefore(next) ? lease.end() : next));
                next = lease.start();
            }
        }
        return List.copyOf(spans);
    }

    /** Territories with renewals joined to what they renew. */
    static List<Span> joined(List<Lease> leases) {
        List<Span> joined = new ArrayList<>();
        for (Span span : territories(leases)) {
            int last = joined.size() - 1;
            if (last >= 0
                    && span.lease().reason() == CueReason.RENEW
                    && joined.get(last).end().equals(span.lease().start())) {
                joined.set(last, new Span(joined.get(last).lease(), span.end()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    static List<CueChange> changes(List<Lease> leases, Map<Instant, Entry> people) {
        List<Span> spans = joined(leases);
        List<CueChange> changes = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            boolean open = i == spans.size() - 1;
            // After an empty state comes silence, which is the same state: it lasts until the next change.
            Optional<Instant> end = open
                    ? Optional.empty()
                    : Optional.of(spans.get(i + 1).lease().start());
            changes.add(change(span.lease(), end, people));
        }
        return changes;
    }

    static CueChange change(Lease lease, Optional<Instant> end, Map<Instant, Entry> people) {
        Optional<Entry> entry = Optional.ofNullable(people.get(lease.start()));
        return new CueChange(
                lease.id(),
                lease.q(),
                lease.start(),
                end,
                lease.reason(),
                lease.sku(),
                lease.state(),
                entry.flatMap(CueTimeline::noteOf),
                entry.flatMap(Entry::by));
    }
}
