package dev.vitrine.rtmp;

import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the ingest, for metrics and the log. Called from event loops: must not block. No argument ever holds a key.
 */
public interface RtmpObserver {

    /** Sees nothing. */
    RtmpObserver NONE = new RtmpObserver() {};

    default void opened(InetSocketAddress remote) {}

    /**
     * A connection that was opened is gone.
     *
     * @param reason one line, for the operator
     */
    default void closed(InetSocketAddress remote, String reason, long bytesReceived) {}

    /** Turned away at the door, or by the gate. */
    default void refused(InetSocketAddress remote, String reason) {}

    default void publishing(InetSocketAddress remote, String channel, String encoder) {}

    default void ended(InetSocketAddress remote, String channel, String reason) {}

    default void bytesReceived(int bytes) {}

    /** A connection ended, or was turned away, because it cost too much of one thing. */
    default void budgetExceeded(Budget budget) {}

    /**
     * An encoder was forgiven something.
     *
     * @param nth how often this has happened on this connection, this time included
     */
    default void oddity(InetSocketAddress remote, Oddity oddity, String detail, long nth) {}

    /** Writes one line for each event worth telling, and for an oddity the 1st, 10th, 100th … on a connection. */
    static RtmpObserver log() {
        Logger log = LoggerFactory.getLogger("dev.vitrine.rtmp");
        return new RtmpObserver() {
            @Override
            public void closed(InetSocketAddress remote, String reason, long bytesReceived) {
                log.info("{} closed after {} bytes: {}", remote, bytesReceived, reason);
            }

            @Override
            public void refused(InetSocketAddress remote, String reason) {
                log.warn("{} refused: {}", remote, reason);
            }

            @Override
            public void publishing(InetSocketAddress remote, String channel, String encoder) {
                log.info("{} publishes to {} with '{}'", remote, channel, encoder);
            }

            @Override
            public void ended(InetSocketAddress remote, String channel, String reason) {
                log.info("{} no longer publishes to {}: {}", remote, channel, reason);
            }

            @Override
            public void oddity(InetSocketAddress remote, Oddity oddity, String detail, long nth) {
                long power = 1;
                while (power < nth) {
                    power *= 10;
                }
                if (power == nth) {
                    log.warn("{} {} ({} so far): {}", remote, oddity.words(), nth, detail);
                }
            }
        };
    }
}
