package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.server.edge.Door;
import dev.vitrine.server.edge.HttpListeners;
import dev.vitrine.server.edge.Network;
import dev.vitrine.server.edge.Pace;
import dev.vitrine.server.http.ApiServer;
import dev.vitrine.server.http.ApiServices;
import dev.vitrine.server.http.ApiSettings;
import dev.vitrine.server.http.Brand;
import dev.vitrine.server.http.Guests;
import dev.vitrine.server.http.Health;
import dev.vitrine.server.http.MediaHandler;
import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.http.Outside;
import dev.vitrine.server.http.PosterHandler;
import dev.vitrine.server.http.ReplayPosters;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.Clocks;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.Storage;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;

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
     * @param httpsPort 0 while there is no certificate
     */
    ApiServer api(
            Optional<String> adminToken,
            Path data,
            Health health,
            IntSupplier rtmpPort,
            IntSupplier httpsPort,
            ExecutorService workers,
            ScheduledExecutorService beat) {
        MediaHandler hls = new MediaHandler(channels, clocks.nanos(), new SecureRandom().nextLong());
        PosterMaker stills = new PosterMaker(data.resolve("tmp"), workers, POSTER_DEADLINE);
        VitrineConfig.Http http = config.http();
        Pace pace = new Pace(
                http.maxRequestsPerAddress(),
                2 * http.maxRequestsPerAddress(),
                Pace.MANY,
                clocks.nanos(),
                new SecureRandom().nextLong());
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
                settings(adminToken, rtmpPort, httpsPort),
                health,
                metrics,
                new PosterHandler(hls, channels, stills, clocks.nanos()),
                pace,
                clocks.wall(),
                beat);
    }

    private ApiSettings settings(Optional<String> adminToken, IntSupplier rtmpPort, IntSupplier httpsPort) {
        VitrineConfig.Brand brand = config.brand();
        return new ApiSettings(
                Version.TEXT,
                adminToken,
                new Outside(
                        config.http().publicUrl().map(Object::toString),
                        proxies(),
                        httpsPort,
                        config.rtmp().app(),
                        rtmpPort),
                new Guests(framers(), Set.copyOf(config.embed().allowedOrigins())),
                new Brand(brand.name(), brand.accent(), brand.language().word()),
                WEB_ROOT);
    }

    private List<Network> proxies() {
        return config.http().trustedProxies().stream().map(Network::parse).toList();
    }

    /** Nobody named: everybody may frame the embed page. */
    private List<String> framers() {
        List<String> framers = config.embed().framers();
        return framers.isEmpty() ? List.of("*") : framers;
    }

    /** Who may come in to all of the listeners. */
    Door door() {
        VitrineConfig.Http http = config.http();
        Door door = new Door(http.maxConnections(), http.maxConnectionsPerAddress(), proxies(), clocks.nanos());
        metrics.gauge("vitrine_http_connections", "HTTP connections that are open.", door::open);
        metrics.count("vitrine_http_connections_refused", "HTTP connections turned away: too many.", door::refused);
        return door;
    }

    InetSocketAddress listen(HttpListeners listeners) {
        VitrineConfig.Http http = config.http();
        return bound("http", http.host(), http.port(), listeners::plain);
    }

    InetSocketAddress listen(HttpListeners listeners, SSLContext tls) {
        VitrineConfig.Https https = config.https();
        return bound("https", https.host(), https.port(), address -> listeners.secure(address, tls));
    }

    private interface Binding {
        InetSocketAddress bind(InetSocketAddress wanted) throws IOException;
    }

    private static InetSocketAddress bound(String section, String host, int port, Binding binding) {
        try {
            return binding.bind(new InetSocketAddress(host, port));
        } catch (IOException | RuntimeException e) {
            throw StartException.listening(e, section, host, port);
        }
    }

    static HttpListeners listeners(HttpHandler handler, Door door) {
        try {
            return new HttpListeners(
                    handler, door, Math.max(2, Runtime.getRuntime().availableProcessors()));
        } catch (IOException e) {
            throw new StartException("the threads for HTTP could not be started: " + e.getMessage(), e);
        }
    }
}
