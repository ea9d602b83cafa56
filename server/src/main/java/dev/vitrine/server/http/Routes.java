package dev.vitrine.server.http;

import static dev.vitrine.server.http.Route.direct;
import static dev.vitrine.server.http.Route.guarded;
import static dev.vitrine.server.http.Route.handed;
import static dev.vitrine.server.http.Route.open;
import static dev.vitrine.server.http.Route.operator;
import static dev.vitrine.server.http.Route.page;
import static dev.vitrine.server.http.Route.timed;

import io.undertow.server.HttpHandler;
import java.util.List;

/** Everything that can be asked. The first line that fits answers. */
record Routes(
        SessionApi session,
        ChannelApi channels,
        CueApi cues,
        PublicCues publicCues,
        ProductApi products,
        PublicCatalogue publicCatalogue,
        ShowApi shows,
        Pages pages,
        WebFiles files,
        Images images,
        Events events,
        Health health,
        Metrics metrics,
        ReplayHandler replays,
        HttpHandler media) {

    private static final int NONE = 0;
    private static final int CREDENTIALS = 8 << 10;
    private static final int SMALL = 256 << 10;

    private static final int IMAGE = 5 << 20;
    private static final int CATALOGUE = 16 << 20;

    List<Route> table() {
        return List.of(
                // Who is there
                open("POST", "/api/v1/session", CREDENTIALS, session::login),
                operator("GET", "/api/v1/session", NONE, session::whoAmI),
                operator("DELETE", "/api/v1/session", NONE, session::logout),
                // Channels
                operator("GET", "/api/v1/channels", NONE, channels::list),
                operator("POST", "/api/v1/channels", SMALL, channels::create),
                operator("GET", "/api/v1/channels/{id}", NONE, channels::get),
                operator("PATCH", "/api/v1/channels/{id}", SMALL, channels::update),
                operator("DELETE", "/api/v1/channels/{id}", NONE, channels::delete),
                operator("POST", "/api/v1/channels/{id}/key", NONE, channels::newKey),
                operator("POST", "/api/v1/channels/{id}/end", NONE, channels::end),
                // Cues
                operator("GET", "/api/v1/channels/{id}/cues", NONE, cues::list),
                timed("/api/v1/channels/{id}/cues", SMALL, cues::arrived, cues::apply),
                timed("/api/v1/channels/{id}/cues/undo", NONE, cues::arrived, cues::undo),
                direct("GET", "/live/{channel}/cues.json", publicCues::liveJson),
                page("/live/{channel}/cues.vtt", publicCues::liveVtt),
                page("/replay/{show}/cues.json", replays::cuesJson),
                page("/replay/{show}/cues.vtt", replays::cuesVtt),
                // Catalogue
                operator("GET", "/api/v1/products", NONE, products::list),
                operator("POST", "/api/v1/products/import", CATALOGUE, products::importFile),
                operator("GET", "/api/v1/products/{sku}", NONE, products::get),
                operator("PUT", "/api/v1/products/{sku}", SMALL, products::put),
                operator("DELETE", "/api/v1/products/{sku}", NONE, products::delete),
                operator("PUT", "/api/v1/products/{sku}/image", IMAGE, products::putImage),
                direct("GET", "/products.json", publicCatalogue::send),
                // Shows
                operator("GET", "/api/v1/shows", NONE, shows::list),
                operator("POST", "/api/v1/channels/{id}/shows", SMALL, shows::plan),
                operator("DELETE", "/api/v1/shows/{id}", NONE, shows::delete),
                handed("GET", "/api/v1/shows/{id}/video.mp4", shows::download),
                // Events
                guarded("GET", "/api/v1/events", events.forOperators()),
                direct("GET", "/live/{channel}/events", events.forViewers()),
                // Pages
                page("/", pages::home),
                page("/watch/{channel}", pages::watch),
                page("/overlay/{channel}", pages::overlay),
                page("/replay/{show}", pages::replay),
                page("/embed/v1.js", files::embed),
                page("/embed/cues/v1.js", files::embed),
                page("/embed/assets/*", files::embed),
                page("/embed/{channel}", pages::embed),
                page("/images/{name}", images::send),
                page("/admin", files::consoleHome),
                page("/admin/*", files::console),
                page("/api/v1/openapi.json", files::openApi),
                // For supervisors
                open("GET", "/health/live", NONE, health::live),
                open("GET", "/health/ready", NONE, health::ready),
                open("GET", "/metrics", NONE, call -> Reply.of(200, Metrics.MEDIA_TYPE, metrics.scrape())),
                // Media
                page("/live/{channel}/replay", replays::newest),
                page("/replay/{show}/poster.jpg", replays::poster),
                page("/replay/{show}/*", replays::media),
                direct("GET", "/live/*", media));
    }
}
