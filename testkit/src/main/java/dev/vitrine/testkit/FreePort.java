package dev.vitrine.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A TCP port nobody listens on, for programs that cannot be told to choose one themselves. */
public final class FreePort {

    private FreePort() {}

    /** Free at the time of asking; the system hands out others for a good while before this one comes again. */
    public static int next() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port on the loopback interface can be bound", e);
        }
    }
}
