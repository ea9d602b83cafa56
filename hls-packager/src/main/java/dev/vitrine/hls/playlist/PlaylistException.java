package dev.vitrine.hls.playlist;

/** A playlist, or a line of it, is not what the specification asks for. */
public final class PlaylistException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    PlaylistException(String message) {
        super(message);
    }

    PlaylistException(String message, Throwable cause) {
        super(message, cause);
    }
}
