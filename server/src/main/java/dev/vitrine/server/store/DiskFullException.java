package dev.vitrine.server.store;

/** Nothing was written, because the disk is full. Nothing is broken either: it works again when there is room. */
public final class DiskFullException extends StoreException {

    private static final long serialVersionUID = 1;

    DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
