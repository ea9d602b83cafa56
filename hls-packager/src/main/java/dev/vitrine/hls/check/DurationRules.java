package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.Listings.Listed;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.check.PlaylistText.Line;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines 10 to 15: what playlists say of durations, and what the media says. */
final class DurationRules implements RuleGroup {

    /** EXTINF is a decimal; half a millisecond is its own. */
    private static final double ROUNDING = 0.001;

    /** Drift is judged over so many segments in a row, then from anew. */
    private static final int DRIFT_SEGMENTS = 100;

    /** 33 bits at 90 kHz, where MPEG-TS starts again. */
    private static final double TS_WRAP = (1L << 33) / 90_000.0;

    private final Listings listings;
    private final Map<String, String> targets = new HashMap<>();
    private final Set<String> judged = new HashSet<>();
    private final Map<String, Track> tracks = new HashMap<>();

    DurationRules(Listings listings) {
        this.listings = listings;
    }

    /** A rendition's media so far: the last segment, and where the stretch that is watched for drift began. */
    private static final class Track {
        /** No segment goes on from it, not even one with the number 0. */
        long msn = -2;

        Map<Integer, Double> ends = Map.of();
        double driftStart;
        double listed;
        int count;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload) {
            target(reload, out);
            reload.text().media().ifPresent(playlist -> extinf(reload.text(), playlist, out));
        } else if (observed instanceof Observed.Media media && media.part().isEmpty()) {
            listings.segment(media.rendition(), media.msn())
                    .filter(listed -> !listed.segment().gap())
                    .ifPresent(listed -> segment(media, listed, out));
        }
    }

    private void target(Observed.Reload reload, Findings out) {
        PlaylistText text = reload.text();
        List<Line> lines = text.tags("#EXT-X-TARGETDURATION");
        if (!out.expect(
                10,
                lines.size() > 0 && lines.get(0).value().matches("[1-9][0-9]{0,5}"),
                () -> new Trouble(
                        "no EXT-X-TARGETDURATION",
                        lines.isEmpty() ? "" : lines.get(0).value(),
                        "a whole number of seconds, at least 1",
                        new Evidence(text.url().toString(), 0, "")))) {
            return;
        }
        String target = lines.get(0).value();
        String before = targets.put(reload.rendition(), target);
        out.expect(
                10,
                before == null || before.equals(target),
                () -> new Trouble(
                        "EXT-X-TARGETDURATION changed", before + " to " + target, "as it was", text.at(lines.get(0))));
        targets.forEach((other, value) -> {
            if (!other.equals(reload.rendition())) {
                out.expect(
                        13,
                        value.equals(target),
                        () -> new Trouble(
                                "target durations differ",
                                target + " and " + value,
                                "the same as " + other,
                                text.at(lines.get(0))));
            }
        });
    }

    private void extinf(PlaylistText text, MediaPlaylist playlist, Findings out) {
        long target = playlist.header().targetDuration().toSeconds();
        for (MediaSegment segment : playlist.segments()) {
            segment.ending()
                    .ifPresent(ending -> out.expect(
                            11,
                            Math.round(ending.duration().toNanos() / 1e9) <= target,
                            () -> new Trouble(
                                    "EXTINF is longer than the target duration",
                                    seconds(ending.duration().toNanos() / 1e9),
                                    "at most " + target + " s when rounded",
                                    text.of(segment))));
        }
    }

    private void segment(Observed.Media media, Listed listed, Findings out) {
        MediaFacts facts = media.facts();
        Optional<TrackFacts> lead = facts.lead();
        if (lead.isEmpty()
                || listed.segment().ending().isEmpty()
                || !judged.add(media.http().url().toString())) {
            return;
        }
        TrackFacts track = lead.get();
        double extinf = listed.segment().ending().get().duration().toNanos() / 1e9;
        double length = facts.length().orElseThrow();
        double frame = facts.frame();
        out.expect(
                12,
                Math.abs(extinf - length) < frame + ROUNDING,
                () -> new Trouble(
                        "EXTINF is not what the media lasts",
                        seconds(extinf) + " for " + seconds(length),
                        "within a frame of " + seconds(frame),
                        listed.evidence()));
        if (track.isVideo()) {
            out.expect(
                    14,
                    facts.samplesOf(track).get(0).sync(),
                    () -> new Trouble(
                            "a segment does not start with an independent frame",
                            "segment " + media.msn(),
                            "",
                            listed.evidence()));
        }
        Track known = tracks.computeIfAbsent(media.rendition(), key -> new Track());
        boolean follows = media.msn() == known.msn + 1 && !listed.segment().discontinuity();
        if (follows) {
            continuity(media, listed, known, out);
        }
        if (media.msn() > known.msn) {
            drift(facts, extinf, frame, follows, known, listed, out);
            known.msn = media.msn();
            known.ends = ends(facts);
        }
    }

    private static void continuity(Observed.Media media, Listed listed, Track known, Findings out) {
        media.facts().samples().forEach((id, samples) -> {
            TrackFacts track = media.facts().tracks().get(id);
            Double expected = known.ends.get(id);
            if (track == null || expected == null || samples.isEmpty()) {
                return;
            }
            SampleFacts first = samples.get(0);
            double slack = Math.max(track.seconds(first.duration()), 0.03) + ROUNDING;
            double off = wrapped(track.seconds(first.dts()) - expected);
            out.expect(
                    15,
                    Math.abs(off) <= slack,
                    () -> new Trouble(
                            "decoding time of track " + id + " does not go on",
                            seconds(off) + " off at segment " + media.msn(),
                            "within " + seconds(slack) + ", or EXT-X-DISCONTINUITY",
                            listed.evidence()));
        });
    }

    private static void drift(
            MediaFacts facts, double extinf, double frame, boolean follows, Track known, Listed listed, Findings out) {
        double start = facts.start().orElseThrow();
        if (!follows || known.count >= DRIFT_SEGMENTS) {
            known.driftStart = start;
            known.listed = 0;
            known.count = 0;
        } else {
            double off = wrapped(start - known.driftStart - known.listed);
            out.expect(
                    12,
                    Math.abs(off) < 2 * frame + ROUNDING * known.count,
                    () -> new Trouble(
                            "the sum of EXTINF drifts from the media",
                            seconds(off) + " after " + known.count + " segments",
                            "within two frames",
                            listed.evidence()));
        }
        known.listed += extinf;
        known.count++;
    }

    private static Map<Integer, Double> ends(MediaFacts facts) {
        Map<Integer, Double> ends = new HashMap<>();
        facts.samples().forEach((id, samples) -> {
            TrackFacts track = facts.tracks().get(id);
            if (track != null && !samples.isEmpty()) {
                SampleFacts last = samples.get(samples.size() - 1);
                ends.put(id, track.seconds(last.dts() + last.duration()));
            }
        });
        return ends;
    }

    private static double wrapped(double seconds) {
        return seconds < -TS_WRAP / 2 ? seconds + TS_WRAP : seconds > TS_WRAP / 2 ? seconds - TS_WRAP : seconds;
    }

    static String seconds(double value) {
        return String.format(java.util.Locale.ROOT, "%.3f s", value);
    }
}
