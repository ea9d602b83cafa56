package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest key picture of each rendition in each of its formats, and the segments in which it stands still because no
 * others were made in time: a listed segment has to be there, even when whoever encodes it is not. Media thread only.
 */
final class Stills {

    /** Each as large as a key picture: some ten kilobytes. */
    private static final int MAX = 32;

    /** Segments that can still be asked for are not further apart. */
    private static final long MAX_BEHIND = 100_000;

    /**
     * A picture that needs no other.
     *
     * @param track its format
     */
    record Still(Track track, AccessUnit unit) {}

    private final Map<String, Still> newest = new LinkedHashMap<>();
    private final TreeMap<Long, Set<String>> filled = new TreeMap<>();

    void shown(String rendition, String init, Track track, AccessUnit unit) {
        String name = rendition + "/" + init;
        newest.remove(name);
        newest.put(name, new Still(track, unit));
        if (newest.size() > MAX) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    Optional<Still> newest(String rendition, String init) {
        return Optional.ofNullable(newest.get(rendition + "/" + init));
    }

    /** From its first part on that is not there, a segment shows the still. */
    void fill(String rendition, long msn) {
        filled.computeIfAbsent(msn, unknown -> new HashSet<>()).add(rendition);
        filled.headMap(msn - MAX_BEHIND).clear();
    }

    boolean isFilled(String rendition, long msn) {
        return !filled.isEmpty() && filled.getOrDefault(msn, Set.of()).contains(rendition);
    }
}
