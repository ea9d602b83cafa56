package dev.vitrine.server.http;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Files that were built into the jar, kept in memory once they were asked for, also compressed. There are few, and only
 * those that exist are kept.
 */
final class StaticFiles {

    /** No segment begins with a dot: no {@code ..}, no hidden file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=UTF-8"),
            Map.entry("js", "text/javascript; charset=UTF-8"),
            Map.entry("css", "text/css; charset=UTF-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=UTF-8"));

    private final String root;
    private final Map<String, Content> loaded = new ConcurrentHashMap<>();

    /**
     * Files below a folder of the class path.
     *
     * @param root such as {@code web/console/}
     */
    StaticFiles(String root) {
        this.root = root;
    }

    /** How long a browser may keep it. */
    enum Keeping {
        /** Its name changes with its content. */
        FOREVER("public, max-age=31536000, immutable"),
        /** Short enough for an update to arrive, long enough for a page's second visit. */
        MINUTES("public, max-age=300"),
        /** Asked again each time; usually the answer is 304. */
        CHECKED("no-cache");

        private final String cacheControl;

        Keeping(String cacheControl) {
            this.cacheControl = cacheControl;
        }
    }

    /** Sends the file; false when there is none of that name. May read the disk the first time: for a worker. */
    boolean send(HttpServerExchange exchange, String name, Keeping keeping) {
        Optional<Content> content = find(name);
        content.ifPresent(found -> found.send(exchange, keeping.cacheControl));
        return content.isPresent();
    }

    Optional<Content> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Content kept = loaded.get(name);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<Content> read = load(name);
        read.ifPresent(content -> loaded.put(name, content));
        return read;
    }

    private Optional<Content> load(String name) {
        try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(root + name)) {
            if (in == null) {
                return Optional.empty();
            }
            String extension = name.substring(name.lastIndexOf('.') + 1);
            String mediaType = MEDIA_TYPES.getOrDefault(extension, "application/octet-stream");
            return Optional.of(Content.of(mediaType, in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + root + name + " from the class path", e);
        }
    }
}
