package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives;
import java.util.List;
import java.util.Optional;

/** Something that was seen of a server, in the order in which it was seen. Renditions go by their playlist's address. */
sealed interface Observed {

    /** The multivariant playlist. */
    record Multivariant(Exchange http, PlaylistText text) implements Observed {}

    /** A media playlist in full, to what was asked. {@code asked} is NONE for a plain request. */
    record Reload(String rendition, Exchange http, PlaylistText text, Directives asked) implements Observed {}

    /** A media playlist was asked for and did not come. */
    record Refused(String rendition, Exchange http, Directives asked) implements Observed {}

    /** An init segment, from its first listing on. */
    record Init(String rendition, String uri, Exchange http, InitFacts facts) implements Observed {}

    /**
     * A segment or a part of one.
     *
     * @param part its index; empty for the whole segment
     */
    record Media(String rendition, long msn, Optional<Integer> part, Exchange http, MediaFacts facts)
            implements Observed {}

    /** A hinted part, asked for as soon as the hint was seen. */
    record Hint(String rendition, String uri, Exchange http) implements Observed {}

    /**
     * Something that is listed no more was asked for.
     *
     * @param secondsAgo since it was seen to be gone
     */
    record Removed(String rendition, boolean part, Exchange http, double secondsAgo) implements Observed {}

    /** A request whose answer says something about directives. */
    record Probe(Kind kind, String rendition, Exchange http, String body, Directives asked) implements Observed {
        enum Kind {
            PART_WITHOUT_MSN,
            FAR_MSN,
            OLD_MSN,
            PART_PAST_END,
            ENDED
        }
    }

    /**
     * The same blocking reload, asked for in several forms at the same time, so that all show one version.
     *
     * @param again the full playlist a second time
     * @param deltas with {@code _HLS_skip=YES} and {@code v2}
     */
    record Updates(String rendition, PlaylistText full, PlaylistText again, List<Delta> deltas) implements Observed {}

    /** An answer to {@code _HLS_skip}. */
    record Delta(Directives.Skip asked, PlaylistText text) {}

    /** {@code cues.json} beside the playlist. */
    record CueFile(Exchange http, String json) implements Observed {}
}
