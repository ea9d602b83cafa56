package dev.vitrine.server;

import dev.vitrine.config.Secret;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Takeover;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.media.PublishGate;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.rtmp.RtmpServer;
import dev.vitrine.server.http.ApiServer;
import dev.vitrine.server.http.ApiServices;
import dev.vitrine.server.http.ApiSettings;
import dev.vitrine.server.http.Brand;
import dev.vitrine.server.http.Health;
import dev.vitrine.server.http.MediaHandler;
import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.http.PosterHandler;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.ConfiguredChannel;
import dev.vitrine.server.store.CueStore;
import dev.vitrine.server.store.DataLock;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.ImageStore;
import dev.vitrine.server.store.SessionStore;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.Clocks;
import dev.vitrine.server.stream.MediaThreads;
import dev.vitrine.server.stream.ShowRoom;
import dev.vitrine.server.stream.StreamSettings;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    /** A publisher whose socket is silent for so long is taken for dead. */
    private static final Duration STALL = Duration.ofSeconds(10);

    /** Where Maven puts the console and the player. */
    private static final String WEB_ROOT = "web/";

    private static final long MAX_QUEUED_BYTES = 16L << 20;
    private static final Duration POSTER_DEADLINE = Duration.ofSeconds(10);

    private final CloseStack closing = new CloseStack();
    private final VitrineConfig config;
    private final Stores stores;
    private final List<ChannelStore.Keyed> newKeys;
    private final ChannelRegistry channels;
    private final Metrics metrics = new Metrics();
    private final InetSocketAddress rtmpAddress;
    private final InetSocketAddress httpAddress;

    /** All that is kept. */
    public record Stores(
            ChannelStore channels,
            UserStore users,
            TokenStore tokens,
            SessionStore sessions,
            ShowStore shows,
            ImageStore images,
            CatalogueStore catalogue,
            CueStore cues) {}

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
            closing.add(lock(data));
            Database database = closing.add(Database.open(data.resolve("vitrine.db")));
            this.stores = stores(database, data, wall);
            this.newKeys = stores.channels().configure(configured(config));

            ExecutorService workers = closing.add(Threads.pool("worker", 16));
            ExecutorService disk = closing.add(Threads.pool("disk", 1));
            ScheduledExecutorService beat = closing.add(Threads.scheduler("beat"));
            MediaThreads mediaThreads = closing.addCloseable(new MediaThreads(
                    Runtime.getRuntime().availableProcessors(), Threads.factory("media", Thread.MAX_PRIORITY - 2)));
            PackagerSettings packager = packager(config.hls());
            this.channels = new ChannelRegistry(
                    stores.channels(),
                    new StreamSettings(
                            packager,
                            config.rtmp().takeover() == Takeover.TAKEOVER,
                            config.hls().grace(),
                            STALL,
                            MAX_QUEUED_BYTES),
                    new ShowRoom(
                            stores.shows(),
                            stores.channels(),
                            stores.cues(),
                            LeaseSettings.of(config.cues().lease()),
                            packager,
                            data.resolve("shows"),
                            disk),
                    new Clocks(wall, nanos),
                    mediaThreads,
                    workers);
            closing.addCloseable(channels::close);
            channels.resume();

            LiveMetrics.register(metrics, channels);
            RtmpServer rtmp = closing.addCloseable(
                    new RtmpServer(RtmpSetup.settings(config.rtmp()), channels, new RtmpMetrics(metrics)));
            this.rtmpAddress = bindRtmp(rtmp);
            this.httpAddress = serveHttp(adminToken, data, wall, nanos, workers, beat);

            every(beat, 100, Guarded.run("beat", channels::tick));
            Runnable renewal = Guarded.run("cue renewal", channels::renewCues);
            every(beat, 500, () -> workers.execute(renewal));
            started = true;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its scheduler.
    private static void every(ScheduledExecutorService scheduler, long millis, Runnable task) {
        scheduler.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    private InetSocketAddress serveHttp(
            Optional<String> adminToken,
            Path data,
            InstantSource wall,
            LongSupplier nanos,
            ExecutorService workers,
            ScheduledExecutorService beat) {
        MediaHandler hls = new MediaHandler(channels, nanos, new SecureRandom().nextLong());
        PosterMaker stills = new PosterMaker(data.resolve("tmp"), workers, POSTER_DEADLINE);
        ApiServer api = closing.addCloseable(new ApiServer(
                new ApiServices(
                        stores.channels(),
                        stores.users(),
                        stores.tokens(),
                        stores.sessions(),
                        stores.shows(),
                        stores.catalogue(),
                        stores.cues(),
                        stores.images(),
                        channels),
                new ApiSettings(
                        Version.TEXT,
                        adminToken,
                        config.http().publicUrl().map(Object::toString),
                        framers(config),
                        new Brand(
                                config.brand().name(),
                                config.brand().accent(),
                                config.brand().language().word()),
                        WEB_ROOT,
                        () -> rtmpAddress.getPort()),
                new Health(List.of(
                        new Health.Check("database", () -> stores.channels().list() != null))),
                metrics,
                new PosterHandler(hls, channels, stills, nanos),
                wall,
                beat));
        VitrineConfig.Http http = config.http();
        Undertow undertow = Undertow.builder()
                .addHttpListener(http.port(), http.host())
                .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerThreads(32)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 32L << 20)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, 60_000)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(api.handler())
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            throw listening(e, "http", http.host(), http.port());
        }
        closing.addCloseable(undertow::stop);
        return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    }

    private InetSocketAddress bindRtmp(RtmpServer rtmp) {
        try {
            return rtmp.start();
        } catch (IOException e) {
            throw listening(e, "rtmp", config.rtmp().host(), config.rtmp().port());
        }
    }

    private static StartException listening(Exception e, String section, String host, int port) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        return new StartException(
                section + " cannot listen on " + host + ":" + port + " (" + cause.getMessage()
                        + "). Another program may" + " have the port; stop it, or set " + section
                        + ".port (0 takes any free one)",
                e);
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

    private static Stores stores(Database database, Path data, InstantSource wall) {
        return new Stores(
                new ChannelStore(database, wall),
                new UserStore(database, wall),
                new TokenStore(database, wall),
                new SessionStore(database, wall),
                new ShowStore(database, wall),
                new ImageStore(data.resolve("images")),
                new CatalogueStore(database),
                new CueStore(database));
    }

    /** Nobody named: everybody may frame the embed page. */
    private static List<String> framers(VitrineConfig config) {
        List<String> framers = config.embed().framers();
        return framers.isEmpty() ? List.of("*") : framers;
    }

    private static List<ConfiguredChannel> configured(VitrineConfig config) {
        return config.channels().stream().map(App::configured).toList();
    }

    private static ConfiguredChannel configured(ChannelConfig channel) {
        return new ConfiguredChannel(
                channel.id(), channel.title(), channel.streamKey().map(Secret::value), channel.captureDelay());
    }

    private static PackagerSettings packager(VitrineConfig.Hls hls) {
        return new PackagerSettings(hls.segmentDuration(), hls.targetDuration(), hls.partDuration(), hls.window());
    }

    /** Where encoders connect. */
    public InetSocketAddress rtmpAddress() {
        return rtmpAddress;
    }

    /** Where viewers and operators connect. */
    public InetSocketAddress httpAddress() {
        return httpAddress;
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
