package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.DurationRules.seconds;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines 16 to 25: from one reload of a playlist to the next, only what §6.2.1 and §6.2.2 allow. */
final class MutationRules implements RuleGroup {

    private static final double JITTER_SECONDS = 0.25;

    private final Map<String, Known> renditions = new HashMap<>();

    private static final class Known {
        Observed.Reload reload;
        long newSegmentNanos;
        long newPartNanos;
        boolean slid;

        Known(Observed.Reload first) {
            reload = first;
            newSegmentNanos = first.http().firstByteNanos();
            newPartNanos = newSegmentNanos;
        }
    }

    /** The last thing a playlist lists. */
    private record Edge(long msn, int parts) {

        static Edge of(MediaPlaylist playlist) {
            int last = playlist.segments().size() - 1;
            if (last < 0) {
                return new Edge(playlist.header().mediaSequence() - 1, 0);
            }
            MediaSegment segment = playlist.segments().get(last);
            return segment.ending().isPresent()
                    ? new Edge(playlist.msn(last), 0)
                    : new Edge(playlist.msn(last) - 1, segment.parts().size());
        }
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (!(observed instanceof Observed.Reload reload)) {
            return;
        }
        Known known = renditions.get(reload.rendition());
        if (reload.text().media().isEmpty()) {
            if (known != null) {
                // What it listed is not known, so the next one may list more than one new part.
                known.newPartNanos = reload.http().firstByteNanos();
            }
            return;
        }
        if (known == null) {
            renditions.put(reload.rendition(), new Known(reload));
            hints(reload, out);
            discontinuityTag(reload, out);
            return;
        }
        hints(reload, out);
        PlaylistText before = known.reload.text();
        if (before.ended()) {
            out.expect(
                    25,
                    before.text().equals(reload.text().text()),
                    () -> new Trouble(
                            "the playlist changed after EXT-X-ENDLIST",
                            "",
                            "as it was",
                            reload.text().find("#EXT-X-ENDLIST")));
            return;
        }
        diff(known, reload, out);
        discontinuityTag(reload, out);
        pace(known, reload, out);
        known.reload = reload;
    }

    private static void hints(Observed.Reload reload, Findings out) {
        if (reload.text().ended()) {
            out.expect(
                    25,
                    reload.text().media().orElseThrow().tail().hints().isEmpty(),
                    () -> new Trouble(
                            "EXT-X-PRELOAD-HINT beside EXT-X-ENDLIST",
                            "",
                            "none",
                            reload.text().find("#EXT-X-PRELOAD-HINT")));
        }
    }

    private static List<MediaSegment> complete(MediaPlaylist playlist) {
        return playlist.segments().stream()
                .filter(segment -> segment.ending().isPresent())
                .toList();
    }

    private static String uri(MediaSegment segment) {
        return segment.ending().orElseThrow().uri();
    }

    private static void diff(Known known, Observed.Reload reload, Findings out) {
        PlaylistText text = reload.text();
        MediaPlaylist old = known.reload.text().media().orElseThrow();
        MediaPlaylist young = text.media().orElseThrow();
        List<MediaSegment> was = complete(old);
        List<MediaSegment> is = complete(young);
        List<String> addresses =
                new ArrayList<>(was.stream().map(MutationRules::uri).toList());
        long step = young.header().mediaSequence() - old.header().mediaSequence();
        Evidence number = text.find("#EXT-X-MEDIA-SEQUENCE");
        if (was.isEmpty() || is.isEmpty()) {
            return;
        }
        int removed = addresses.indexOf(uri(is.get(0)));
        boolean counted = out.expect(
                17,
                step >= 0 && (removed < 0 || step == removed),
                () -> new Trouble(
                        step < 0
                                ? "EXT-X-MEDIA-SEQUENCE falls"
                                : "EXT-X-MEDIA-SEQUENCE does not count the segments that went",
                        old.header().mediaSequence() + " to " + young.header().mediaSequence(),
                        removed < 0 ? "at least as before" : "" + (old.header().mediaSequence() + removed),
                        number));
        if (!counted || removed < 0) {
            return;
        }
        stable(text, was.subList(removed, was.size()), is, old.msn(removed), out);
        long gone = was.subList(0, removed).stream()
                .filter(MediaSegment::discontinuity)
                .count();
        out.expect(
                18,
                young.header().discontinuitySequence() == old.header().discontinuitySequence() + gone,
                () -> new Trouble(
                        "EXT-X-DISCONTINUITY-SEQUENCE does not count the discontinuities that went",
                        old.header().discontinuitySequence() + " to "
                                + young.header().discontinuitySequence(),
                        "" + (old.header().discontinuitySequence() + gone),
                        text.find("#EXT-X-DISCONTINUITY-SEQUENCE")));
        if (removed > 0) {
            known.slid = true;
            double left = is.stream()
                    .mapToDouble(
                            segment -> segment.ending().orElseThrow().duration().toNanos() / 1e9)
                    .sum();
            double least = 3.0 * young.header().targetDuration().toSeconds();
            out.expect(
                    20,
                    text.ended() || left >= least,
                    () -> new Trouble(
                            "too little is left after segments went",
                            seconds(left),
                            "at least " + seconds(least),
                            number));
        }
        type(known, text, young, removed, out);
    }

