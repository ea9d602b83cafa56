package dev.vitrine.overlay;

import java.time.Instant;
import java.util.Optional;

/**
 * One wish of a host, before it has a place on the time line. Its birth ends in a {@link CueRefused} (invalid) when the
 * members contradict each other.
 *
 * @param sku what it is about; needed by all actions but {@link CueAction#UNPIN} and {@link CueAction#CLEAR}, and
 *     refused by those
 * @param until the media date at which an offer ends; needed by {@link CueAction#OFFER}, refused by the others; cut to
 *     whole milliseconds
 * @param note for the log and the console only, never for viewers; up to 500 characters in one line
 * @param by who said it, for the log; up to 100 characters in one line
 * @param idempotencyKey chosen by the caller, up to 128 visible characters: the same key again gets the first answer
 */
public record CueCommand(
        CueAction action,
        Optional<String> sku,
        Optional<Instant> until,
        Optional<String> note,
        Optional<String> by,
        Optional<String> idempotencyKey) {

    static final int MAX_KEY = 128;
    static final int MAX_NOTE = 500;
    static final int MAX_BY = 100;

    public CueCommand {
        String word = action.wire();
        if (action.needsSku() != sku.isPresent()) {
            throw CueRefused.invalid(
                    action.needsSku()
                            ? "'" + word + "' needs a sku"
                            : "'" + word + "' takes no sku, it means everything");
        }
        if ((action == CueAction.OFFER) != until.isPresent()) {
            throw CueRefused.invalid(
                    until.isEmpty()
                            ? "'offer' needs 'until', the media date at which it ends"
                            : "'" + word + "' takes no 'until', only 'offer' does");
        }
        sku.filter(s -> !Sku.valid(s)).ifPresent(s -> {
            throw CueRefused.invalid("sku '" + s + "' must be " + Sku.RULE);
        });
        checkLine("note", note, MAX_NOTE);
        checkLine("by", by, MAX_BY);
        checkKey(idempotencyKey);
        until = until.map(date -> Instant.ofEpochMilli(date.toEpochMilli()));
    }

    /** A command without note, name or key. */
    public static CueCommand of(CueAction action, String sku) {
        return new CueCommand(
                action, Optional.of(sku), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@link CueAction#UNPIN} or {@link CueAction#CLEAR}. */
    public static CueCommand of(CueAction action) {
        return new CueCommand(
                action, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static CueCommand offer(String sku, Instant until) {
        return new CueCommand(
                CueAction.OFFER,
                Optional.of(sku),
                Optional.of(until),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public CueCommand withKey(String key) {
        return new CueCommand(action, sku, until, note, by, Optional.of(key));
    }

    /** As a person would say it: {@code pin TS-01}. */
    String spoken() {
        return sku.map(s -> action.wire() + " " + s).orElse(action.wire());
    }

    static void checkLine(String what, Optional<String> text, int max) {
        text.ifPresent(line -> {
            if (line.length() > max || line.chars().anyMatch(Character::isISOControl)) {
                throw CueRefused.invalid("'" + what + "' (" + line.length()
                        + " characters) must be one line of at most " + max + " characters");
            }
        });
    }

    static void checkKey(Optional<String> key) {
        key.ifPresent(k -> {
            if (k.isEmpty() || k.length() > MAX_KEY || k.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
                throw CueRefused.invalid("Idempotency-Key (" + k.length() + " characters) must be 1 to " + MAX_KEY
                        + " visible ASCII characters");
            }
        });
    }
}
