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
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single segments in single renditions, made out of the source's because somebody waits for them. Media thread only; what
 * is on disk is read elsewhere.
 */
final class LadderJobs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LadderJobs.class);

    /** At a time: each has a decoder of its own. */
    private static final int MAX_RUNNING = 2;

    /** While the show itself is encoded: what is live goes before what is past. */
    private static final int MAX_BESIDE_LIVE = 1;

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
    private final BooleanSupplier live;
    private final Runnable failed;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<Job, LadderFeed> running = new HashMap<>();
    private final Set<Job> loading = new HashSet<>();
    private final Set<Job> filling = new HashSet<>();
    private final Map<Job, Integer> attempts = new LinkedHashMap<>();
    private boolean closed;

    private record Job(String rendition, long msn) {}

    /**
     * @param rungs those of a source of this format
     * @param live whether the show is being encoded
     * @param failed called when a segment could not be made
     */
    LadderJobs(
            String channel,
            Derivation derivation,
            Executor lane,
            Executor disk,
            Function<VideoFormat, List<Rung>> rungs,
            BooleanSupplier live,
            Runnable failed) {
        this.channel = channel;
        this.derivation = derivation;
        this.lane = lane;
        this.disk = disk;
        this.rungs = rungs;
        this.live = live;
        this.failed = failed;
    }

    /** Whether it failed as often as is tried: it may be what kills workers. */
    boolean gaveUp(String rendition, long msn) {
        return attempts.getOrDefault(new Job(rendition, msn), 0) >= MAX_ATTEMPTS;
    }

    /** Fills a segment with a still, beside the sound that the source has there. */
    void fill(String rendition, long msn) {
        Job job = new Job(rendition, msn);
        Optional<SourceSegment> source = derivation.source(msn);
        if (source.isPresent() && !closed && filling.add(job)) {
            disk.execute(() -> {
                Optional<SourceSegment> loaded = load(msn, source.get());
                lane.execute(() -> {
                    filling.remove(job);
                    loaded.ifPresent(here -> derivation.fill(rendition, msn, List.of(here)));
                });
            });
        }
    }

    void want(String rendition, long msn) {
        Job job = new Job(rendition, msn);
        if (gaveUp(rendition, msn)) {
            return;
        }
        if (!waiting.contains(job) && !running.containsKey(job) && !loading.contains(job)) {
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
        return running.size() + loading.size() >= (live.getAsBoolean() ? MAX_BESIDE_LIVE : MAX_RUNNING);
    }

    /** Starts what can be started; the newest demand first, because it is the one that is looked at. */
    void go(Optional<Worker> worker) {
        List<Job> newestFirst = new ArrayList<>(waiting);
        Collections.reverse(newestFirst);
        for (Job job : newestFirst) {
            if (isBusy() || closed) {
                return;
            }
            boolean sound = job.rendition().equals(LiveLadder.SOUND);
            if (sound || worker.isPresent()) {
                waiting.remove(job);
                start(job, worker);
            }
        }
    }

    private void start(Job job, Optional<Worker> worker) {
        List<SourceSegment> needed = new ArrayList<>();
        for (long msn = job.msn(); msn >= Math.max(0, job.msn() - MAX_BACK); msn--) {
            Optional<SourceSegment> segment = derivation.source(msn);
            if (segment.isEmpty()) {
                return; // nobody can make it
            }
            needed.add(0, segment.get());
            if (derivation.isIndependent(msn) || job.rendition().equals(LiveLadder.SOUND)) {
                loading.add(job);
                disk.execute(() -> load(job, needed, worker));
                return;
            }
        }
    }

    private void load(Job job, List<SourceSegment> needed, Optional<Worker> worker) {
        List<SourceSegment> loaded = new ArrayList<>();
        List<AccessUnit> pictures = new ArrayList<>();
        for (SourceSegment segment : needed) {
            Optional<SourceSegment> here = load(job.msn(), segment);
            if (here.isEmpty()) {
                lane.execute(() -> loading.remove(job));
                return;
            }
            loaded.add(here.get());
            pictures.addAll(here.get().pictures());
        }
        lane.execute(() -> run(job, loaded, pictures, worker));
    }

    private Optional<SourceSegment> load(long msn, SourceSegment segment) {
        try {
            return Optional.of(segment.load());
        } catch (IOException | RuntimeException e) {
            log.warn("channel {}: the source's segment {} cannot be read: {}", channel, msn, e.toString());
            return Optional.empty();
        }
    }

    private void run(Job job, List<SourceSegment> loaded, List<AccessUnit> pictures, Optional<Worker> worker) {
        loading.remove(job);
        boolean sound = job.rendition().equals(LiveLadder.SOUND);
        DerivedWriter writer =
                derivation.writer(job.rendition(), !sound, job.msn(), OptionalLong.of(job.msn()), loaded);
        if (sound) {
            writer.end("that is all");
            return;
        }
        Optional<Track> video =
                loaded.get(0).tracks().stream().filter(Track::isVideo).findFirst();
        if (closed || video.isEmpty() || worker.isEmpty() || !worker.get().isAlive()) {
            retry(job);
            return;
        }
        List<Rung> only = rungs.apply(video.get().video().orElseThrow()).stream()
                .filter(rung -> rung.name().equals(job.rendition()))
                .toList();
        LadderFeed feed = new LadderFeed(
                worker.get(), video.get(), only, Map.of(job.rendition(), writer), lane, failure -> ended(job, failure));
        running.put(job, feed);
        derivation
                .startNanos(job.msn())
                .ifPresent(start -> feed.key(video.get().timescale().ticks(Duration.ofNanos(start))));
        pictures.forEach(feed::write);
        feed.end(job.msn());
    }

    private void ended(Job job, Optional<String> failure) {
        running.remove(job);
        if (failure.isPresent()) {
            failed.run();
            retry(job);
        } else {
            attempts.remove(job);
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
