package dev.vitrine.rtmp;

import java.net.InetSocketAddress;

/**
 * What an operator can set.
 *
 * @param address where to listen; port 0 takes a free one
 * @param app the only application name that is served, such as {@code live}; empty serves any
 * @param limits what a stranger may cost
 * @param ioThreads event loops that decode, 1 or more
 */
public record RtmpSettings(InetSocketAddress address, String app, RtmpLimits limits, int ioThreads) {

    public RtmpSettings {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("RTMP needs at least 1 I/O thread, not " + ioThreads);
        }
        if (app.contains("/")) {
            throw new IllegalArgumentException("RTMP application name '" + app + "' must not contain '/'");
        }
    }
}
