package dev.vitrine.overlay;

import java.util.Locale;

/** Why a range was written: a command, or the desk's own doing. For people and statistics; readers need only the state. */
public enum CueReason {
    SHOW,
    PIN,
    UNPIN,
    HIDE,
    OFFER,
    CLEAR,
    /** The last command was taken back. */
    UNDO,
    /** An offer reached its end. */
    EXPIRE,
    /** Nothing changed: the range before is about to end and the state goes on. */
    RENEW;

    static CueReason of(CueAction action) {
        return valueOf(action.name());
    }

    static CueReason ofWire(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As the playlist spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
