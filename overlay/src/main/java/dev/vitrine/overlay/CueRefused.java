package dev.vitrine.overlay;

/** A command that was understood and not carried out; nothing has changed. The message is for the person who asked. */
public final class CueRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What the person should reconsider. */
    public enum Kind {
        /** Fine in itself, but not now. */
        CONFLICT,
        /** Wrong whenever it is said. */
        INVALID,
        /** Fine in itself, a moment later. */
        TOO_FAST
    }

    private final Kind kind;

    public CueRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static CueRefused invalid(String message) {
        return new CueRefused(Kind.INVALID, message);
    }

    static CueRefused conflict(String message) {
        return new CueRefused(Kind.CONFLICT, message);
    }
}
