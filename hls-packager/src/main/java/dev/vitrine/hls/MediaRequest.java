package dev.vitrine.hls;

/**
 * A viewer's request.
 *
 * @param path relative to the presentation: {@code index.m3u8} (the multivariant playlist), {@code source/live.m3u8},
 *     {@code source/init-0.mp4}, {@code source/s106.m4s}, {@code source/s106.p3.m4s}
 *     A directory of another view than the default one ({@code source.id3/…}) is taken as that view of the plain one
 * @param directives of the query string; heeded for media playlists only
 */
public record MediaRequest(String path, Directives directives, View view) {

    public MediaRequest {
        int slash = path.indexOf('/');
        String suffix = View.INBAND_ID3.suffix();
        if (slash > suffix.length() && path.startsWith(suffix, slash - suffix.length())) {
            path = path.substring(0, slash - suffix.length()) + path.substring(slash);
            view = View.INBAND_ID3;
        }
    }

    public static MediaRequest of(String path) {
        return new MediaRequest(path, Directives.NONE, View.DEFAULT);
    }
}
