package dev.vitrine.rtmp;

import java.net.InetSocketAddress;

/**
 * What an operator can set.
 *
 * @param address where to listen; port 0 takes a free one
 * @param app the only application name that is served, such as {@code live}; empty serves any
 * @param loginApp the application whose encoders log in with user and password; empty: nobody does
 * @param limits what a stranger may cost
 * @param ioThreads event loops that decode, 1 or more
 */
public record RtmpSettings(InetSocketAddress address, String app, String loginApp, RtmpLimits limits, int ioThreads) {

    /** Settings without log-ins: keys only. */
    public RtmpSettings(InetSocketAddress address, String app, RtmpLimits limits, int ioThreads) {
        this(address, app, "", limits, ioThreads);
    }

    boolean logins() {
        return !loginApp.isEmpty();
    }

    public RtmpSettings {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("RTMP needs at least 1 I/O thread, not " + ioThreads);
        }
        if (app.contains("/") || loginApp.contains("/")) {
            throw new IllegalArgumentException(
                    "RTMP application names '" + app + "' and '" + loginApp + "' must not contain '/'");
        }
    }
}
