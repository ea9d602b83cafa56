package dev.vitrine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is measured. Each experiment starts a server of its own and leaves nothing running. */
final class Experiments {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SKU = "BENCH-1";

    private final Results results;
    private final Path media;
    private final Path reordered;
    private final boolean quick;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param reordered the same programme with B-frames
     * @param quick shorter windows and fewer repeats: to see that it works, not to publish
     */
    Experiments(Results results, Path media, Path reordered, boolean quick) {
        this.results = results;
        this.media = media;
        this.reordered = reordered;
        this.quick = quick;
    }

    /** Names as {@code --only} takes them, in the order they run. */
    static List<String> names() {
        return List.of(
                "start",
                "streams",
                "first",
                "listing",
                "cue",
                "viewers",
                "wake",
                "reconnect",
                "throughput",
                "ladder",
                "renditions");
    }

    /** @param plans of one or two servers; what can be measured in turns is, what cannot runs on both at once */
    void run(String name, List<Supplier<Subject.Plan>> plans) throws IOException, InterruptedException {
        switch (name) {
            case "streams" -> new StreamCost(results, media, quick).measure(plans);
            case "throughput" -> new Throughput(results, media, quick).measure(plans);
            case "ladder" -> new LadderCost(results, media, quick).measure();
            case "renditions" -> new LadderLive(results, reordered, quick).measure(plans.get(0));
            default -> {
                for (Supplier<Subject.Plan> plan : plans) {
                    run(name, plan);
                }
            }
        }
    }

    private void run(String name, Supplier<Subject.Plan> plan) throws IOException, InterruptedException {
        switch (name) {
            case "start" -> start(plan);
            case "first" -> first(plan);
            case "listing" -> listing(plan);
            case "cue" -> cue(plan);
            case "viewers" -> new ViewerCost(results, media, quick).measure(plan);
            case "wake" -> new WakeUp(results, media, quick).measure(plan);
            case "reconnect" -> new Reconnect(results, media, quick).measure(plan);
            default -> throw new IllegalArgumentException("'" + name + "' is not one of " + names());
        }
    }

    /**
     * From the start of its process to both ports open, and what it occupies when nothing happens; the first time, when it
     * has to set itself up, and again, as after an upgrade or a crash.
     */
    private void start(Supplier<Subject.Plan> plans) throws InterruptedException {
        for (int repeat = 0; repeat < repeats(3); repeat++) {
            Subject.Plan plan = plans.get();
            started(plan, "first start");
            for (int again = 0; again < 2; again++) {
                started(plan, "start again");
            }
        }
    }

    private void started(Subject.Plan plan, String which) throws InterruptedException {
        try (Subject subject = new Subject(plan)) {
            TimeUnit.SECONDS.sleep(1);
            results.add(which + " → listening, ms", plan.name(), subject.startMillis());
            results.add("resident, idle, MiB", plan.name(), subject.residentMiB());
        }
    }

