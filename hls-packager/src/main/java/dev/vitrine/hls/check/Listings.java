package dev.vitrine.hls.check;

import dev.vitrine.hls.playlist.InitMap;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest playlist of each rendition and the init segments: what the groups that look at media look things up in. */
final class Listings implements RuleGroup {

    private final Map<String, Observed.Reload> newest = new LinkedHashMap<>();
    private final Map<String, InitFacts> inits = new HashMap<>();

    /** A segment as it is listed. */
    record Listed(PlaylistText text, MediaSegment segment) {

        Evidence evidence() {
            return text.of(segment);
        }
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload && reload.text().media().isPresent()) {
            newest.put(reload.rendition(), reload);
        } else if (observed instanceof Observed.Init init) {
            inits.put(init.uri(), init.facts());
        }
    }

    Map<String, Observed.Reload> newest() {
        return newest;
    }

    Optional<Listed> segment(String rendition, long msn) {
        Observed.Reload reload = newest.get(rendition);
        if (reload == null) {
            return Optional.empty();
        }
        MediaPlaylist playlist = reload.text().media().orElseThrow();
        long index = msn - playlist.msn(0);
        return index < 0 || index >= playlist.segments().size()
                ? Optional.empty()
                : Optional.of(new Listed(reload.text(), playlist.segments().get((int) index)));
    }

    /** The address of the init segment that applies to a segment. */
    static Optional<URI> mapOf(PlaylistText text, MediaPlaylist playlist, int index) {
        for (int i = index; i >= 0; i--) {
            Optional<InitMap> map = playlist.segments().get(i).map();
            if (map.isPresent()) {
                return Optional.of(text.url().resolve(map.get().uri()));
            }
        }
        return Optional.empty();
    }

    Optional<InitFacts> init(String rendition, long msn) {
        Observed.Reload reload = newest.get(rendition);
        if (reload == null) {
            return Optional.empty();
        }
        MediaPlaylist playlist = reload.text().media().orElseThrow();
        long index = msn - playlist.msn(0);
        if (index < 0 || index >= playlist.segments().size()) {
            return Optional.empty();
        }
        return mapOf(reload.text(), playlist, (int) index).map(URI::toString).map(inits::get);
    }
}
