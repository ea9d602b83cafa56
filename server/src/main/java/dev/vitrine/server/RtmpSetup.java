package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.rtmp.RtmpLimits;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.rtmp.RtmpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What the configuration means to the RTMP module. */
final class RtmpSetup {

    private static final int MAX_CHUNK_STREAMS = 64;
    private static final int MAX_UNAUTHENTICATED_PER_ADDRESS = 128;

    private RtmpSetup() {}

    static RtmpSettings settings(VitrineConfig.Rtmp rtmp) {
        RtmpLimits limits = RtmpLimits.defaults()
                .withTimeouts(rtmp.handshakeTimeout(), rtmp.idleTimeout(), rtmp.idleTimeout())
                .withMemory(
                        Math.toIntExact(rtmp.maxMessage().bytes()),
                        Math.toIntExact(rtmp.maxBuffered().bytes()),
                        MAX_CHUNK_STREAMS)
                .withConnections(
                        rtmp.maxConnections(), Math.min(rtmp.maxConnections(), MAX_UNAUTHENTICATED_PER_ADDRESS));
        int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new RtmpSettings(new InetSocketAddress(rtmp.host(), rtmp.port()), rtmp.app(), limits, ioThreads);
    }

    static InetSocketAddress bind(RtmpServer server, VitrineConfig.Rtmp rtmp) {
        try {
            return server.start();
        } catch (IOException e) {
            throw StartException.listening(e, "rtmp", rtmp.host(), rtmp.port());
        }
    }
}
