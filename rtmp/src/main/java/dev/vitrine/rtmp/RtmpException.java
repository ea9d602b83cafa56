package dev.vitrine.rtmp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peer broke the protocol or a budget: its connection ends. Carries no stack trace; the message says it all. */
final class RtmpException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final @Nullable Budget budget;

    RtmpException(String message) {
        super(message, null, false, false);
        this.budget = null;
    }

    RtmpException(Budget budget, String message) {
        super(message, null, false, false);
        this.budget = budget;
    }

    /** What was exceeded, when it was that. */
    Optional<Budget> budget() {
        return Optional.ofNullable(budget);
    }
}
