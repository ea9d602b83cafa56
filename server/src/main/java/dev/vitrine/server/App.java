package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.media.PublishGate;
import dev.vitrine.server.edge.Door;
import dev.vitrine.server.edge.HttpListeners;
import dev.vitrine.server.edge.LiveCertificate;
import dev.vitrine.server.http.ApiServer;
import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.DataLock;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.Clocks;
import dev.vitrine.server.stream.MediaThreads;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.Storage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The whole server, wired by plain constructors, from the disk up:
 *
 * <pre>
 *   data directory ─▶ database ─▶ stores ─▶ channels ─┬▶ RTMP: publishers come in
 *                                                     └▶ HTTP: viewers, the console, scripts
 * </pre>
 *
 * The only place that reads the system clock or starts a thread. What is opened last is closed first.
 */
public final class App implements AutoCloseable {

    private final CloseStack closing = new CloseStack();
    private final VitrineConfig config;
    private final Stores stores;
    private final List<ChannelStore.Keyed> newKeys;
    private final ChannelRegistry channels;
    private final Metrics metrics = new Metrics();
    private final InetSocketAddress rtmpAddress;
    private final Optional<InetSocketAddress> rtmpsAddress;
    private final InetSocketAddress httpAddress;
    private final Optional<InetSocketAddress> httpsAddress;

    /**
     * Starts; when it returns, publishers and viewers can connect.
     *
     * @param adminToken opens the whole API; for containers and tests
     * @throws StartException when the operator has to change something: a busy port, a directory that cannot be written
     */
    public static App start(VitrineConfig config, Optional<String> adminToken) {
        return new App(config, adminToken);
    }

    private App(VitrineConfig config, Optional<String> adminToken) {
        this.config = config;
        boolean started = false;
        try {
            InstantSource wall = InstantSource.system();
            LongSupplier nanos = System::nanoTime;
            Path data = config.data().toAbsolutePath().normalize();
            Optional<LiveCertificate> certificate = TlsSetup.certificate(config.https(), wall, metrics);
            closing.add(lock(data));
            Database database = closing.add(Database.open(data.resolve("vitrine.db")));
            this.stores =
                    Stores.of(database, data, wall, !config.rtmp().loginApp().isEmpty());
            this.newKeys = stores.channels().configure(StreamSetup.configured(config));

            ExecutorService workers = closing.add(Threads.pool("worker", 16));
            ExecutorService disk = closing.add(Threads.pool("disk", 1));
            ExecutorService children = closing.add(Threads.each("child"));
            ScheduledExecutorService beat = closing.add(Threads.scheduler("beat"));
            MediaThreads mediaThreads = closing.addCloseable(new MediaThreads(
                    Runtime.getRuntime().availableProcessors(), Threads.factory("media", Thread.MAX_PRIORITY - 2)));
            Clocks clocks = new Clocks(wall, nanos);
            ReplayShelf replays = new ReplayShelf(StreamSetup.shows(data), stores.cues());
            Storage storage = StreamSetup.storage(config, stores, replays, data, clocks);
            this.channels = StreamSetup.channels(
                    config,
                    stores,
                    storage,
                    data,
                    clocks,
                    mediaThreads,
                    workers,
                    disk,
                    LadderSetup.ladders(config, data, children, workers, nanos));
            closing.addCloseable(channels::close);
            channels.resume();

            LiveMetrics.register(metrics, channels);
            StorageMetrics.register(metrics, storage);
            RtmpSetup rtmp = new RtmpSetup(config, channels, new RtmpMetrics(metrics));
            closing.addCloseable(rtmp);
            metrics.gauge(
                    "vitrine_rtmp_buffered_bytes",
                    "Bytes that have come of RTMP messages which are not complete.",
                    rtmp::bufferedBytes);
            this.rtmpAddress = rtmp.plain();
            this.rtmpsAddress = certificate.map(live -> rtmp.secure(live.context()));

            HttpSetup http = new HttpSetup(config, stores, channels, replays, storage, metrics, clocks);
            AtomicInteger httpsPort = new AtomicInteger();
            ApiServer api = closing.addCloseable(http.api(
                    adminToken,
                    data,
                    Readiness.of(database, data, rtmp::isListening),
                    rtmpAddress::getPort,
                    httpsPort::get,
                    workers,
                    beat));
            Door door = http.door();
            HttpListeners listeners = closing.addCloseable(HttpSetup.listeners(api.handler(), door));
            this.httpAddress = http.listen(listeners);
            this.httpsAddress = certificate.map(live -> http.listen(listeners, live.context()));
            httpsAddress.ifPresent(address -> httpsPort.set(address.getPort()));

            Runnable doorTick = Guarded.run("door", door::tick);
            Runnable apiTick = Guarded.run("events", api::tick);
            Runnable sweep = Guarded.run("storage", storage::sweepIfDue);
            Runnable look = certificate
                    .map(live -> Guarded.run("certificate", live::look))
                    .orElse(() -> {});
            closing.addCloseable(LadderSetup.probe(config, data, children));
            beat.execute(new Beat(beat, workers, channels, both(doorTick, apiTick), both(sweep, look)));
            started = true;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    private static AutoCloseable lock(Path data) {
        try {
            Files.createDirectories(data);
            return DataLock.acquire(data)
                    .orElseThrow(() -> new StartException(
                            "the data directory " + data
                                    + " is in use by another Vitrine server; stop that one, or set another VITRINE_DATA",
                            null));
        } catch (IOException e) {
            throw new StartException(
                    "the data directory " + data + " cannot be written (" + e + "); create it for the user who runs"
                            + " Vitrine, or set another VITRINE_DATA",
                    e);
        }
    }

    /** Where encoders connect. */
    public InetSocketAddress rtmpAddress() {
        return rtmpAddress;
    }

    /** Where viewers and operators connect. */
    public InetSocketAddress httpAddress() {
        return httpAddress;
    }

    /** The same with encryption, where there is a certificate. */
    public Optional<InetSocketAddress> rtmpsAddress() {
        return rtmpsAddress;
    }

    /** The same with encryption, where there is a certificate. */
    public Optional<InetSocketAddress> httpsAddress() {
        return httpsAddress;
    }

    public VitrineConfig config() {
        return config;
    }

    /** For what runs in the same process beside the server: first-start advice and the demo. */
    public Stores stores() {
        return stores;
    }

    /** Keys that were made for configured channels without one; nobody can be told them later. */
    public List<ChannelStore.Keyed> newKeys() {
        return newKeys;
    }

    public ChannelRegistry channels() {
        return channels;
    }

    /** The gate every ingest of this server asks. */
    PublishGate gate() {
        return channels;
    }

    @Override
    public void close() {
        closing.close();
    }
}