    /** Old addresses are the beginning of the new ones. */
    private static void stable(
            PlaylistText text, List<MediaSegment> was, List<MediaSegment> is, long firstMsn, Findings out) {
        for (int i = 0; i < was.size(); i++) {
            String expected = uri(was.get(i));
            long msn = firstMsn + i;
            boolean missing =
                    i >= is.size() || (i + 1 < was.size() && uri(is.get(i)).equals(uri(was.get(i + 1))));
            Evidence evidence = text.find(i < is.size() ? uri(is.get(i)) : "#EXT-X-MEDIA-SEQUENCE");
            if (!out.expect(
                    19,
                    !missing,
                    () -> new Trouble(
                            "a segment that is not the oldest went",
                            "segment " + msn + ", " + expected,
                            "",
                            evidence))) {
                return;
            }
            String now = uri(is.get(i));
            out.expect(
                    16,
                    now.equals(expected),
                    () -> new Trouble(
                            "a media sequence number has another address", msn + ": " + now, expected, evidence));
        }
    }

    private static void type(Known known, PlaylistText text, MediaPlaylist young, int removed, Findings out) {
        String type = young.header().type().orElse("");
        if (type.equals("EVENT")) {
            out.expect(
                    24,
                    removed == 0,
                    () -> new Trouble(
                            "an EVENT playlist lost segments", "" + removed, "0", text.find("#EXT-X-PLAYLIST-TYPE")));
        } else if (known.slid) {
            out.expect(
                    23,
                    type.isEmpty(),
                    () -> new Trouble(
                            "a playlist that slides has a type", type, "none", text.find("#EXT-X-PLAYLIST-TYPE")));
        }
    }

    private static void discontinuityTag(Observed.Reload reload, Findings out) {
        PlaylistText text = reload.text();
        MediaPlaylist playlist = text.media().orElseThrow();
        boolean discontinuous = playlist.segments().stream().anyMatch(MediaSegment::discontinuity);
        boolean mayHaveSlid = playlist.header().mediaSequence() > 0
                && playlist.header().type().isEmpty()
                && !text.ended();
        if (discontinuous && mayHaveSlid) {
            out.expect(
                    18,
                    !text.tags("#EXT-X-DISCONTINUITY-SEQUENCE").isEmpty(),
                    () -> new Trouble(
                            "no EXT-X-DISCONTINUITY-SEQUENCE in a playlist with discontinuities",
                            "",
                            "the tag",
                            text.find("#EXT-X-DISCONTINUITY")));
        }
    }

    /** Whether new segments and parts keep coming, as far as can be told from when answers came. */
    private static void pace(Known known, Observed.Reload reload, Findings out) {
        MediaPlaylist young = reload.text().media().orElseThrow();
        Edge was = Edge.of(known.reload.text().media().orElseThrow());
        Edge is = Edge.of(young);
        if (reload.text().ended()) {
            return;
        }
        long now = reload.http().firstByteNanos();
        boolean blocking = reload.asked().msn().isPresent();
        // What was there before it was asked for is only known to have come after the last answer.
        double unseen =
                blocking ? 0 : (reload.http().askedNanos() - known.reload.http().firstByteNanos()) / 1e9;
        double target = young.header().targetDuration().toSeconds();
        double sinceSegment = (now - known.newSegmentNanos) / 1e9;
        Evidence edge = new Evidence(reload.http().url().toString(), 0, "last segment " + is.msn());
        out.expect(
                21,
                sinceSegment <= 1.5 * target + 2 * JITTER_SECONDS + unseen,
                () -> new Trouble(
                        "a new segment comes late", seconds(sinceSegment), "within " + seconds(1.5 * target), edge));
        if (is.msn() > was.msn()) {
            known.newSegmentNanos = now;
        }
        if (young.header().partTarget().isPresent() && blocking) {
            double part = young.header().partTarget().get().toNanos() / 1e9;
            double sincePart = (now - known.newPartNanos) / 1e9;
            double most = part + Math.max(JITTER_SECONDS, part / 2);
            out.expect(
                    22,
                    sincePart <= most,
                    () -> new Trouble(
                            "a new part comes late",
                            seconds(sincePart),
                            "within " + seconds(part) + " (and " + seconds(most - part) + " for the way)",
                            edge));
        }
        if (!is.equals(was)) {
            known.newPartNanos = now;
        }
    }
}
