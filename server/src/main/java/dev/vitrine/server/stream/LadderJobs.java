package dev.vitrine.server.stream;

import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.DerivedWriter;
import dev.vitrine.hls.SourceExcerpt;
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
import java.util.function.BiPredicate;
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

    private static final int MAX_ATTEMPTS = 2;

    private static final int MAX_REMEMBERED = 256;

    private final String channel;
    private final Derivation derivation;
    private final Executor lane;
    private final Executor disk;
    private final Function<VideoFormat, List<Rung>> rungs;
    private final BiPredicate<String, Long> covered;
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
     * @param covered whether a segment of a rendition is being made elsewhere
     * @param room how many may be made at a time just now: each has a decoder of its own
     * @param failed called when a segment could not be made
     */
    LadderJobs(
            String channel,
            Derivation derivation,
            Executor lane,
            Executor disk,
            Function<VideoFormat, List<Rung>> rungs,
            BiPredicate<String, Long> covered,
            IntSupplier room,
            Runnable failed) {
        this.channel = channel;
        this.derivation = derivation;
        this.lane = lane;
        this.disk = disk;
        this.rungs = rungs;
        this.covered = covered;
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
        waiting.removeIf(
                job -> covered.test(job.rendition(), job.msn()) || derivation.isMade(job.rendition(), job.msn()));
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
                // Nobody can make what is not whole: who waits for it asks again.
                derivation.excerpt(job.msn()).ifPresent(source -> start(batch, source, worker.get()));
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
                Optional<SourceSegment> loaded = load(job.msn(), source.get()::load);
                lane.execute(() -> {
                    withoutWorker.remove(job);
                    loaded.ifPresent(then);
                });
            });
        }
    }

    private void start(Batch batch, SourceExcerpt source, Worker worker) {
        loading.add(batch);
        disk.execute(() -> {
            Optional<SourceExcerpt> loaded = load(batch.msn(), source::load);
            List<AccessUnit> pictures = loaded.map(SourceExcerpt::pictures).orElse(List.of());
            lane.execute(() -> {
                loading.remove(batch);
                loaded.ifPresent(here -> run(batch, here, pictures, worker));
            });
        });
    }

    /** Reads what may be on disk. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> Optional<T> load(long msn, Reading<T> source) {
        try {
            return Optional.of(source.read());
        } catch (IOException | RuntimeException e) {
            log.warn("channel {}: the source's segment {} cannot be read: {}", channel, msn, e.toString());
            return Optional.empty();
        }
    }

    private void run(Batch batch, SourceExcerpt source, List<AccessUnit> pictures, Worker worker) {
        Optional<Track> video = source.tracks().stream().filter(Track::isVideo).findFirst();
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
                    derivation.writer(rung.name(), true, batch.msn(), OptionalLong.of(batch.msn()), source.segments()));
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
