package dev.vitrine.hls;

import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.hls.playlist.MultivariantPlaylist.Variant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The newest multivariant playlists of a presentation, each compressed once for as long as its text stays. Thread-safe. */
final class Multivariants {

    private final Map<String, Newest> newest = new ConcurrentHashMap<>();

    private record Newest(String text, PlaylistVersion.Rendered rendered) {
        Newest(String text) {
            this(text, new PlaylistVersion.Rendered(text, "\"" + Integer.toHexString(text.hashCode()) + "\""));
        }
    }

    /**
     * @param prefix of the addresses in it, from where it is asked for
     * @param renditions in the order in which they are offered
     */
    PlaylistVersion.Rendered of(String prefix, View view, List<Rendition> renditions) {
        List<Variant> variants = renditions.stream()
                // Segments to come may be larger than those that were: a tenth more.
                .map(rendition -> rendition.variant(
                        rendition.peakBitsPerSecond(view) * 11 / 10,
                        prefix + view.directory(rendition.name()) + "/" + HlsPublication.PLAYLIST))
                .toList();
        boolean independent = renditions.stream().allMatch(Rendition::independentSegments);
        // Nothing in it needs a later version of the protocol (§8).
        String text = new MultivariantPlaylist(1, independent, variants).write();
        return newest.compute(
                        prefix + view,
                        (key, last) -> last != null && last.text().equals(text) ? last : new Newest(text))
                .rendered();
    }
}
