package dev.vitrine.bench;

import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** CPU for viewers of one stream, publishing included: it is the same for all servers and small. */
final class ViewerCost {

    private static final Duration LONG = Duration.ofSeconds(40);
    /** An audience stays for longer than Java compiles what it asks for: a minute, with a thousand of them. */
    static final int SETTLE_SECONDS = 60;

    private final Results results;
    private final Path media;
    private final boolean quick;

    ViewerCost(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    /** One server, whose audience grows. */
    void measure(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(plans.get());
                Publishers publishers = new Publishers()) {
            publishers.add(media, subject.publish(0));
            URI playlist = mediaPlaylist(subject);
            for (int viewers : quick ? new int[] {100} : new int[] {100, 1_000, 2_000}) {
                watch(subject, playlist, Viewers.Mode.SEGMENTS, viewers);
                if (HlsClient.load(playlist).partTarget() > 0) {
                    watch(subject, playlist, Viewers.Mode.LOW_LATENCY, viewers);
                }
            }
            publishers.requireAllAlive();
        }
    }

    /** Of the first stream, once three segments are listed. */
    static URI mediaPlaylist(Subject subject) throws IOException, InterruptedException {
        return new Watch(subject.playlist(0))
                .until(
                        LONG,
                        "three segments",
                        s -> s.playlist().completeSegments().size() >= 3
                                ? Optional.of(s.playlist())
                                : Optional.<HlsPlaylist>empty())
                .uri();
    }

    private void watch(Subject subject, URI playlist, Viewers.Mode mode, int number)
            throws IOException, InterruptedException {
        try (Viewers viewers = new Viewers(playlist, mode, number)) {
            Wait.until(LONG, "every viewer to have media", () -> viewers.count().media() >= number);
            TimeUnit.SECONDS.sleep(quick ? 2 : SETTLE_SECONDS);
            Viewers.Count before = viewers.count();
            double cpu = subject.cpuSeconds();
            long from = System.nanoTime();
            TimeUnit.SECONDS.sleep(quick ? 10 : 15);
            double seconds = (System.nanoTime() - from) / 1e9;
            Viewers.Count got = viewers.count().minus(before);
            String what = number + " viewers, " + (mode == Viewers.Mode.SEGMENTS ? "segments" : "low latency");
            String name = subject.plan().name();
            results.add(what + ": % of a core", name, (subject.cpuSeconds() - cpu) / seconds * 100);
            results.add(what + ": Mbit/s each", name, got.bytes() * 8 / seconds / 1e6 / number);
            results.add(what + ": requests/s", name, (got.playlists() + got.media()) / seconds);
            results.add(what + ": failures", name, (double) got.failures());
        }
    }
}
