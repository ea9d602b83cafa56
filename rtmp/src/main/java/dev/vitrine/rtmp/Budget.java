package dev.vitrine.rtmp;

/** What a peer may cost, each with a bound in {@link RtmpLimits}. Who goes beyond ends its own connection. */
public enum Budget {
    /** Time for the handshake. */
    HANDSHAKE_TIME,
    /** Time to be admitted. */
    PUBLISH_TIME,
    /** Time without a byte. */
    IDLE_TIME,
    /** Length of one message. */
    MESSAGE_BYTES,
    /** Unfinished messages of one connection. */
    BUFFERED_BYTES,
    /** Unfinished messages of all connections together. */
    BUFFERED_IN_TOTAL,
    /** Chunk streams of one connection. */
    CHUNK_STREAMS,
    /** Messages of one connection in a second. */
    MESSAGE_RATE,
    /** Depth, values and text of a command. */
    AMF,
    /** Answers that the peer does not read. */
    UNREAD_ANSWERS,
    /** Open connections. */
    CONNECTIONS,
    /** Connections of one neighbourhood that nobody has admitted. */
    WAITING_PER_ADDRESS
}
