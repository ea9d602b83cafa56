package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.Listings.Listed;
import dev.vitrine.hls.check.MediaFacts.Container;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.playlist.MediaPlaylist;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lines 29 to 33: what is in the media. */
final class MediaRules implements RuleGroup {

    /** Parts wait here for their segment; more than this many segments behind, they are forgotten. */
    private static final int MAX_WAITING = 40;

    private final Listings listings;
    private final Map<String, NavigableMap<Long, Map<Integer, MediaFacts>>> parts = new HashMap<>();
    private final Map<String, NavigableMap<Long, MediaFacts>> whole = new HashMap<>();
    private final Map<String, Last> last = new HashMap<>();
    private final KeyFrames keyFrames = new KeyFrames();

    private record Last(long msn, String tracks) {}

    MediaRules(Listings listings) {
        this.listings = listings;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Init init && init.http().found()) {
            out.expect(
                    29,
                    init.facts().faults().isEmpty(),
                    () -> new Trouble(
                            "the init segment is not as HLS asks",
                            String.join("; ", init.facts().faults()),
                            "",
                            Evidence.of(init.http())));
        } else if (observed instanceof Observed.Media media && media.http().found()) {
            media(media, out);
        }
    }

    private void media(Observed.Media media, Findings out) {
        MediaFacts facts = media.facts();
        if (facts.container() != Container.OTHER || !facts.faults().isEmpty()) {
            out.expect(
                    facts.container() == Container.FMP4 ? 29 : 28,
                    facts.faults().isEmpty(),
                    () -> new Trouble(
                            "media is not as HLS asks",
                            String.join("; ", facts.faults()),
                            "",
                            Evidence.of(media.http())));
        }
        Optional<Listed> listed = listings.segment(media.rendition(), media.msn());
        if (facts.container() == Container.FMP4 && listed.isPresent()) {
            out.expect(
                    29,
                    mapped(media),
                    () -> new Trouble(
                            "no EXT-X-MAP applies to a segment of fragmented MP4",
                            "segment " + media.msn(),
                            "one",
                            listed.get().evidence()));
        }
        if (media.part().isPresent()) {
            kept(parts, media.rendition())
                    .computeIfAbsent(media.msn(), key -> new TreeMap<>())
                    .put(media.part().get(), facts);
        } else {
            kept(whole, media.rendition()).put(media.msn(), facts);
            keyFrames.add(media.rendition(), facts);
            listed.ifPresent(at -> sameTracks(media, at, out));
        }
        compare(media.rendition(), media.msn(), listed, out);
    }

    private boolean mapped(Observed.Media media) {
        return Optional.ofNullable(listings.newest().get(media.rendition()))
                .map(Observed.Reload::text)
                .map(text -> {
                    MediaPlaylist playlist = text.media().orElseThrow();
                    return Listings.mapOf(text, playlist, (int) (media.msn() - playlist.msn(0)));
                })
                .map(Optional::isPresent)
                .orElse(false);
    }

    private static <T> NavigableMap<Long, T> kept(Map<String, NavigableMap<Long, T>> all, String rendition) {
        NavigableMap<Long, T> kept = all.computeIfAbsent(rendition, key -> new TreeMap<>());
        while (kept.size() > MAX_WAITING) {
            kept.pollFirstEntry();
        }
        return kept;
    }

    /** Once the segment and all parts that are listed of it are there. */
    private void compare(String rendition, long msn, Optional<Listed> listed, Findings out) {
        MediaFacts parent = kept(whole, rendition).get(msn);
        Map<Integer, MediaFacts> pieces = kept(parts, rendition).get(msn);
        int count = listed.filter(at -> at.segment().ending().isPresent()
                        && at.segment().parts().stream().noneMatch(part -> part.gap()))
                .map(at -> at.segment().parts().size())
                .orElse(0);
        if (parent == null || pieces == null || count == 0 || pieces.size() != count) {
            return;
        }
        Map<Integer, List<SampleFacts>> joined = new TreeMap<>();
        List<String> messages = new ArrayList<>();
        pieces.values().forEach(piece -> {
            piece.samples()
                    .forEach((id, samples) ->
                            joined.computeIfAbsent(id, key -> new ArrayList<>()).addAll(samples));
            piece.messages().forEach(message -> messages.add(message.toString()));
        });
        Evidence evidence = listed.get().evidence();
        out.expect(
                30,
                joined.equals(new TreeMap<>(parent.samples())),
                () -> new Trouble(
                        "a segment is not its parts",
                        sizes(parent.samples()) + " samples",
                        sizes(joined) + " of its " + count + " parts",
                        evidence));
        if (!messages.isEmpty() || !parent.messages().isEmpty()) {
            out.expect(
                    31,
                    messages.equals(
                            parent.messages().stream().map(Emsg::toString).toList()),
                    () -> new Trouble(
                            "a segment has other event messages than its parts",
                            parent.messages().size() + " messages",
                            messages.size() + " as in its parts",
                            evidence));
        }
        kept(parts, rendition).remove(msn);
        kept(whole, rendition).remove(msn);
    }

    private static String sizes(Map<Integer, List<SampleFacts>> samples) {
        return samples.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().size())
                .collect(Collectors.joining(", "));
    }

    private void sameTracks(Observed.Media media, Listed listed, Findings out) {
        // The first bytes of a codec's description: a changed profile is another track, too.
        String tracks = new TreeSet<>(media.facts().tracks().values().stream()
                        .map(track -> track.id() + " " + track.handler() + " " + track.codec())
                        .toList())
                .toString();
        Last before = last.put(media.rendition(), new Last(media.msn(), tracks));
        if (before != null && before.msn() + 1 == media.msn()) {
            out.expect(
                    32,
                    before.tracks().equals(tracks) || listed.segment().discontinuity(),
                    () -> new Trouble(
                            "tracks change without EXT-X-DISCONTINUITY",
                            before.tracks() + " to " + tracks,
                            "",
                            listed.evidence()));
        }
    }

    @Override
    public void finish(Findings out) {
        keyFrames.judge(out);
    }

    /** Times of key frames by rendition; line 33. */
    private static final class KeyFrames {

        private static final int MAX_PER_RENDITION = 2_000;
        private static final double SAME_SECONDS = 0.002;

        private final Map<String, NavigableSet<Double>> times = new TreeMap<>();
        private final Map<String, double[]> spans = new HashMap<>();

        void add(String rendition, MediaFacts facts) {
            Optional<TrackFacts> lead = facts.lead().filter(TrackFacts::isVideo);
            if (lead.isEmpty()) {
                return;
            }
            NavigableSet<Double> known = times.computeIfAbsent(rendition, key -> new TreeSet<>());
            facts.samplesOf(lead.get()).stream()
                    .filter(SampleFacts::sync)
                    .forEach(sample -> known.add(lead.get().seconds(sample.pts())));
            while (known.size() > MAX_PER_RENDITION) {
                known.pollFirst();
            }
            double start = facts.start().orElseThrow();
            double end = start + facts.length().orElseThrow();
            double[] span = spans.computeIfAbsent(rendition, key -> new double[] {start, end});
            // A stretch without holes: what was fetched before a hole is not compared.
            if (start > span[1] + 0.1) {
                span[0] = start;
            }
            span[1] = Math.max(span[1], end);
        }

        void judge(Findings out) {
            if (times.size() < 2) {
                return;
            }
            Map.Entry<String, NavigableSet<Double>> first =
                    times.entrySet().iterator().next();
            double[] span = spans.getOrDefault(first.getKey(), new double[2]);
            times.forEach((rendition, known) -> {
                double[] other = spans.getOrDefault(rendition, new double[2]);
                double from = Math.max(span[0], other[0]) - SAME_SECONDS;
                double to = Math.min(span[1], other[1]) - SAME_SECONDS;
                if (rendition.equals(first.getKey()) || from >= to) {
                    return;
                }
                List<Double> odd = new ArrayList<>();
                odd(known.subSet(from, to), first.getValue(), odd);
                odd(first.getValue().subSet(from, to), known, odd);
                out.expect(
                        33,
                        odd.isEmpty(),
                        () -> new Trouble(
                                "a key frame that the other playlist does not have",
                                "at " + DurationRules.seconds(odd.get(0)) + " of the media",
                                "the same times as in " + first.getKey(),
                                new Evidence(rendition, 0, odd.size() + " in all")));
            });
        }

        private static void odd(Iterable<Double> these, NavigableSet<Double> others, List<Double> odd) {
            for (Double time : these) {
                Double near = others.ceiling(time - SAME_SECONDS);
                if (near == null || near > time + SAME_SECONDS) {
                    odd.add(time);
                }
            }
        }
    }
}
