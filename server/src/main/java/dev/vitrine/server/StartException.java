package dev.vitrine.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start until the operator changes something. The message says what. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
