package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.Listings.Listed;
import dev.vitrine.hls.check.MediaFacts.Container;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.hls.playlist.MultivariantPlaylist.Variant;
import dev.vitrine.hls.playlist.PlaylistException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lines 71 and 72: what the multivariant playlist says of its variants, against their media. Judged at the end. */
final class MultivariantRules implements RuleGroup {

    private static final int MAX_SEGMENTS = 20_000;

    /** A picture that lasts so long stands, and says nothing of the rate: FRAME-RATE is the highest there is (§4.4.6.2). */
    private static final double STANDS_SECONDS = 0.25;

    private final Listings listings;
    private final Map<String, TreeMap<Long, Weight>> weights = new HashMap<>();
    private final Map<String, MediaFacts> samples = new HashMap<>();
    private final Map<String, Rate> rates = new HashMap<>();
    private Optional<PlaylistText> newest = Optional.empty();

    /** A segment's bytes and seconds. */
    private record Weight(long bytes, double seconds) {}

    /** Frames that do not stand, counted, and how long they last. */
    private static final class Rate {
        long frames;
        double seconds;
    }

    MultivariantRules(Listings listings) {
        this.listings = listings;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Multivariant multivariant) {
            newest = Optional.of(multivariant.text());
        } else if (observed instanceof Observed.Media media
                && media.part().isEmpty()
                && media.http().found()) {
            listings.segment(media.rendition(), media.msn()).ifPresent(listed -> weigh(media, listed));
        }
    }

    private void weigh(Observed.Media media, Listed listed) {
        TreeMap<Long, Weight> known = weights.computeIfAbsent(media.rendition(), key -> new TreeMap<>());
        listed.segment().ending().ifPresent(ending -> {
            if (known.size() < MAX_SEGMENTS) {
                known.put(
                        media.msn(),
                        new Weight(media.http().length(), ending.duration().toNanos() / 1e9));
            }
        });
        samples.put(media.rendition(), withoutSamples(media.facts()));
        media.facts().lead().filter(TrackFacts::isVideo).ifPresent(track -> {
            Rate rate = rates.computeIfAbsent(media.rendition(), key -> new Rate());
            media.facts().samplesOf(track).stream()
                    .filter(sample -> track.seconds(sample.duration()) < STANDS_SECONDS)
                    .forEach(sample -> {
                        rate.frames++;
                        rate.seconds += track.seconds(sample.duration());
                    });
        });
    }

    private static MediaFacts withoutSamples(MediaFacts facts) {
        Map<Integer, List<SampleFacts>> none = new HashMap<>();
        return new MediaFacts(facts.container(), facts.tracks(), none, List.of(), List.of());
    }

    @Override
    public void finish(Findings out) {
        newest.ifPresent(text -> {
            try {
                MultivariantPlaylist playlist = MultivariantPlaylist.read(text.text());
                boolean grouped = !text.tags("#EXT-X-MEDIA").isEmpty();
                playlist.variants().forEach(variant -> judge(text, variant, grouped, out));
            } catch (PlaylistException said) {
                // A matter of syntax.
            }
        });
    }

    private void judge(PlaylistText text, Variant variant, boolean grouped, Findings out) {
        String rendition = text.url().resolve(variant.uri()).toString();
        Evidence at = text.find("BANDWIDTH=" + variant.bandwidth());
        Observed.Reload reload = listings.newest().get(rendition);
        TreeMap<Long, Weight> known = weights.getOrDefault(rendition, new TreeMap<>());
        if (reload == null || known.isEmpty()) {
            return;
        }
        double target =
                reload.text().media().orElseThrow().header().targetDuration().toSeconds();
        long peak = peak(known, target);
        if (peak > 0 && !grouped) {
            out.expect(
                    71,
                    variant.bandwidth() >= peak,
                    () -> new Trouble(
                            "BANDWIDTH is below the measured peak", "" + variant.bandwidth(), "at least " + peak, at));
            boolean whole = !reload.text().tags("#EXT-X-PLAYLIST-TYPE").isEmpty()
                    && reload.text().ended()
                    && known.size()
                            >= reload.text().media().orElseThrow().segments().stream()
                                    .filter(segment -> !segment.gap())
                                    .count();
            if (whole) {
                out.expect(
                        71,
                        Severity.WARNING,
                        variant.bandwidth() <= peak * 1.1 + 1,
                        () -> new Trouble(
                                "BANDWIDTH is far above the measured peak",
                                "" + variant.bandwidth(),
                                "about " + peak,
                                at));
            }
        }
        formats(variant, rendition, grouped, at, out);
    }

    /** The largest rate of contiguous segments that last half a target duration to one and a half (§4.4.6.2). */
    private static long peak(Map<Long, Weight> known, double target) {
        List<Map.Entry<Long, Weight>> list = new ArrayList<>(known.entrySet());
        double peak = 0;
        for (int i = 0; i < list.size(); i++) {
            long bytes = 0;
            double seconds = 0;
            for (int j = i;
                    j < list.size() && list.get(j).getKey() == list.get(i).getKey() + j - i;
                    j++) {
                bytes += list.get(j).getValue().bytes();
                seconds += list.get(j).getValue().seconds();
                if (seconds > 1.5 * target) {
                    break;
                }
                if (seconds >= 0.5 * target) {
                    peak = Math.max(peak, bytes * 8 / seconds);
                }
            }
        }
        return (long) peak;
    }

    private void formats(Variant variant, String rendition, boolean grouped, Evidence at, Findings out) {
        MediaFacts facts = samples.get(rendition);
        if (facts == null || facts.container() == Container.OTHER) {
            return;
        }
        Set<String> said = codecs(List.of(variant.codecs().split(",", -1)));
        Set<String> there =
                codecs(facts.tracks().values().stream().map(TrackFacts::codec).toList());
        boolean exact = facts.container() == Container.FMP4 && !grouped;
        out.expect(
                72,
                exact
                        ? said.equals(there)
                        : there.stream()
                                .allMatch(codec ->
                                        said.stream().anyMatch(s -> family(s).equals(family(codec)))),
                () -> new Trouble("CODECS is not what the media is", variant.codecs(), String.join(",", there), at));
        facts.tracks().values().stream()
                .filter(track -> track.isVideo() && track.width() > 0)
                .findFirst()
                .ifPresent(track -> {
                    String size = track.width() + "x" + track.height();
                    out.expect(
                            72,
                            variant.resolution().isPresent() ? Severity.ERROR : Severity.WARNING,
                            variant.resolution().map(size::equals).orElse(false),
                            () -> new Trouble(
                                    "RESOLUTION is not that of the media",
                                    variant.resolution().orElse("none"),
                                    size,
                                    at));
                });
        Rate rate = rates.get(rendition);
        if (rate != null && rate.seconds > 1 && variant.frameRate().isPresent()) {
            double measured = rate.frames / rate.seconds;
            double claimed = Double.parseDouble(variant.frameRate().get());
            out.expect(
                    72,
                    claimed >= measured * 0.98 && claimed <= measured * 1.1,
                    () -> new Trouble(
                            "FRAME-RATE is not that of the media",
                            variant.frameRate().get(),
                            String.format(Locale.ROOT, "about %.3f", measured),
                            at));
        }
    }

    private static Set<String> codecs(List<String> list) {
        Set<String> codecs = new TreeSet<>();
        list.forEach(codec -> codecs.add(codec.strip().toLowerCase(Locale.ROOT)));
        return codecs;
    }

    private static String family(String codec) {
        return codec.split("\\.", 2)[0];
    }
}
