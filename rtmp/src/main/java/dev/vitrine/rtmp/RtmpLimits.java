package dev.vitrine.rtmp;

import dev.vitrine.rtmp.amf.AmfLimits;
import java.time.Duration;

/**
 * What a stranger may cost. A peer that goes beyond ends its own connection and nothing else.
 *
 * <p>There is no bound on the chunk size a peer may announce: a chunk never outgrows its message, and memory is taken for
 * bytes that have come, not for bytes that are announced.
 *
 * @param handshakeTimeout from accepting the socket to the end of the handshake
 * @param publishTimeout from accepting the socket, or from the end of a publication, to being admitted to publish
 * @param idleTimeout without a byte from the peer while its socket is read
 * @param maxMessageBytes longest message, 1 to 16777215 (its length has 24 bits)
 * @param maxBufferedBytesPerConnection messages that have begun and not ended, over all chunk streams
 * @param maxChunkStreams chunk streams a peer may use
 * @param amf cost of reading one AMF message
 * @param maxConnections open at the same time
 * @param maxUnauthenticatedPerAddress open at the same time from one IPv4 address or IPv6 /64, while not admitted
 * @param maxMessagesPerSecond of one connection; twice that in a burst
 * @param maxBufferedBytesInTotal messages that have begun and not ended, over all connections of a listener
 */
public record RtmpLimits(
        Duration handshakeTimeout,
        Duration publishTimeout,
        Duration idleTimeout,
        int maxMessageBytes,
        int maxBufferedBytesPerConnection,
        int maxChunkStreams,
        AmfLimits amf,
        int maxConnections,
        int maxUnauthenticatedPerAddress,
        int maxMessagesPerSecond,
        long maxBufferedBytesInTotal) {

    private static final int LENGTH_FIELD_MAX = 0xffffff;

    public RtmpLimits {
        positive("handshake timeout", handshakeTimeout);
        positive("publish timeout", publishTimeout);
        positive("idle timeout", idleTimeout);
        between("max message bytes", maxMessageBytes, 1, LENGTH_FIELD_MAX);
        between("max buffered bytes", maxBufferedBytesPerConnection, maxMessageBytes, Integer.MAX_VALUE);
        between("max chunk streams", maxChunkStreams, 4, 65_598);
        between("max connections", maxConnections, 1, Integer.MAX_VALUE);
        between("max unauthenticated connections per address", maxUnauthenticatedPerAddress, 1, Integer.MAX_VALUE);
        between("max messages per second", maxMessagesPerSecond, 1, Integer.MAX_VALUE);
        if (maxBufferedBytesInTotal < maxMessageBytes) {
            throw new IllegalArgumentException("RTMP max buffered bytes in total " + maxBufferedBytesInTotal
                    + " is below max message bytes " + maxMessageBytes);
        }
    }

    public static RtmpLimits defaults() {
        return new RtmpLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                8 * 1024 * 1024,
                16 * 1024 * 1024,
                64,
                AmfLimits.defaults(),
                1_000,
                128,
                5_000,
                256L * 1024 * 1024);
    }

    public RtmpLimits withTimeouts(Duration handshake, Duration publish, Duration idle) {
        return new RtmpLimits(
                handshake,
                publish,
                idle,
                maxMessageBytes,
                maxBufferedBytesPerConnection,
                maxChunkStreams,
                amf,
                maxConnections,
                maxUnauthenticatedPerAddress,
                maxMessagesPerSecond,
                maxBufferedBytesInTotal);
    }

    public RtmpLimits withMemory(int maxMessageBytes, int maxBufferedBytesPerConnection, int maxChunkStreams) {
        return new RtmpLimits(
                handshakeTimeout,
                publishTimeout,
                idleTimeout,
                maxMessageBytes,
                maxBufferedBytesPerConnection,
                maxChunkStreams,
                amf,
                maxConnections,
                maxUnauthenticatedPerAddress,
                maxMessagesPerSecond,
                maxBufferedBytesInTotal);
    }

    public RtmpLimits withConnections(int max, int maxUnauthenticatedPerAddress) {
        return new RtmpLimits(
                handshakeTimeout,
                publishTimeout,
                idleTimeout,
                maxMessageBytes,
                maxBufferedBytesPerConnection,
                maxChunkStreams,
                amf,
                max,
                maxUnauthenticatedPerAddress,
                maxMessagesPerSecond,
                maxBufferedBytesInTotal);
    }

    public RtmpLimits withTotals(int maxMessagesPerSecond, long maxBufferedBytesInTotal) {
        return new RtmpLimits(
                handshakeTimeout,
                publishTimeout,
                idleTimeout,
                maxMessageBytes,
                maxBufferedBytesPerConnection,
                maxChunkStreams,
                amf,
                maxConnections,
                maxUnauthenticatedPerAddress,
                maxMessagesPerSecond,
                maxBufferedBytesInTotal);
    }

    public RtmpLimits withAmf(AmfLimits limits) {
        return new RtmpLimits(
                handshakeTimeout,
                publishTimeout,
                idleTimeout,
                maxMessageBytes,
                maxBufferedBytesPerConnection,
                maxChunkStreams,
                limits,
                maxConnections,
                maxUnauthenticatedPerAddress,
                maxMessagesPerSecond,
                maxBufferedBytesInTotal);
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("RTMP " + what + " " + value + " is not positive");
        }
    }

    private static void between(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("RTMP " + what + " " + value + " is not between " + min + " and " + max);
        }
    }
}