    /** From the encoder's connection to the first playlist that lists something. */
    private void first(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(plans.get())) {
            for (int repeat = 0; repeat < repeats(5); repeat++) {
                try (RtmpTap tap = new RtmpTap(subject.plan().rtmpPort());
                        Publishers publishers = new Publishers()) {
                    // A stream of its own each time: nobody's playlist is there yet.
                    publishers.add(media, subject.publish(repeat, tap.port()));
                    long seen = new Watch(subject.playlist(repeat))
                            .until(
                                    LONG,
                                    "something to play",
                                    s -> s.isPlayable() ? Optional.of(s.nanos()) : Optional.empty());
                    results.add(
                            "publish → first playable, ms", subject.plan().name(), (seen - tap.connectedNanos()) / 1e6);
                }
            }
        }
    }

    /** From the last frame of a part (of a segment, where there are no parts) to the playlist that lists it. */
    private void listing(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        try (Subject subject = new Subject(plans.get());
                RtmpTap tap = new RtmpTap(subject.plan().rtmpPort());
                Publishers publishers = new Publishers()) {
            publishers.add(media, subject.publish(0, tap.port()));
            Watch watch = new Watch(subject.playlist(0));
            double[] listed = {0};
            int wanted = quick ? 4 : 7;
            for (int found = 0; found <= wanted; found++) {
                Watch.Seen seen = watch.until(
                        LONG,
                        "more of the programme",
                        s -> s.listedSeconds() > listed[0] + 0.001 ? Optional.of(s) : Optional.empty());
                listed[0] = seen.listedSeconds();
                long last = tap.lastWithin(listed[0]).orElseThrow().nanos();
                // The first is the publisher's rush at the start.
                if (found > 0) {
                    results.add(
                            "last frame of part or segment → listed, ms",
                            subject.plan().name(),
                            (seen.nanos() - last) / 1e6);
                }
            }
        }
    }

    /** From a click to the playlist that carries it; and which frame is on screen when it takes effect. */
    private void cue(Supplier<Subject.Plan> plans) throws IOException, InterruptedException {
        Subject.Plan plan = plans.get();
        if (!plan.hasCues()) {
            return;
        }
        try (Subject subject = new Subject(plan);
                RtmpTap tap = new RtmpTap(plan.rtmpPort());
                Encoder encoder = Encoder.publish(subject.publish(0, tap.port()), Programme.standard());
                HlsClient client = HlsClient.follow(subject.playlist(0))) {
            encoder.awaitFrames(90, LONG);
            call(subject, "PUT", "/api/v1/products/" + SKU, """
                    {"sku":"BENCH-1","title":"Bench","price":{"amountMinor":100,"currency":"VND"},\
                    "link":"https://shop.example/p/bench-1"}""");
            Watch watch = new Watch(subject.playlist(0));
            List<Click> clicks = new ArrayList<>();
            for (int n = 0; n < repeats(10); n++) {
                clicks.add(click(subject, tap, watch, n % 2 == 0 ? "pin" : "unpin"));
                // No faster than a channel takes changes, and in no step with its parts.
                TimeUnit.MILLISECONDS.sleep(610);
            }
            Instant last = clicks.get(clicks.size() - 1).start();
            Recording recording = client.await(
                    LONG,
                    "the last cue's frame to be downloaded",
                    r -> FrameDates.of(r).stream()
                            .anyMatch(picture -> picture.date().isAfter(last)));
            List<DatedPicture> pictures = FrameDates.of(recording);
            for (Click click : clicks) {
                long shown = FrameDates.shownAt(pictures, click.start())
                        .orElseThrow()
                        .frame()
                        .orElseThrow();
                results.add(
                        "cue error, frames (newest at ingest → on screen)", plan.name(), (double) click.error(shown));
            }
        }
    }

    /**
     * A cue. Seen from outside, the frame that is newest when the server has the call lies between two others.
     *
     * @param before the last frame that had passed to the server when the call was sent
     * @param after the last that had when it was answered
     * @param start the media date the server gave it
     */
    record Click(long before, long after, Instant start) {

        /** How many frames {@code shown} is from what may have been the newest. */
        long error(long shown) {
            return Math.max(Math.max(before - shown, shown - after), 0);
        }
    }

    private Click click(Subject subject, RtmpTap tap, Watch watch, String what)
            throws IOException, InterruptedException {
        long before = System.nanoTime();
        long newest = tap.pictures().size() - 1L;
        String sku = what.equals("pin") ? ",\"sku\":\"" + SKU + "\"" : "";
        JsonNode answer = call(
                subject, "POST", "/api/v1/channels/s0/cues", "{\"do\":\"" + what + "\",\"at\":\"live\"" + sku + "}");
        long after = tap.pictures().size() - 1L;
        results.add("frames that passed during the call", subject.plan().name(), (double) after - newest);
        results.add("click → acknowledged on disk, ms", subject.plan().name(), (System.nanoTime() - before) / 1e6);
        String id = "ID=\"" + answer.path("id").asText() + "\"";
        long seen = watch.until(
                LONG, id, s -> s.playlist().text().contains(id) ? Optional.of(s.nanos()) : Optional.empty());
        results.add("click → in the playlist, ms", subject.plan().name(), (seen - before) / 1e6);
        return new Click(newest, after, Instant.parse(answer.path("start").asText()));
    }

    private JsonNode call(Subject subject, String method, String path, String json)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(subject.http(path))
                        .header("Authorization", "Bearer " + subject.plan().token())
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    private int repeats(int full) {
        return quick ? Math.max(1, full / 2) : full;
    }
}
