package dev.vitrine.rtmp;

/** What an encoder does that is not right and that it is forgiven for. Counted, so that an operator can be told. */
public enum Oddity {
    /** A message or user control event of a kind that means nothing here. */
    UNKNOWN_MESSAGE("unknown message"),
    /** A data message that is not AMF, or a media message that is empty. */
    UNREADABLE_MESSAGE("unreadable message"),
    /** A message begun and never finished. */
    PARTIAL_DISCARDED("unfinished message discarded"),
    /** Media on a message stream that does not publish. */
    WRONG_STREAM("message on a stream that is not published"),
    /** A decoding time that did not rise, by a second at most; moved to the next tick. */
    TIME_CLAMPED("time did not rise"),
    /** A jump in time; what follows is put behind what came before. */
    NEW_TIMELINE("time jumped"),
    /** Media that cannot be decoded because what it builds on is missing. */
    UNDECODABLE_DROPPED("undecodable media dropped"),
    /** A track in a codec we cannot carry. */
    CODEC_UNSUPPORTED("codec not supported");

    private final String words;

    Oddity(String words) {
        this.words = words;
    }

    /** For a log line. */
    public String words() {
        return words;
    }
}
