package dev.vitrine.server.edge;

/** Certificate or key cannot be used. The message names the file, the reason, and what to do. */
public final class BadCertificate extends Exception {

    private static final long serialVersionUID = 1;

    BadCertificate(String message) {
        super(message);
    }
}
