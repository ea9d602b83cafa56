package dev.vitrine.rtmp.codec;

/** A well-formed configuration or frame of a kind that cannot be carried: it costs its track, not the connection. */
public final class UnsupportedFormatException extends FormatException {

    private static final long serialVersionUID = 1L;

    UnsupportedFormatException(String message) {
        super(message);
    }
}
