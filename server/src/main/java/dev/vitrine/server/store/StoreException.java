package dev.vitrine.server.store;

/** The database could not do it: full disk, damaged file, locked for too long. Ours to fix, not the caller's. */
public class StoreException extends RuntimeException {

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreException(String message) {
        super(message);
    }
}
