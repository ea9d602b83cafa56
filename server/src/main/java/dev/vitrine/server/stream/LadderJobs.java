package dev.vitrine.server.stream;

import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.DerivedWriter;
import dev.vitrine.hls.SourceSegment;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.transcoder.Rung;
import dev.vitrine.transcoder.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single segments in the renditions in which somebody waits for them, made out of the source's: decoded once for all of
 * these. Media thread only; what is on disk is read elsewhere.
 */
final class LadderJobs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LadderJobs.class);

    private static final int MAX_WAITING = 64;
    /** Further back for a random access point than any segment's length would have it. */
    private static final int MAX_BACK = 8;

    private static final int MAX_ATTEMPTS = 2;

    private static final int MAX_REMEMBERED = 256;

    private final String channel;
    private final Derivation derivation;
    private final Executor lane;
    private final Executor disk;
    private final Function<VideoFormat, List<Rung>> rungs;
    private final IntSupplier room;
    private final Runnable failed;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<Batch, LadderFeed> running = new HashMap<>();
    private final Set<Batch> loading = new HashSet<>();
    private final Set<Job> withoutWorker = new HashSet<>();

    private final Map<Job, Integer> attempts = new LinkedHashMap<>();
    private boolean closed;

    private record Job(String rendition, long msn) {

        boolean isSound() {
            return rendition.equals(LiveLadder.SOUND);
        }
    }

    /** What is made together. */
    private record Batch(long msn, Set<String> renditions) {

        boolean holds(Job job) {
            return msn == job.msn() && renditions.contains(job.rendition());
        }

        List<Job> jobs() {
            return renditions.stream().map(rendition -> new Job(rendition, msn)).toList();
        }
    }

    /**
     * @param rungs those of a source of this format
     * @param room how many may be made at a time just now: each has a decoder of its own
     * @param failed called when a segment could not be made
     */
    LadderJobs(
            String channel,
            Derivation derivation,
            Executor lane,
            Executor disk,
            Function<VideoFormat, List<Rung>> rungs,
            IntSupplier room,
            Runnable failed) {
        this.channel = channel;
        this.derivation = derivation;
        this.lane = lane;
        this.disk = disk;
        this.rungs = rungs;
        this.room = room;
        this.failed = failed;
    }

    /** Whether it failed as often as is tried: it may be what kills workers. */
    boolean gaveUp(String rendition, long msn) {
        return attempts.getOrDefault(new Job(rendition, msn), 0) >= MAX_ATTEMPTS;
    }

    /** Fills a segment with a still, beside the sound that the source has there. */
    void fill(String rendition, long msn) {
        withSource(new Job(rendition, msn), here -> derivation.fill(rendition, msn, List.of(here)));
    }

    void want(String rendition, long msn) {
        Job job = new Job(rendition, msn);
        if (gaveUp(rendition, msn)) {
            return;
        }
        boolean atWork =
                Stream.concat(running.keySet().stream(), loading.stream()).anyMatch(batch -> batch.holds(job));
        if (!waiting.contains(job) && !atWork) {
            if (waiting.size() >= MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(job);
        }
    }

    boolean hasWork() {
        return !waiting.isEmpty();
    }

    boolean isBusy() {
        return running.size() + loading.size() >= room.getAsInt();
    }

    /** Starts what can be started: sound at once, it costs nothing; the newest demand first, because it is looked at. */
    void go(Optional<Worker> worker) {
        for (Job job : newestFirst()) {
            if (job.isSound() && !closed) {
                waiting.remove(job);
                sound(job);
            }
        }
        for (Job job : newestFirst()) {
            if (isBusy() || closed || worker.isEmpty()) {
                return;
            }
            if (waiting.contains(job)) {
                Set<String> together = waiting.stream()
                        .filter(other -> other.msn() == job.msn())
                        .map(Job::rendition)
                        .collect(Collectors.toSet());
                Batch batch = new Batch(job.msn(), Set.copyOf(together));
                waiting.removeAll(batch.jobs());
                start(batch, worker.get());
            }
        }
    }

    private List<Job> newestFirst() {
        List<Job> jobs = new ArrayList<>(waiting);
        Collections.reverse(jobs);
        return jobs;
    }

    private void sound(Job job) {
        OptionalLong only = OptionalLong.of(job.msn());
        withSource(
                job,
                here -> derivation
                        .writer(job.rendition(), false, job.msn(), only, List.of(here))
                        .end("that is all"));
    }

    /** Has the source's segment read, and then its media thread do what needs no worker. */
    private void withSource(Job job, Consumer<SourceSegment> then) {
        Optional<SourceSegment> source = derivation.source(job.msn());
        if (source.isPresent() && !closed && withoutWorker.add(job)) {
            disk.execute(() -> {
                Optional<SourceSegment> loaded = load(job.msn(), source.get());
                lane.execute(() -> {
                    withoutWorker.remove(job);
                    loaded.ifPresent(then);
                });
            });
        }
    }

    private void start(Batch batch, Worker worker) {
        List<SourceSegment> needed = new ArrayList<>();
        for (long msn = batch.msn(); msn >= Math.max(0, batch.msn() - MAX_BACK); msn--) {
            Optional<SourceSegment> segment = derivation.source(msn);
            if (segment.isEmpty()) {
                return; // nobody can make it
            }
            needed.add(0, segment.get());
            if (derivation.isIndependent(msn)) {
                loading.add(batch);
                disk.execute(() -> load(batch, needed, worker));
                return;
            }
        }
    }

    private void load(Batch batch, List<SourceSegment> needed, Worker worker) {
        List<SourceSegment> loaded = new ArrayList<>();
        List<AccessUnit> pictures = new ArrayList<>();
        for (SourceSegment segment : needed) {
            Optional<SourceSegment> here = load(batch.msn(), segment);
            if (here.isEmpty()) {
                lane.execute(() -> loading.remove(batch));
                return;
            }
            loaded.add(here.get());
            pictures.addAll(here.get().pictures());
        }
        lane.execute(() -> run(batch, loaded, pictures, worker));
    }

    private Optional<SourceSegment> load(long msn, SourceSegment segment) {
        try {
            return Optional.of(segment.load());
        } catch (IOException | RuntimeException e) {
            log.warn("channel {}: the source's segment {} cannot be read: {}", channel, msn, e.toString());
            return Optional.empty();
        }
    }

    private void run(Batch batch, List<SourceSegment> loaded, List<AccessUnit> pictures, Worker worker) {
        loading.remove(batch);
        Optional<Track> video =
                loaded.get(0).tracks().stream().filter(Track::isVideo).findFirst();
        if (closed || video.isEmpty() || !worker.isAlive()) {
            batch.jobs().forEach(this::retry);
            return;
        }
        List<Rung> rungsOfIt = rungs.apply(video.get().video().orElseThrow()).stream()
                .filter(rung -> batch.renditions().contains(rung.name()))
                .toList();
        Map<String, DerivedWriter> writers = new HashMap<>();
        for (Rung rung : rungsOfIt) {
            writers.put(
                    rung.name(),
                    derivation.writer(rung.name(), true, batch.msn(), OptionalLong.of(batch.msn()), loaded));
        }
        LadderFeed feed =
                new LadderFeed(worker, video.get(), rungsOfIt, writers, lane, failure -> ended(batch, failure));
        running.put(batch, feed);
        derivation
                .startNanos(batch.msn())
                .ifPresent(start -> feed.key(video.get().timescale().ticks(Duration.ofNanos(start))));
        pictures.forEach(feed::write);
        feed.end(batch.msn());
    }

    private void ended(Batch batch, Optional<String> failure) {
        running.remove(batch);
        if (failure.isPresent()) {
            failed.run();
            batch.jobs().forEach(this::retry);
        } else {
            batch.jobs().forEach(attempts::remove);
        }
    }

    private void retry(Job job) {
        int before = attempts.getOrDefault(job, 0);
        attempts.put(job, before + 1);
        if (attempts.size() > MAX_REMEMBERED) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        if (!closed && before + 1 < MAX_ATTEMPTS) {
            waiting.addLast(job);
        }
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
        running.values().forEach(LadderFeed::abandon);
        running.clear();
    }
}
