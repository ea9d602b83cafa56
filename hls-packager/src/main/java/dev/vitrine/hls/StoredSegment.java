package dev.vitrine.hls;

import java.util.List;

/**
 * What there is to know about a segment, apart from its bytes.
 *
 * @param rendition such as {@code source}
 * @param msn media sequence number, never used twice in a presentation
 * @param startNanos in show time
 * @param endNanos in show time
 * @param init name of its init segment
 * @param discontinuity whether EXT-X-DISCONTINUITY stands in front of it
 * @param kind what there is in it
 * @param independent whether it starts with a random access point
 * @param parts where its parts lie in it, in order; what is a gap has length 0
 */
public record StoredSegment(
        String rendition,
        long msn,
        long startNanos,
        long endNanos,
        String init,
        boolean discontinuity,
        Kind kind,
        boolean independent,
        List<Slice> parts) {

    public StoredSegment {
        parts = List.copyOf(parts);
    }

    /** What there is in a segment. */
    public enum Kind {
        /** What an encoder sent. */
        MEDIA,
        /** Nothing: its encoder was away. */
        GAP,
        /** The last picture standing, in silence, at the end of a show whose encoder was away: no part of a replay. */
        SLATE
    }

    /** Whether it has no media. */
    boolean gap() {
        return kind == Kind.GAP;
    }

    /**
     * A part: its bytes in those of its segment, and what its tag says.
     *
     * @param length 0 when it is a gap
     * @param independent whether a random access point is in it and playlists say so
     */
    public record Slice(long offset, int length, long durationNanos, boolean independent) {
        boolean gap() {
            return length == 0;
        }
    }

    /** The same place in the playlist, its media lost. */
    StoredSegment lost() {
        return new StoredSegment(
                rendition,
                msn,
                startNanos,
                endNanos,
                init,
                discontinuity,
                Kind.GAP,
                false,
                parts.stream()
                        .map(part -> new Slice(0, 0, part.durationNanos(), false))
                        .toList());
    }

    /** As it is called in playlists, relative to them. */
    public String name() {
        return "s" + msn + ".m4s";
    }

    /** Relative to the presentation. */
    public String path() {
        return rendition + "/" + name();
    }

    /** How many bytes it has. */
    long length() {
        return parts.stream().mapToLong(Slice::length).sum();
    }

    long durationNanos() {
        return endNanos - startNanos;
    }
}
