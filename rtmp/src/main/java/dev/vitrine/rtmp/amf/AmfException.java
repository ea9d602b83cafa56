package dev.vitrine.rtmp.amf;

/** Bytes that are not AMF 0, or more of it than the budget allows. Carries no stack trace: it is the peer's fault. */
public final class AmfException extends RuntimeException {

    AmfException(String message) {
        super(message, null, false, false);
    }
}
