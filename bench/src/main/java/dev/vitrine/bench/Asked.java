package dev.vitrine.bench;

import dev.vitrine.transcoder.Rung;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the project promises of its speed, each as a bound on a measure's median: of ours, or of its ratio to another
 * program's in the same run.
 *
 * @param what in words
 * @param measure as {@link Results} knows it
 * @param peer whose measure ours is divided by; empty: the bound is on ours
 * @param most whether the bound is an upper one
 * @param alike how several that do the same compare with each other, each divided by their mean: no measure beside them tells
 *     less than they differ by
 */
record Asked(String what, String measure, Optional<String> peer, boolean most, double bound, Optional<String> alike) {

    static List<Asked> all() {
        return List.of(
                atMost("listening after the start of the process, ms", "start again → listening, ms", 1_500),
                ratioAtMost(
                        "CPU of one passthrough stream", "CPU s per stream-minute, 1 × 720p30 2 Mbit/s", "nginx", 1.5),
                atMost("resident with one stream, MiB", "resident, 1 × 720p30 2 Mbit/s, MiB", 200),
                atMost("publish → first playable, ms", "publish → first playable, ms", 1_000),
                atMost("last frame of a part → listed, ms", "last frame of part or segment → listed, ms", 50),
                atMost("cue error, frames", "cue error, frames (newest at ingest → on screen)", 0),
                atMost("part over → 1,000 viewers have it, p50, ms", wake(Viewers.Mode.LOW_LATENCY, "p50"), 20),
                atMost("part over → 1,000 viewers have it, p99, ms", wake(Viewers.Mode.LOW_LATENCY, "p99"), 100),
                atMost("the same, who wait for the hinted part, p50, ms", wake(Viewers.Mode.HINTED, "p50"), 20),
                atMost("the same, who wait for the hinted part, p99, ms", wake(Viewers.Mode.HINTED, "p99"), 100),
                atMost("1,000 viewers of segments, % of a core", "1000 viewers, segments: % of a core", 15),
                atMost("2,000 viewers of segments, failures", "2000 viewers, segments: failures", 0),
                atMost(
                        "publisher back → a viewer has media, ms",
                        "kill: first picture of the publisher that is back → a viewer has media, ms",
                        1_000),
                ratioAtLeast("requests/s, playlists", "playlist, 50 connections: requests/s", 0.8),
                ratioAtLeast(
                        "requests/s, segments at the edge", "segment at the edge, 50 connections: requests/s", 0.8),
                ratioAtLeast("requests/s, segments on disk", "segment on disk, 50 connections: requests/s", 0.8),
                ratioAtMost(
                        "CPU of a ladder, x264 veryfast",
                        LadderCost.name(Rung.Encoding.DEFAULT) + ": CPU s per stream second",
                        "ffmpeg",
                        1.0),
                new Asked(
                        "CPU of a channel whose rendition nobody watches, of passthrough's",
                        LadderLive.OF_PASSTHROUGH,
                        Optional.empty(),
                        true,
                        1.0,
                        Optional.of(LadderLive.ALIKE)),
                atMost(
                        "a rendition's part later than the source's, p50, ms",
                        "720p30 → 480p: part listed later than in the source, p50, ms",
                        300));
    }

    private static String wake(Viewers.Mode mode, String percentile) {
        return WakeUp.who(1_000, mode) + "part over → has it, " + percentile + ", ms";
    }

    private static Asked atMost(String what, String measure, double bound) {
        return new Asked(what, measure, Optional.empty(), true, bound, Optional.empty());
    }

    private static Asked ratioAtMost(String what, String measure, String peer, double bound) {
        return new Asked(what + ", of " + peer + "'s", measure, Optional.of(peer), true, bound, Optional.empty());
    }

    private static Asked ratioAtLeast(String what, String measure, double bound) {
        return new Asked(what + ", of nginx's", measure, Optional.of("nginx"), false, bound, Optional.empty());
    }

    /**
     * A line of the table; a measure that was not taken is no promise broken.
     *
     * @param error what the measure may be wrong by, as far as that is known; else 0
     */
    String line(OptionalDouble got, double error) {
        return String.format(
                Locale.ROOT,
                "| %s | %s %s | %s%s | %s |%n",
                what,
                most ? "≤" : "≥",
                Results.text(bound),
                got.isPresent() ? Results.text(got.getAsDouble()) : "–",
                got.isPresent() && error > 0 ? " ± " + Results.text(error) : "",
                verdict(got, error));
    }

    private String verdict(OptionalDouble got, double error) {
        if (got.isEmpty()) {
            return "not measured";
        }
        if (isMet(got.getAsDouble())) {
            return "met";
        }
        return isMet(got.getAsDouble() + (most ? -error : error)) ? "no difference to be seen" : "**not met**";
    }

    boolean isMet(double got) {
        return most ? got <= bound : got >= bound;
    }
}
