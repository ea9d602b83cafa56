package dev.vitrine.bench;

import dev.vitrine.testkit.HlsClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The publisher is killed and comes back two seconds later: how long do viewers get nothing, and when is it over? */
final class Reconnect {

    private static final int VIEWERS = 10;

    private final Results results;
    private final Path media;
    private final boolean quick;

    Reconnect(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    void measure(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(plans.get());
                Publishers first = new Publishers()) {
            first.add(media, subject.publish(0));
            URI playlist = ViewerCost.mediaPlaylist(subject);
            Viewers.Mode mode =
                    HlsClient.load(playlist).partTarget() > 0 ? Viewers.Mode.LOW_LATENCY : Viewers.Mode.SEGMENTS;
            Arrivals arrivals = new Arrivals();
            try (Viewers viewers = new Viewers(playlist, mode, VIEWERS, arrivals)) {
                TimeUnit.SECONDS.sleep(6);
                Publishers publisher = first;
                for (int kill = 0; kill < (quick ? 2 : 4); kill++) {
                    publisher = killed(subject, publisher, arrivals);
                }
                publisher.close();
                double failures = (double) viewers.count().failures();
                results.add("kills: requests of viewers that failed", name(subject), failures);
            }
        }
    }

    private Publishers killed(Subject subject, Publishers publisher, Arrivals arrivals)
            throws IOException, InterruptedException {
        long killed = System.nanoTime();
        publisher.kill();
        TimeUnit.SECONDS.sleep(2);
        try (RtmpTap tap = new RtmpTap(subject.plan().rtmpPort())) {
            Publishers next = new Publishers().add(media, subject.publish(0, tap.port()));
            // Any moment of a GOP is as good as another.
            TimeUnit.MILLISECONDS.sleep(9_000 + (killed & 1023));
            long back = tap.pictures().isEmpty()
                    ? tap.connectedNanos()
                    : tap.pictures().get(0).nanos();
            results.add(
                    "kill: first picture of the publisher that is back → a viewer has media, ms",
                    name(subject),
                    (arrivals.firstAfter(back) - back) / 1e6);
            results.add(
                    "kill: longest time without media for all viewers, s",
                    name(subject),
                    arrivals.longestSilence(killed) / 1e9);
            return next;
        }
    }

    private static String name(Subject subject) {
        return subject.plan().name();
    }
}
