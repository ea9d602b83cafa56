package dev.vitrine.server;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** The server cannot start until the operator changes something. The message says what. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean misconfigured;

    StartException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StartException(String message, @Nullable Throwable cause, boolean misconfigured) {
        super(message, cause);
        this.misconfigured = misconfigured;
    }

    /** What the configuration says cannot be done, whatever the machine does. */
    static StartException misconfigured(Throwable cause) {
        return new StartException(String.valueOf(cause.getMessage()), cause, true);
    }

    /** Whether the configuration must change, rather than the machine. */
    public boolean isMisconfigured() {
        return misconfigured;
    }

    /** A listener that did not come to be; {@code section} of the configuration names its address. */
    static StartException listening(Exception e, String section, String host, int port) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        return new StartException(
                section + " cannot listen on " + host + ":" + port + " (" + cause.getMessage()
                        + "). Another program may have the port; stop it, or set " + section
                        + ".port (0 takes any free one)",
                e);
    }
}
