package dev.vitrine.overlay;

import dev.vitrine.media.TimedEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a {@link CueLog}. The log holds what was asked ({@link Change}, {@link Undo}) and, word by word, what was
 * published for it ({@link Lease}): reading it back needs no rule that a later version might have changed.
 */
public sealed interface CueRecord {

    /** The show it belongs to. */
    String epoch();

    /** One line of JSON, from which {@link #parse} makes an equal record. */
    default String toJson() {
        return CueRecordJson.write(this);
    }

    /**
     * The record that wrote {@code json}.
     *
     * @throws IllegalArgumentException when it was not written by {@link #toJson}
     */
    static CueRecord parse(String json) {
        return CueRecordJson.read(json);
    }

    /** Something that was asked and has a place on the time line. */
    sealed interface Entry extends CueRecord {

        /** 1 for the first entry of a show; counts changes and undos alike. */
        long number();

        /** The media date from which it holds; no two entries of a show share one. */
        Instant at();

        /** The number of the range that first said so: the one in the receipt. 0 before there is one. */
        long q();

        Optional<String> by();

        Optional<String> idempotencyKey();

        /** As a person would say it. */
        String spoken();

        /** The same, published as range {@code q}. */
        Entry published(long newQ);
    }

    /** A command was carried out. */
    record Change(String epoch, long number, Instant at, long q, CueCommand command) implements Entry {

        /** The name of the offer that this change may start. */
        String offerId() {
            return "of" + number;
        }

        @Override
        public Optional<String> by() {
            return command.by();
        }

        @Override
        public Optional<String> idempotencyKey() {
            return command.idempotencyKey();
        }

        @Override
        public String spoken() {
            return command.spoken();
        }

        @Override
        public Change published(long newQ) {
            return new Change(epoch, number, at, newQ, command);
        }
    }

    /**
     * A change was taken back.
     *
     * @param target the number of the change that does not count from {@code at} on
     */
    record Undo(
            String epoch,
            long number,
            Instant at,
            long q,
            long target,
            Optional<String> by,
            Optional<String> idempotencyKey)
            implements Entry {

        @Override
        public String spoken() {
            return "undo";
        }

        @Override
        public Undo published(long newQ) {
            return new Undo(epoch, number, at, newQ, target, by, idempotencyKey);
        }
    }

    /**
     * A range as it was published.
     *
     * @param q its number, rising by one with each range of a show, from 1
     * @param sku what the reason is about, where it is about one product
     * @param start inclusive
     * @param end exclusive; never before the end of a range with a lower number
     */
    record Lease(
            String epoch, long q, CueReason reason, Optional<String> sku, Instant start, Instant end, ShopState state)
            implements CueRecord {

        public String id() {
            return epoch + "-" + q;
        }

        /** What a packager writes. */
        public TimedEvent event() {
            return event(end);
        }

        TimedEvent event(Instant shownEnd) {
            String payload = new CuePayload(q, reason.wire(), state).attribute();
            String comment = q + " " + reason.wire() + sku.map(s -> " " + s).orElse("");
            return new TimedEvent(
                    id(), CuePayload.CLASS, start, shownEnd, Map.of(CuePayload.ATTRIBUTE, payload), comment);
        }

        CueReceipt receipt() {
            return new CueReceipt(id(), q, start, state);
        }
    }
}
