package dev.vitrine.bench;

import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Recording;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A rendition in a whole server: what it costs when nobody watches, how much later than the source its parts are there. */
final class LadderLive {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int VIEWERS = 100;
    static final String OF_PASSTHROUGH = "480p offered, nobody watches: CPU, of passthrough's";

    /** By how much servers differ that do the same. */
    static final String ALIKE = "passthrough: CPU, of passthrough's";

    private static final int PAIRS = 5;

    private final Results results;
    private final Path media;
    private final boolean quick;

    LadderLive(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    void measure(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        if (plans.get().hasCues()) { // nginx makes no renditions
            idle(plans);
            watched(plans);
        }
    }

    private static Subject.Plan withLadder(Subject.Plan plan) throws IOException {
        Files.writeString(
                plan.directory().resolve("vitrine.yml"),
                "\ntranscode:\n  mode: \"on\"\n  renditions: [480p]\n",
                StandardOpenOption.APPEND);
        return plan;
    }

    /**
     * Servers at once, half of which offer renditions. Several of each: two that do the same differ by some per cent, and
     * what is looked for is no more.
     */
    private void idle(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        List<Subject> plain = new ArrayList<>();
        List<Subject> offering = new ArrayList<>();
        try (Publishers publishers = new Publishers()) {
            for (int pair = 0; pair < (quick ? 1 : PAIRS); pair++) {
                plain.add(new Subject(plans.get()));
                offering.add(new Subject(withLadder(plans.get())));
                publishers.add(media, plain.get(pair).publish(0));
                publishers.add(media, offering.get(pair).publish(0));
            }
            TimeUnit.SECONDS.sleep(quick ? 8 : 150);
            List<Double> plainBefore = cpuSeconds(plain);
            List<Double> offeringBefore = cpuSeconds(offering);
            int seconds = quick ? 10 : 120;
            TimeUnit.SECONDS.sleep(seconds);
            List<Double> of = since(offeringBefore, cpuSeconds(offering));
            List<Double> without = since(plainBefore, cpuSeconds(plain));
            double mean = without.stream().mapToDouble(cpu -> cpu).average().orElseThrow();
            String name = plain.get(0).plan().name();
            for (int i = 0; i < of.size(); i++) {
                results.add("CPU s per stream-minute, 480p offered, nobody watches", name, of.get(i) * 60 / seconds);
                results.add(
                        "CPU s per stream-minute, beside it without renditions", name, without.get(i) * 60 / seconds);
                results.add(OF_PASSTHROUGH, name, of.get(i) / mean);
                results.add(ALIKE, name, without.get(i) / mean);
            }
            publishers.requireAllAlive();
        } finally {
            plain.forEach(Subject::close);
            offering.forEach(Subject::close);
        }
    }

    private static List<Double> cpuSeconds(List<Subject> servers) {
        return servers.stream().map(Subject::cpuSeconds).toList();
    }

    private static List<Double> since(List<Double> before, List<Double> now) {
        return IntStream.range(0, now.size())
                .mapToObj(i -> now.get(i) - before.get(i))
                .toList();
    }

    private void watched(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(withLadder(plans.get()));
                Publishers publishers = new Publishers()) {
            publishers.add(media, subject.publish(0));
            URI source = ViewerCost.mediaPlaylist(subject);
            URI rendition = HlsClient.load(subject.playlist(0)).variants().stream()
                    .filter(uri -> uri.toString().contains("/480p/"))
                    .findFirst()
                    .orElseThrow();
            watch(subject, source, rendition, "720p30 → 480p");
            try (Viewers ofSource = new Viewers(source, Viewers.Mode.LOW_LATENCY, VIEWERS / 2);
                    Viewers ofRendition = new Viewers(rendition, Viewers.Mode.LOW_LATENCY, VIEWERS / 2)) {
                String what = "720p30 → 480p, " + VIEWERS + " viewers";
                watch(subject, source, rendition, what);
                long failures =
                        ofSource.count().failures() + ofRendition.count().failures();
                results.add(what + ": failures", subject.plan().name(), (double) failures);
            }
            publishers.requireAllAlive();
        }
    }

    /** How much later than in the source's playlist a part is in the rendition's. */
    private void watch(Subject subject, URI source, URI rendition, String what) throws InterruptedException {
        String name = subject.plan().name();
        try (HlsClient first = HlsClient.follow(source);
                HlsClient second = HlsClient.follow(rendition)) {
            second.await(LONG, "the rendition to be made", r -> r.reloads().size() > 12);
            int seen = second.recording().reloads().size();
            double cpu = subject.cpuSeconds();
            long from = System.nanoTime();
            TimeUnit.SECONDS.sleep(quick ? 8 : 30);
            double seconds = (System.nanoTime() - from) / 1e9;
            results.add(what + ": % of a core", name, (subject.cpuSeconds() - cpu) / seconds * 100);
            results.add(what + ": resident, MiB", name, subject.residentMiB());
            List<Double> later = later(first.recording(), second.recording(), seen);
            results.add(what + ": part listed later than in the source, p50, ms", name, Results.median(later));
            results.add(what + ": part listed later than in the source, p99, ms", name, Results.percentile(later, 99));
            results.add(what + ": what is listed and not there", name, (double)
                    second.recording().findings().size());
        }
    }

    private static List<Double> later(Recording source, Recording rendition, int from) {
        List<Double> later = new ArrayList<>();
        List<Recording.Reload> reloads = rendition.reloads();
        for (int i = from; i < reloads.size(); i++) {
            Optional<String> newest = newestPart(reloads.get(i).playlist());
            if (newest.isPresent()
                    && !newest.equals(newestPart(reloads.get(i - 1).playlist()))) {
                long here = reloads.get(i).receivedNanos();
                firstWith(source, newest.get()).ifPresent(there -> later.add((here - there) / 1e6));
            }
        }
        return later;
    }

    private static Optional<String> newestPart(HlsPlaylist playlist) {
        List<HlsPlaylist.Segment> segments = playlist.segments();
        return segments.isEmpty()
                ? Optional.empty()
                : segments.get(segments.size() - 1).parts().stream()
                        .reduce((one, next) -> next)
                        .map(part -> name(part.uri()));
    }

    private static String name(URI part) {
        return part.getPath().substring(part.getPath().lastIndexOf('/') + 1);
    }

    private static OptionalLong firstWith(Recording recording, String part) {
        return recording.reloads().stream()
                .filter(reload -> newestPart(reload.playlist()).equals(Optional.of(part)))
                .mapToLong(Recording.Reload::receivedNanos)
                .findFirst();
    }
}
