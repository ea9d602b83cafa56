package dev.vitrine.server.http;

import dev.vitrine.overlay.Product;
import dev.vitrine.server.edge.Pace;
import dev.vitrine.server.edge.TrustedProxies;
import io.undertow.server.HttpHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/**
 * Everything over HTTP but media:
 *
 * <pre>
 *   TrustedProxies ─▶ RequestPace ─▶ Encryption ─▶ SecurityHeaders ─▶ Cors
 *     ─▶ Router (the table of {@link Routes}) ──────────────┬▶ API calls, on workers
 *                                                           ├▶ pages, console, player
 *                                                           ├▶ events: EventHub for operators, another for viewers
 *                                                           └▶ media: the handler that was passed in
 * </pre>
 */
public final class ApiServer implements AutoCloseable {

    private static final int MOST_OPERATORS = 200;
    private static final int MOST_VIEWERS = 20_000;

    private final HttpHandler handler;
    private final List<Route> routes;
    private final Events events;

    /**
     * Wires it; nothing listens yet.
     *
     * @param media answers {@code /live/…} where nothing of ours does
     * @param pace how much one address may ask
     * @param scheduler one thread, for events
     */
    public ApiServer(
            ApiServices services,
            ApiSettings settings,
            Health health,
            Metrics metrics,
            HttpHandler media,
            Pace pace,
            InstantSource clock,
            ScheduledExecutorService scheduler) {
        Addresses addresses = new Addresses(settings.outside());
        SessionCookies cookies = new SessionCookies(services.sessions(), services.users(), clock);
        Gatekeeper gatekeeper = new Gatekeeper(cookies, services.tokens(), settings.adminToken());
        this.events = new Events(
                services,
                addresses,
                new EventHub("operators", MOST_OPERATORS, scheduler, Events.hello(settings.version())),
                new EventHub("viewers", MOST_VIEWERS, scheduler, Optional.empty()),
                scheduler);
        UnaryOperator<String> titleOf =
                sku -> product(services, sku).map(Product::title).orElse(sku);
        Routes table = new Routes(
                new SessionApi(services.users(), cookies, new LoginThrottle(clock)),
                new ChannelApi(services.channels(), services.live(), addresses),
                new CueApi(
                        services.channels(),
                        services.live(),
                        sku -> product(services, sku).isPresent()),
                new PublicCues(services.live(), titleOf),
                new ProductApi(services.catalogue(), services.images(), events::catalogueChanged),
                new PublicCatalogue(services.catalogue()),
                new ShowApi(services.shows(), services.channels(), services.replays(), services.storage(), titleOf),
                new Pages(services, settings, addresses),
                new WebFiles(settings.webRoot()),
                new Images(services.images()),
                events,
                health,
                metrics,
                new ReplayHandler(
                        services.shows(), services.channels(), services.replays(), titleOf, services.replayPosters()),
                media);
        metrics.gauge("vitrine_event_listeners", "Consoles and players that listen to events.", events::clients);
        this.routes = table.table();
        HttpMetrics counts = new HttpMetrics(metrics);
        HttpHandler answering = new Encryption(
                settings.outside(),
                new SecurityHeaders(new Cors(settings.guests().readBy(), new Router(routes, gatekeeper, counts))));
        this.handler = new TrustedProxies(settings.outside().proxies(), new RequestPace(pace, counts, answering));
        services.live().subscribe(events);
    }

    private static Optional<Product> product(ApiServices services, String sku) {
        return services.catalogue().current().find(sku);
    }

    /** The root handler, for any number of listeners. */
    public HttpHandler handler() {
        return handler;
    }

    /** What the router knows, for the test that compares it with the description. */
    List<Route> routes() {
        return routes;
    }

    /** To be called once a second: tells consoles and players what has changed without anybody saying so. */
    public void tick() {
        events.tick();
    }

    /** Ends the event streams; the handler goes on answering. */
    @Override
    public void close() {
        events.close();
    }
}
