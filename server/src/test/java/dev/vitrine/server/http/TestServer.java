package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.edge.Pace;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.CueStore;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.ImageStore;
import dev.vitrine.server.store.SessionStore;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.server.store.TokenStore;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.Storage;
import dev.vitrine.transcoder.PosterMaker;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The HTTP half of the server as it will run: a real database, a real listener; only the media is not there. */
final class TestServer implements AutoCloseable {

    static final String ADMIN_TOKEN = "admin-token-of-the-tests";

    final AtomicReference<@Nullable String> diskProblem = new AtomicReference<>();
    final SettableClock clock = new SettableClock();
    final FakeLive live;
    final Database database;
    final ApiServices services;
    final Path shows;
    final ApiServer api;
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Undertow undertow;

    TestServer(Path directory) {
        this(directory, outside(), Set.of(), 1_000);
    }

    /** As a server alone on its machine. */
    static Outside outside() {
        return new Outside(Optional.empty(), List.of(), () -> 0, "live", () -> 1935);
    }

    TestServer(Path directory, Outside outside, Set<String> readers, int requestsPerSecond) {
        database = Database.open(directory.resolve("vitrine.db"));
        live = new FakeLive(new CueStore(database));
        shows = directory.resolve("shows");
        ShowStore showStore = new ShowStore(database, clock);
        ReplayShelf replays = new ReplayShelf(shows, new CueStore(database));
        PosterMaker stills = new PosterMaker(directory.resolve("tmp"), scheduler, Duration.ofSeconds(20));
        services = new ApiServices(
                new ChannelStore(database, clock),
                UserStore.quick(database, clock),
                new TokenStore(database, clock),
                new SessionStore(database, clock),
                showStore,
                new CatalogueStore(database),
                new ImageStore(directory.resolve("images")),
                live,
                replays,
                new ReplayPosters(replays, stills),
                new Storage(
                        showStore,
                        replays,
                        shows,
                        new Storage.Policy(Duration.ofDays(30), Duration.ofMinutes(30), 20_000_000_000L),
                        Storage.diskOf(directory),
                        clock));
        services.users().add("admin", "a good password");
        api = new ApiServer(
                services,
                new ApiSettings(
                        "0.1.0",
                        Optional.of(ADMIN_TOKEN),
                        outside,
                        new Guests(List.of("https://shop.brand.vn"), readers),
                        new Brand("Vitrine <Tests>", "#e4572e", Brand.AUTO),
                        "test-web/"),
                new Health(List.of(
                        new Health.Check("database", () -> {
                            database.requireWritable();
                            return Optional.empty();
                        }),
                        new Health.Check("disk", () -> Optional.ofNullable(diskProblem.get())))),
                new Metrics(),
                exchange -> exchange.getResponseSender().send("media " + exchange.getRequestPath()),
                new Pace(requestsPerSecond, requestsPerSecond, Pace.MANY, System::nanoTime, 0),
                clock,
                scheduler);
        undertow = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(4)
                .addHttpListener(0, "127.0.0.1")
                .setHandler(api.handler())
                .build();
        undertow.start();
        scheduler.scheduleAtFixedRate(api::tick, 1, 1, TimeUnit.SECONDS);
    }

    static final class SettableClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-22T18:00:00.000Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration duration) {
            now = now.plus(duration);
        }
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A request without credentials. */
    HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** As a script with the admin token. */
    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        return send(request(method, path, body).header("Authorization", "Bearer " + ADMIN_TOKEN));
    }

    HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        return call(method, path, "");
    }

    /** As anybody. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request("GET", path, ""));
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    @Override
    public void close() {
        api.close();
        undertow.stop();
        scheduler.shutdownNow();
        database.close();
    }
}
