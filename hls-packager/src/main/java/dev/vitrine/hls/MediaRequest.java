package dev.vitrine.hls;

/**
 * A viewer's request.
 *
 * @param path relative to the presentation: {@code index.m3u8} (the multivariant playlist), {@code source/live.m3u8},
 *     {@code source/init-0.mp4}, {@code source/s106.m4s}, {@code source/s106.p3.m4s}
 * @param directives of the query string; heeded for media playlists only
 */
public record MediaRequest(String path, Directives directives, View view) {

    public static MediaRequest of(String path) {
        return new MediaRequest(path, Directives.NONE, View.DEFAULT);
    }
}
