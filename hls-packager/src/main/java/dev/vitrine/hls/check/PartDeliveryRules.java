package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.DurationRules.seconds;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.Listings.Listed;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines 43, 47 and the pace of 51: how parts come, against what was announced. */
final class PartDeliveryRules implements RuleGroup {

    private static final double SLACK_SECONDS = 0.5;
    private static final double PUBLISH_SECONDS = 0.05;
    private static final int FEWEST_PAIRS = 5;
    /** A megabyte a second; what is slower than that was held back by the server or is no line to watch on. */
    private static final double LEAST_BYTES_PER_SECOND = 1e6;

    private static final int KEPT = 200;

    private final Listings listings;
    private final Map<String, Long> hintedParts = kept();
    private final Map<String, Long> listedParts = kept();
    private final Set<String> withdrawn = new HashSet<>();
    private final List<Double> delays = new ArrayList<>();
    private final Map<String, Evidence> lastReload = new HashMap<>();

    PartDeliveryRules(Listings listings) {
        this.listings = listings;
    }

    private static <T> Map<String, T> kept() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > KEPT;
            }
        };
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Hint hint) {
            hint(hint, out);
        } else if (observed instanceof Observed.Reload reload) {
            reload.text().media().ifPresent(playlist -> listed(reload, playlist, out));
        } else if (observed instanceof Observed.Media media && media.part().isPresent()) {
            listings.segment(media.rendition(), media.msn())
                    .filter(at -> at.segment().parts().size() > media.part().get())
                    .ifPresent(at -> independent(media, at, out));
        }
    }

    private void hint(Observed.Hint hint, Findings out) {
        Exchange http = hint.http();
        if (http.status() == 404) {
            withdrawn.add(hint.uri());
            return;
        }
        if (!out.expect(
                43,
                http.found(),
                () -> new Trouble(
                        "a hinted part cannot be asked for",
                        "" + http.status(),
                        "200 when it is there",
                        Evidence.of(http)))) {
            return;
        }
        double most = partTarget(hint.rendition()) + SLACK_SECONDS;
        out.expect(
                43,
                http.waitedSeconds() <= most,
                () -> new Trouble(
                        "a hinted part comes late",
                        seconds(http.waitedSeconds()),
                        "within " + seconds(most),
                        Evidence.of(http)));
        double transfer = (http.doneNanos() - http.firstByteNanos()) / 1e9;
        double line = 0.1 + http.length() / LEAST_BYTES_PER_SECOND;
        out.expect(
                43,
                transfer <= line,
                () -> new Trouble(
                        "a hinted part comes bit by bit",
                        seconds(transfer) + " for " + http.length() + " bytes",
                        "in one go",
                        Evidence.of(http)));
        hintedParts.put(hint.uri(), http.firstByteNanos());
        pair(hint.uri());
    }

    private double partTarget(String rendition) {
        return Optional.ofNullable(listings.newest().get(rendition))
                .flatMap(reload -> reload.text().media())
                .flatMap(playlist -> playlist.header().partTarget())
                .map(target -> target.toNanos() / 1e9)
                .orElse(1.0);
    }

    private void listed(Observed.Reload reload, MediaPlaylist playlist, Findings out) {
        if (playlist.segments().isEmpty()) {
            return;
        }
        List<Part> parts =
                playlist
                        .segments()
                        .subList(
                                Math.max(0, playlist.segments().size() - 2),
                                playlist.segments().size())
                        .stream()
                        .flatMap(segment -> segment.parts().stream())
                        .toList();
        for (Part part : parts) {
            String uri = reload.text().url().resolve(part.uri()).toString();
            out.expect(
                    43,
                    part.gap() || !withdrawn.contains(uri),
                    () -> new Trouble(
                            "a part came whose hint was answered with 404",
                            "404",
                            "the part",
                            reload.text().find(part.uri())));
            if (reload.asked().part().isPresent() && !listedParts.containsKey(uri)) {
                listedParts.put(uri, reload.http().firstByteNanos());
                lastReload.put(reload.rendition(), Evidence.of(reload.http()));
                pair(uri);
            } else {
                listedParts.putIfAbsent(uri, Long.MIN_VALUE);
            }
        }
    }

    /** Part and playlist are ready at the same moment; so a playlist that is answered later was late. */
    private void pair(String uri) {
        Long there = hintedParts.get(uri);
        Long listed = listedParts.get(uri);
        if (there != null && listed != null && listed != Long.MIN_VALUE && delays.size() < 10_000) {
            delays.add((listed - there) / 1e9);
        }
    }

    private static void independent(Observed.Media media, Listed listed, Findings out) {
        Part part = listed.segment().parts().get(media.part().orElseThrow());
        Optional<TrackFacts> lead = media.facts().lead().filter(TrackFacts::isVideo);
        if (lead.isEmpty()) {
            return;
        }
        boolean has = media.facts().samplesOf(lead.get()).stream().anyMatch(SampleFacts::sync);
        Evidence at = listed.text().find(part.uri());
        out.expect(
                47,
                !has || part.independent(),
                () -> new Trouble("a part with an independent frame does not say so", "", "INDEPENDENT=YES", at));
        out.expect(
                47,
                Severity.ERROR,
                has || !part.independent(),
                () -> new Trouble("a part says INDEPENDENT=YES and is not", "", "", at));
    }

    @Override
    public void finish(Findings out) {
        if (delays.size() < FEWEST_PAIRS || lastReload.isEmpty()) {
            return;
        }
        Collections.sort(delays);
        double median = delays.get(delays.size() / 2);
        out.expect(
                51,
                median <= PUBLISH_SECONDS,
                () -> new Trouble(
                        "blocked reloads are answered after their part could be had",
                        seconds(median) + " later (median of " + delays.size() + ")",
                        "within " + seconds(PUBLISH_SECONDS),
                        lastReload.values().iterator().next()));
    }
}
