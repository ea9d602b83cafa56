package dev.vitrine.server.http;

import dev.vitrine.server.http.StaticFiles.Keeping;
import io.undertow.server.HttpServerExchange;

/** The console's and the player's files, and the API's description. For workers. */
final class WebFiles {

    private static final String HASHED = "assets/";

    private final StaticFiles console;
    private final StaticFiles player;
    private final StaticFiles api = new StaticFiles("api/");

    /** For the files below {@code webRoot} on the class path. */
    WebFiles(String webRoot) {
        this.console = new StaticFiles(webRoot + "console/");
        this.player = new StaticFiles(webRoot + "overlay/");
    }

    void consoleHome(HttpServerExchange exchange) {
        Pages.redirect(exchange, "/admin/");
    }

    /** A name without a dot is a view of the console, which finds its way by itself. */
    void console(HttpServerExchange exchange) {
        String name = after(exchange, "/admin/");
        String file = name.contains(".") ? name : "index.html";
        if (!console.send(exchange, file, file.startsWith(HASHED) ? Keeping.FOREVER : Keeping.CHECKED)) {
            throw missing(exchange, "the console's");
        }
    }

    /** What other sites load: the module that defines the player's element, and what it imports. */
    void embed(HttpServerExchange exchange) {
        String file = after(exchange, "/embed/");
        if (!player.send(exchange, file, file.startsWith(HASHED) ? Keeping.FOREVER : Keeping.MINUTES)) {
            throw missing(exchange, "the player's");
        }
    }

    void openApi(HttpServerExchange exchange) {
        if (!api.send(exchange, "openapi.json", Keeping.CHECKED)) {
            throw missing(exchange, "the API's");
        }
    }

    private static String after(HttpServerExchange exchange, String prefix) {
        return exchange.getRequestPath().substring(prefix.length());
    }

    private static Refusal missing(HttpServerExchange exchange, String whose) {
        return Refusal.notFound(
                "there is no " + exchange.getRequestPath() + " among " + whose + " files of this build");
    }
}
