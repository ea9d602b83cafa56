package dev.vitrine.rtmp;

/** The peer broke the protocol or a limit: its connection ends. Carries no stack trace; the message says it all. */
final class RtmpException extends RuntimeException {

    RtmpException(String message) {
        super(message, null, false, false);
    }
}
