package dev.vitrine.rtmp.amf;

/** Bytes that are not AMF 0, or more of it than the budget allows. Carries no stack trace: it is the peer's fault. */
public final class AmfException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean budget;

    AmfException(String message) {
        this(message, false);
    }

    AmfException(String message, boolean budget) {
        super(message, null, false, false);
        this.budget = budget;
    }

    /** Whether {@link AmfLimits} were exceeded. */
    public boolean isBudget() {
        return budget;
    }
}
