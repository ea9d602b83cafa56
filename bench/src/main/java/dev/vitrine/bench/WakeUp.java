package dev.vitrine.bench;

import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * From the last frame of a part to the viewers that wait for it: when have they all of it? Some wait for the playlist and
 * then ask for its newest part, others for the part that the playlist has hinted at. Only for servers that have parts.
 *
 * <pre>
 *   frame … frame │ next frame ──▶ part listed ──▶ playlist answered to all ──▶ part fetched by all
 *                 │            └─▶ hinted part answered to all
 *         last of the part ├──────────────────── measured ──────────────────────────────▶
 *                          ├ from where the part can be known to be over
 * </pre>
 */
final class WakeUp {

    private static final Duration LONG = Duration.ofSeconds(40);

    private final Results results;
    private final Path media;
    private final boolean quick;

    WakeUp(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    /** One server, whose audience grows. */
    void measure(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(plans.get());
                RtmpTap tap = new RtmpTap(subject.plan().rtmpPort());
                Publishers publishers = new Publishers()) {
            publishers.add(media, subject.publish(0, tap.port()));
            URI playlist = ViewerCost.mediaPlaylist(subject);
            HlsPlaylist early = HlsClient.load(playlist);
            if (early.partTarget() == 0) {
                return;
            }
            Instant begin = early.segments().get(0).date().orElseThrow();
            for (int viewers : quick ? new int[] {100} : new int[] {100, 1_000}) {
                measure(subject, tap, playlist, begin, viewers, Viewers.Mode.LOW_LATENCY);
                measure(subject, tap, playlist, begin, viewers, Viewers.Mode.HINTED);
            }
        }
    }

    private void measure(Subject subject, RtmpTap tap, URI playlist, Instant begin, int number, Viewers.Mode mode)
            throws IOException, InterruptedException {
        Arrivals arrivals = new Arrivals();
        Map<String, Double> ends = new HashMap<>();
        try (Viewers viewers = new Viewers(playlist, mode, number, arrivals)) {
            Wait.until(LONG, "every viewer to have media", () -> viewers.count().media() >= number);
            TimeUnit.SECONDS.sleep(quick ? 2 : ViewerCost.SETTLE_SECONDS);
            long from = System.nanoTime();
            for (int second = 0; second < (quick ? 6 : 20); second++) {
                TimeUnit.SECONDS.sleep(1);
                note(HlsClient.load(playlist), begin, ends);
            }
            report(subject.plan().name(), who(number, mode), number, tap, arrivals, ends, from);
        }
    }

    static String who(int number, Viewers.Mode mode) {
        return number + (mode == Viewers.Mode.HINTED ? " who wait for the hinted part: " : " waiting viewers: ");
    }

    /** Where each listed part ends, in seconds of a programme that began at {@code begin}. */
    private static void note(HlsPlaylist playlist, Instant begin, Map<String, Double> ends) {
        for (HlsPlaylist.Segment segment : playlist.segments()) {
            double at = Duration.between(begin, segment.date().orElseThrow()).toMillis() / 1e3;
            for (HlsPlaylist.Part part : segment.parts()) {
                at += part.seconds();
                ends.put(part.uri().getPath(), at);
            }
        }
    }

    private void report(
            String name,
            String what,
            int number,
            RtmpTap tap,
            Arrivals arrivals,
            Map<String, Double> ends,
            long fromNanos) {
        List<Double> sinceLastFrame = new ArrayList<>();
        List<Double> sinceNextFrame = new ArrayList<>();
        ends.forEach((path, end) -> {
            List<Long> had = arrivals.of(path);
            long last = tap.lastWithin(end).map(RtmpTap.Picture::nanos).orElse(0L);
            long next = tap.firstAfter(end).map(RtmpTap.Picture::nanos).orElse(0L);
            if (last < fromNanos || next == 0 || had.size() < number) {
                return;
            }
            had.forEach(nanos -> {
                sinceLastFrame.add((nanos - last) / 1e6);
                sinceNextFrame.add((nanos - next) / 1e6);
            });
            results.add(what + "part over → the last one has it, ms", name, (had.get(had.size() - 1) - next) / 1e6);
        });
        results.add(what + "part over → has it, p50, ms", name, Results.percentile(sinceNextFrame, 50));
        results.add(what + "part over → has it, p99, ms", name, Results.percentile(sinceNextFrame, 99));
        results.add(what + "last frame of the part → has it, p50, ms", name, Results.percentile(sinceLastFrame, 50));
        results.add(what + "last frame of the part → has it, p99, ms", name, Results.percentile(sinceLastFrame, 99));
    }
}
