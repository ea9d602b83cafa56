package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.http.ApiServer;
import dev.vitrine.server.http.ApiServices;
import dev.vitrine.server.http.ApiSettings;
import dev.vitrine.server.http.Brand;
import dev.vitrine.server.http.Health;
import dev.vitrine.server.http.MediaHandler;
import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.http.PosterHandler;
import dev.vitrine.server.http.ReplayPosters;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.Clocks;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.Storage;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;

/** What the configuration means to the pages, the API and the listeners under them. */
final class HttpSetup {

    /** Where Maven puts the console and the player. */
    private static final String WEB_ROOT = "web/";

    private static final Duration POSTER_DEADLINE = Duration.ofSeconds(10);

    private final VitrineConfig config;
    private final Stores stores;
    private final ChannelRegistry channels;
    private final ReplayShelf replays;
    private final Storage storage;
    private final Metrics metrics;
    private final Clocks clocks;

    HttpSetup(
            VitrineConfig config,
            Stores stores,
            ChannelRegistry channels,
            ReplayShelf replays,
            Storage storage,
            Metrics metrics,
            Clocks clocks) {
        this.config = config;
        this.stores = stores;
        this.channels = channels;
        this.replays = replays;
        this.storage = storage;
        this.metrics = metrics;
        this.clocks = clocks;
    }

    /**
     * Everything that answers.
     *
     * @param rtmpPort where encoders connect
     */
    ApiServer api(
            Optional<String> adminToken,
            Path data,
            IntSupplier rtmpPort,
            ExecutorService workers,
            ScheduledExecutorService beat) {
        MediaHandler hls = new MediaHandler(channels, clocks.nanos(), new SecureRandom().nextLong());
        PosterMaker stills = new PosterMaker(data.resolve("tmp"), workers, POSTER_DEADLINE);
        return new ApiServer(
                new ApiServices(
                        stores.channels(),
                        stores.users(),
                        stores.tokens(),
                        stores.sessions(),
                        stores.shows(),
                        stores.catalogue(),
                        stores.images(),
                        channels,
                        replays,
                        new ReplayPosters(replays, stills),
                        storage),
                settings(adminToken, rtmpPort),
                new Health(List.of(
                        new Health.Check("database", () -> stores.channels().list() != null))),
                metrics,
                new PosterHandler(hls, channels, stills, clocks.nanos()),
                clocks.wall(),
                beat);
    }

    private ApiSettings settings(Optional<String> adminToken, IntSupplier rtmpPort) {
        VitrineConfig.Brand brand = config.brand();
        return new ApiSettings(
                Version.TEXT,
                adminToken,
                config.http().publicUrl().map(Object::toString),
                framers(),
                new Brand(brand.name(), brand.accent(), brand.language().word()),
                WEB_ROOT,
                rtmpPort);
    }

    /** Nobody named: everybody may frame the embed page. */
    private List<String> framers() {
        List<String> framers = config.embed().framers();
        return framers.isEmpty() ? List.of("*") : framers;
    }

    /** Listens; whoever gets it stops it. */
    Undertow listen(HttpHandler handler) {
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
                .setHandler(handler)
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            throw StartException.listening(e, "http", http.host(), http.port());
        }
        return undertow;
    }

    static InetSocketAddress address(Undertow undertow) {
        return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    }
}
