package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.media.PublishGate;
import dev.vitrine.rtmp.RtmpLimits;
import dev.vitrine.rtmp.RtmpObserver;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.rtmp.RtmpSettings;
import dev.vitrine.rtmp.RtmpTls;
import dev.vitrine.rtmp.amf.AmfLimits;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.stream.IngestServices;
import dev.vitrine.server.stream.PublishHook;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the configuration means to the RTMP module: one listener, and a second with encryption. */
final class RtmpSetup implements AutoCloseable {

    private final VitrineConfig config;
    private final PublishGate gate;
    private final RtmpObserver observer;
    private final List<RtmpServer> servers = new CopyOnWriteArrayList<>();

    RtmpSetup(VitrineConfig config, PublishGate gate, RtmpObserver observer) {
        this.config = config;
        this.gate = gate;
        this.observer = observer;
    }

    /** Listens for RTMP, and says where. */
    InetSocketAddress plain() {
        return listen("rtmp", config.rtmp().host(), config.rtmp().port(), null);
    }

    /**
     * Listens for RTMPS. Its limits are those of RTMP, and count for themselves.
     *
     * @return where it listens
     */
    InetSocketAddress secure(SSLContext tls) {
        return listen("rtmps", config.rtmps().host(), config.rtmps().port(), RtmpTls.of(tls));
    }

    private InetSocketAddress listen(String section, String host, int port, @Nullable Supplier<SslContext> tls) {
        RtmpServer server = new RtmpServer(settings(host, port), gate, observer, tls);
        servers.add(server);
        try {
            return server.start();
        } catch (IOException e) {
            throw StartException.listening(e, section, host, port);
        }
    }

    /** Bytes that have come of messages which are not complete, on all listeners. */
    long bufferedBytes() {
        return servers.stream().mapToLong(RtmpServer::bufferedBytes).sum();
    }

    boolean isListening() {
        return !servers.isEmpty() && servers.stream().allMatch(RtmpServer::isListening);
    }

    private RtmpSettings settings(String host, int port) {
        VitrineConfig.Rtmp rtmp = config.rtmp();
        VitrineConfig.RtmpBudgets budgets = rtmp.budgets();
        RtmpLimits limits = RtmpLimits.defaults()
                .withTimeouts(
                        rtmp.handshakeTimeout(),
                        rtmp.idleTimeout().plus(rtmp.publishHook().deadline()),
                        rtmp.idleTimeout())
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
        return new RtmpSettings(new InetSocketAddress(host, port), rtmp.app(), rtmp.loginApp(), limits, ioThreads);
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

    @Override
    public void close() {
        servers.forEach(RtmpServer::close);
    }
}
