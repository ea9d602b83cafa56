package dev.vitrine.rtmp.codec;

/** A decoder configuration or bitstream that makes no sense. Carries no stack trace: it is the encoder's fault. */
public class FormatException extends RuntimeException {

    public FormatException(String message) {
        super(message, null, false, false);
    }
}
