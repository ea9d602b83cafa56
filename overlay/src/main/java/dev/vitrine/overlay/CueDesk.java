package dev.vitrine.overlay;

import dev.vitrine.overlay.CueRecord.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which the shop of a show is changed. One desk a show, callable from any thread.
 *
 * <p>A command is checked, written to the log, and only then seen by anybody: {@link #timeline()} swaps to the next
 * value. Should the log fail, nothing has changed here; what is on disk is read again before the next command, since a
 * failed write may have arrived after all.
 *
 * <p>Dates are media dates of the show. {@code edge} is always the media date of the newest frame at ingest.
 */
public final class CueDesk {

    private final String epoch;
    private final Instant showStart;
    private final CueLog log;
    private final LeaseSettings settings;
    private final Object lock = new Object();
    private @Nullable CueBook book; // guarded by lock; null: to be read from the log
    private volatile CueTimeline timeline;

    /**
     * Opens the desk where the log left it: same ranges, same numbers, same answers to repeated keys.
     *
     * @param epoch the show's name in range ids; letters and digits
     * @param showStart the media date of its first frame, before which nothing can be shown
     */
    public CueDesk(String epoch, Instant showStart, CueLog log, LeaseSettings settings) {
        this.epoch = epoch;
        this.showStart = showStart;
        this.log = log;
        this.settings = settings;
        CueBook read = read();
        this.book = read;
        this.timeline = CueTimeline.of(read);
    }

    /**
     * Carries out {@code command} for viewers whose playhead is at or after {@code at}.
     *
     * @param at from the show's start to 60 s after {@code edge}; where another change has this very millisecond, the
     *     next free one is taken
     * @throws CueRefused when the command cannot be carried out; nothing has changed then
     */
    public CueReceipt apply(CueCommand command, Instant at, Instant edge) {
        synchronized (lock) {
            CueBook current = current();
            return current.earlierAnswer(command.idempotencyKey(), command.spoken())
                    .orElseGet(() -> commit(current.apply(command, at, edge)));
        }
    }

    /**
     * Takes back the change that was asked for last, from {@code edge} on: what viewers saw before stays as it was.
     * Another undo takes back the one before it.
     *
     * @throws CueRefused (conflict) when there is nothing left to take back
     */
    public CueReceipt undo(Instant edge, Optional<String> by, Optional<String> idempotencyKey) {
        CueCommand.checkLine("by", by, CueCommand.MAX_BY);
        CueCommand.checkKey(idempotencyKey);
        synchronized (lock) {
            CueBook current = current();
            return current.earlierAnswer(idempotencyKey, "undo")
                    .orElseGet(() -> commit(current.undo(edge, by, idempotencyKey)));
        }
    }

    /**
     * Renews what is on screen before its range ends. To be called with every part; costs one comparison when nothing
     * is due.
     *
     * @return whether the time line changed
     */
    public boolean advance(Instant edge) {
        if (!timeline.renewalDueAt(edge)) {
            return false;
        }
        synchronized (lock) {
            Optional<CueBook.Step> step = current().advance(edge);
            step.ifPresent(due -> write(due));
            return step.isPresent();
        }
    }

    /** What is published now. */
    public CueTimeline timeline() {
        return timeline;
    }

    private CueReceipt commit(CueBook.Step step) {
        write(step);
        return step.next().receipt((Entry) step.records().get(0));
    }

    private void write(CueBook.Step step) {
        book = null; // until the log has answered we do not know what it holds
        log.append(List.copyOf(step.records()));
        book = step.next();
        timeline = timeline.extended(step.next());
    }

    private CueBook current() {
        CueBook known = book;
        if (known == null) {
            known = read();
            book = known;
            timeline = timeline.extended(known);
        }
        return known;
    }

    private CueBook read() {
        return CueBook.empty(epoch, showStart, settings).with(log.read(epoch));
    }
}
