package dev.vitrine.media;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What the rest of the server may do to a publisher's connection. All methods may be called from any thread. */
public interface PublisherConnection {

    InetSocketAddress remote();

    /**
     * Whether the socket is read. When it is not, TCP pushes back and the encoder waits; nothing is lost. Reading is on
     * until somebody turns it off.
     */
    void reading(boolean on);

    /**
     * Ends the connection, telling the encoder why where the protocol has words for it. Closing twice does nothing more.
     */
    void close(String reason);

    /** Bytes received on this connection so far, protocol overhead included. */
    long bytesReceived();

    /** How long ago the last byte came. */
    Duration silence();
}
