package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.ScriptedPublisher.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Many encoders for as long as one likes, while others come, publish for a moment and are killed, and strangers hold a
 * thousand connections open.
 *
 * <p>Not allowed: a channel that stands still; a finding of the strict viewer's, who watches one of them; an encoder who
 * waits for a second to be let in; more threads, descriptors, heap or direct memory at the end than after the first minute.
 */
public final class IngestSoak {

    private static final Duration CLIP = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final int STRANGERS = 500;

    /** Behind the clock by more, a channel stands still. */
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);

    private final int seconds;
    private final int publishers;
    private final int cyclesPerMinute;
    private final Report report = new Report();
    private final AtomicInteger cycles = new AtomicInteger();

    private IngestSoak(int minutes, int publishers, int cyclesPerMinute) {
        this.seconds = minutes * 60;
        this.publishers = publishers;
        this.cyclesPerMinute = cyclesPerMinute;
    }

    /** {@code IngestSoak MINUTES PUBLISHERS CYCLES-A-MINUTE COMMAND…}; exit code 1 when something was seen that must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        IngestSoak soak = new IngestSoak(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        soak.run(List.of(arguments).subList(3, arguments.length), Files.createTempDirectory("vitrine-soak"));
        System.out.print(soak.report.text());
        System.exit(soak.report.violations().isEmpty() ? 0 : 1);
    }

    private void run(List<String> command, Path directory) throws IOException, InterruptedException {
        List<String> channels =
                IntStream.range(0, publishers).mapToObj(n -> "c" + n).toList();
        List<String> all = new ArrayList<>(channels);
        all.addAll(List.of("churn", "guest"));
        Stage stage = Stage.in(directory, all, "hls: {window: 30s}\nstorage: {replay-retention: 0s}\n");
        List<Tag> clip = ScriptedPublisher.tags(Encoder.file(
                directory.resolve("clip.flv"),
                Programme.standard()
                        .videoKbps(300)
                        .gop(Duration.ofSeconds(2))
                        .lasting(CLIP)
                        .asFastAsPossible()));
        try (ServerProcess server = new ServerProcess(command, stage.environment(), line -> {})) {
            server.start();
            Stage.await("the server", () -> stage.desk().answers());
            List<URI> addresses = channels.stream().map(stage::rtmp).toList();
            try (ManyPublishers encoders = new ManyPublishers(addresses, clip, CLIP.toMillis())) {
                Stage.await("all channels to be live", () -> standing(stage).isEmpty());
                besideStrangers(stage, server, clip);
                report.row("connections lost", encoders.lost() + " of " + publishers + " encoders");
                if (encoders.lost() > 0) {
                    report.violation("an encoder lost its connection");
                }
            }
        }
        report.row("came, published and were killed", cycles);
    }

    private void besideStrangers(Stage stage, ServerProcess server, List<Tag> clip)
            throws IOException, InterruptedException {
        try (Strangers strangers = new Strangers(stage.rtmp(), stage.rtmp("guest"), STRANGERS);
                StrictViewer viewer = new StrictViewer(stage.hls().resolve("/live/c0/index.m3u8"), 0)) {
            Thread churn = new Thread(() -> churn(stage.rtmp("churn"), clip), "churn");
            churn.setDaemon(true);
            churn.start();
            watch(stage, server);
            churn.interrupt();
            churn.join();
            Seen seen = viewer.seen();
            seen.findings.forEach(finding -> report.violation("the viewer: " + finding));
            report.row(
                    "viewer",
                    seen.reloads + " reloads, " + seen.partsLoaded + " parts, " + seen.discontinuities.size()
                            + " discontinuities");
            admitted(strangers.admittedMillis());
        }
    }

    private void watch(Stage stage, ServerProcess server) throws IOException, InterruptedException {
        List<ServerCost> costs = new ArrayList<>();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofSeconds(seconds).toNanos()) {
            Thread.sleep(LOOK.toMillis());
            List<String> standing = standing(stage);
            if (!standing.isEmpty()) {
                report.violation(Instant.now() + ": not live, or behind: " + standing);
            }
            costs.add(ServerCost.of(server.pid(), stage.hls()));
            System.err.println(
                    costs.size() * LOOK.toSeconds() + " s: " + costs.get(costs.size() - 1) + ", " + cycles + " cycles");
        }
        ServerCost first = costs.get(Math.min(costs.size() - 1, 2));
        ServerCost last = costs.get(costs.size() - 1);
        report.row("after the first minute", first);
        report.row("at the end", last);
        flat("threads", first.threads(), last.threads(), 8);
        // Strangers come and go all the time.
        flat("descriptors", first.descriptors(), last.descriptors(), 64);
        flat("MB of heap", first.heap(), last.heap(), 24);
        flat("MB of direct memory", first.direct(), last.direct(), 16);
    }

    private void flat(String what, double before, double after, double more) {
        if (after > before + more) {
            report.violation(what + " grew from " + before + " to " + after);
        }
    }

    private void admitted(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        long most = sorted.get(sorted.size() - 1);
        report.row(
                "let in beside " + 2 * STRANGERS + " strangers, ms",
                "p50 " + sorted.get(sorted.size() / 2) + ", most " + most + " (" + sorted.size() + " times)");
        if (most >= 1_000) {
            report.violation("an encoder waited " + most + " ms to be let in");
        }
    }

    /** Channels with a publisher of their own whose newest frame is not new. */
    private static List<String> standing(Stage stage) throws InterruptedException {
        JsonNode channels = stage.desk()
                .call("GET", "/api/v1/channels", "")
                .map(answer -> answer.get("channels"))
                .orElseThrow(() -> new AssertionError("the server does not answer"));
        List<String> standing = new ArrayList<>();
        for (JsonNode channel : channels) {
            String id = channel.get("id").asText();
            boolean ours = id.matches("c\\d+");
            String edge = channel.path("edge").asText("");
            boolean flows = channel.get("state").asText().equals("live")
                    && !edge.isEmpty()
                    && Instant.parse(edge).isAfter(Instant.now().minus(STANDS_STILL));
            if (ours && !flows) {
                standing.add(id + " " + channel.get("state").asText() + " " + edge);
            }
        }
        return standing;
    }

    /** Two seconds of media at once, then a reset. */
    private void churn(URI address, List<Tag> clip) {
        long pause = 60_000 / cyclesPerMinute;
        List<Tag> media = clip.stream().filter(tag -> tag.millis() < 2_000).toList();
        try {
            for (long next = System.nanoTime(); !Thread.interrupted(); next += pause * 1_000_000) {
                try (ScriptedPublisher publisher = ScriptedPublisher.publish(address)) {
                    if (publisher.hears("NetStream.Publish").contains("Publish.Start")) {
                        media.forEach(publisher::send);
                        cycles.incrementAndGet();
                    }
                    publisher.drop();
                } catch (UncheckedIOException shownOut) {
                    // The strangers' crowd pushed it out: that is no cycle.
                }
                Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000 + pause));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
