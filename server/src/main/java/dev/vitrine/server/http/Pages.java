package dev.vitrine.server.http;

import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages around the player: templates of the overlay's web part, whose {@code {{name}}} are replaced by escaped text.
 * For workers: the title is asked of the database.
 */
final class Pages {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    /** What the player's strings are complete in; the first is the fallback. */
    private static final List<String> LANGUAGES = List.of("en", "vi");

    private final StaticFiles templates;
    private final ChannelStore channels;
    private final ShowStore shows;
    private final Brand brand;
    private final Addresses addresses;
    private final List<String> framedBy;
    private final boolean keepsReplays;

    Pages(ApiServices services, ApiSettings settings, Addresses addresses) {
        this.templates = new StaticFiles(settings.webRoot() + "overlay/pages/");
        this.channels = services.channels();
        this.shows = services.shows();
        this.brand = settings.brand();
        this.addresses = addresses;
        this.framedBy = settings.guests().framedBy();
        this.keepsReplays = services.storage().policy().keepsReplays();
    }

    /** To the first channel's page; to the console while there is none. */
    void home(HttpServerExchange exchange) {
        String target = channels.list().stream()
                .findFirst()
                .map(c -> "/watch/" + c.id())
                .orElse("/admin/");
        redirect(exchange, target);
    }

    void watch(HttpServerExchange exchange) {
        send(exchange, "watch.html", channelValues(exchange));
    }

    void embed(HttpServerExchange exchange) {
        SecurityHeaders.letFrame(exchange, framedBy);
        send(exchange, "embed.html", channelValues(exchange));
    }

    void overlay(HttpServerExchange exchange) {
        send(exchange, "overlay.html", channelValues(exchange));
    }

    /** A show that is over, at the address that it keeps. */
    void replay(HttpServerExchange exchange) {
        String id = PathVariables.of(exchange, "show");
        Show show = shows.find(id).orElseThrow(() -> Refusal.notFound("there is no show '" + id + "'"));
        Map<String, String> values = values(exchange, show.title(), "/replay/" + show.id());
        values.put("channel", show.channel());
        values.put("replay", "");
        send(exchange, "watch.html", values);
    }

    static void redirect(HttpServerExchange exchange, String target) {
        exchange.setStatusCode(StatusCodes.FOUND);
        exchange.getResponseHeaders().put(Headers.LOCATION, target);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.endExchange();
    }

    private Map<String, String> channelValues(HttpServerExchange exchange) {
        String id = PathVariables.of(exchange, "channel");
        Channel channel = channels.find(id).orElseThrow(() -> ChannelApi.unknown(id));
        Map<String, String> values = values(exchange, channel.title(), "/live/" + id);
        values.put("channel", id);
        values.put("replay", keepsReplays ? "/live/" + id + "/replay" : "");
        return values;
    }

    private Map<String, String> values(HttpServerExchange exchange, String title, String media) {
        Map<String, String> values = new HashMap<>();
        values.put("title", title);
        values.put("brandName", brand.name());
        values.put("accent", brand.accent());
        values.put("lang", language(exchange));
        values.put("publicUrl", addresses.http(exchange));
        values.put("poster", media + "/poster.jpg");
        values.put("hls", media + "/index.m3u8");
        values.put("products", "/products.json");
        return values;
    }

    /** As configured; {@code auto} takes Vietnamese for whoever reads it before English, and English for the rest. */
    private String language(HttpServerExchange exchange) {
        if (!brand.language().equals(Brand.AUTO)) {
            return brand.language();
        }
        exchange.getResponseHeaders().add(Headers.VARY, "Accept-Language");
        String wishes = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_LANGUAGE);
        try {
            String best = Locale.lookupTag(Locale.LanguageRange.parse(wishes == null ? "en" : wishes), LANGUAGES);
            return best == null ? LANGUAGES.get(0) : best;
        } catch (IllegalArgumentException e) {
            return LANGUAGES.get(0); // A header that is no list of languages.
        }
    }

    private void send(HttpServerExchange exchange, String template, Map<String, String> values) {
        byte[] html = templates
                .find(template)
                .orElseThrow(() -> Refusal.notFound(
                        "the page " + template + " is not in this build: build overlay/web (scripts/build) and again"))
                .plain();
        String page = fill(new String(html, StandardCharsets.UTF_8), values);
        Content.of("text/html; charset=UTF-8", page.getBytes(StandardCharsets.UTF_8))
                .send(exchange, "no-cache");
    }

    static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("a page asks for " + match.group() + ", which nobody knows");
            }
            return Matcher.quoteReplacement(escape(value));
        });
    }

    /** For text and for quoted attributes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
