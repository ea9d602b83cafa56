package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.rtmp.RtmpLimits;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.rtmp.RtmpSettings;
import dev.vitrine.rtmp.amf.AmfLimits;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.stream.IngestServices;
import dev.vitrine.server.stream.PublishHook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** What the configuration means to the RTMP module. */
final class RtmpSetup {

    private RtmpSetup() {}

    static RtmpSettings settings(VitrineConfig.Rtmp rtmp) {
        VitrineConfig.RtmpBudgets budgets = rtmp.budgets();
        RtmpLimits limits = RtmpLimits.defaults()
                .withTimeouts(rtmp.handshakeTimeout(), rtmp.idleTimeout(), rtmp.idleTimeout())
                .withMemory(
                        Math.toIntExact(rtmp.maxMessage().bytes()),
                        Math.toIntExact(rtmp.maxBuffered().bytes()),
                        budgets.chunkStreams())
                .withConnections(rtmp.maxConnections(), Math.min(rtmp.maxConnections(), budgets.waitingPerAddress()))
                .withTotals(
                        budgets.messagesPerSecond(), budgets.bufferedInTotal().bytes())
                .withAmf(new AmfLimits(
                        budgets.amfDepth(),
                        budgets.amfElements(),
                        Math.toIntExact(budgets.amfText().bytes())));
        int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new RtmpSettings(
                new InetSocketAddress(rtmp.host(), rtmp.port()), rtmp.app(), rtmp.loginApp(), limits, ioThreads);
    }

    /** Whom the ingest asks beside the database. */
    static IngestServices services(VitrineConfig.Rtmp rtmp, CatalogueStore catalogue, Executor workers) {
        VitrineConfig.PublishHook hook = rtmp.publishHook();
        return new IngestServices(
                hook.url()
                        .map(url -> new PublishHook(
                                url, hook.deadline(), hook.otherwise() == VitrineConfig.Otherwise.ADMIT, workers)),
                sku -> catalogue.current().find(sku).isPresent());
    }

    static InetSocketAddress bind(RtmpServer server, VitrineConfig.Rtmp rtmp) {
        try {
            return server.start();
        } catch (IOException e) {
            throw StartException.listening(e, "rtmp", rtmp.host(), rtmp.port());
        }
    }
}
