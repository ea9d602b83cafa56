package dev.vitrine.server.stream;

import dev.vitrine.hls.DiskSegmentStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.Show.State;
import dev.vitrine.server.store.ShowStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much room shows take, and which go when there is too little. In this order, until it is enough:
 *
 * <pre>
 *   replays older than storage.replay-retention
 *   the oldest replays      │ while all shows take more than storage.quota,
 *   the beginnings of       │ or the disk has less than {@link #reserve} left
 *   running shows           │ (never what a live playlist lists)
 * </pre>
 *
 * Live never stops: when nothing is left that may go and the disk is down to {@link #floor}, media is not written any more,
 * so that cues and all else still can be; what is at the edge is served from memory.
 *
 * <p>Methods that look at files are for workers.
 */
public final class Storage {

    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    private static final long MAX_RESERVE = 512_000_000;
    private static final long MAX_FLOOR = 64_000_000;
    private static final int BEATS_PER_SWEEP = 30;
    private static final int RESERVE_SHARE = 50;
    private static final int FLOOR_SHARE = 200;

    private final ShowStore shows;
    private final ReplayShelf replays;
    private final Path directory;
    private final Policy policy;
    private final Disk disk;
    private final InstantSource clock;

    /** By epoch, of shows that are over. */
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    /** By epoch, of shows that are on. */
    private final Map<String, DiskSegmentStore> running = new ConcurrentHashMap<>();

    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private volatile Usage usage;

    /**
     * What the operator set.
     *
     * @param retention how long replays are kept; zero: none is
     * @param window how long a show that is over is kept at least, for those who are still watching it
     * @param quota bytes that all shows together may take
     */
    public record Policy(Duration retention, Duration window, long quota) {

        public boolean keepsReplays() {
            return !retention.isZero();
        }
    }

    /** The disk under the data directory. */
    public interface Disk {
        long free();

        long size();
    }

    /**
     * How things stand.
     *
     * @param replayBytes of shows that are over
     * @param liveBytes of shows that are on
     * @param full whether media is not written for want of room
     */
    public record Usage(long replayBytes, long liveBytes, long quotaBytes, long freeBytes, boolean full) {}

    /** @param directory where the shows are, each under its epoch */
    public Storage(
            ShowStore shows, ReplayShelf replays, Path directory, Policy policy, Disk disk, InstantSource clock) {
        this.shows = shows;
        this.replays = replays;
        this.directory = directory;
        this.policy = policy;
        this.disk = disk;
        this.clock = clock;
        this.usage = new Usage(0, 0, policy.quota(), disk.free(), false);
    }

    /** The disk of a directory that exists. */
    public static Disk diskOf(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return new Disk() {
                @Override
                public long free() {
                    try {
                        return store.getUsableSpace();
                    } catch (IOException e) {
                        throw new UncheckedIOException(directory + ": its free space is unknown", e);
                    }
                }

                @Override
                public long size() {
                    try {
                        return store.getTotalSpace();
                    } catch (IOException e) {
                        throw new UncheckedIOException(directory + ": its size is unknown", e);
                    }
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": its disk is unknown", e);
        }
    }

    public Policy policy() {
        return policy;
    }

    /** As it was at the last {@link #sweep}. */
    public Usage usage() {
        return usage;
    }

    /** Replays that went since the start, by policy or by hand. */
    public long deleted() {
        return deleted.get();
    }

    /** How much is to stay free on the disk: a fiftieth of it, at most 512 MB. */
    long reserve() {
        return Math.min(MAX_RESERVE, disk.size() / RESERVE_SHARE);
    }

    /** Below this no media is written: half a hundredth of the disk, at most 64 MB. */
    long floor() {
        return Math.min(MAX_FLOOR, disk.size() / FLOOR_SHARE);
    }

    /** Asked by the thread that writes, before each write. */
    boolean roomForMedia() {
        return disk.free() > floor();
    }

    void opened(String epoch, DiskSegmentStore store) {
        running.put(epoch, store);
    }

    void closed(String epoch) {
        Optional.ofNullable(running.remove(epoch)).ifPresent(DiskSegmentStore::close);
    }

    /** Bytes of a finished show's media; empty when there is none. */
    public Optional<Long> bytes(Show show) {
        if (show.state() != State.ENDED || running.containsKey(show.epoch())) {
            return Optional.empty();
        }
        return Optional.of(sizes.computeIfAbsent(show.epoch(), epoch -> measure(directory.resolve(epoch))))
                .filter(bytes -> bytes > 0);
    }

    /** Deletes a finished show's media, and says whether there was any. */
    public boolean delete(Show show) {
        boolean had = bytes(show).isPresent();
        replays.forget(show.id());
        deleteTree(directory.resolve(show.epoch()));
        sizes.put(show.epoch(), 0L);
        if (had) {
            deleted.incrementAndGet();
        }
        return had;
    }

    /** Why a running show is not kept at the moment; empty when it is. */
    Optional<String> trouble(String epoch) {
        return Optional.ofNullable(running.get(epoch)).flatMap(DiskSegmentStore::trouble);
    }

    /** Whether some running show is not kept at the moment. */
    public boolean inTrouble() {
        return running.values().stream().anyMatch(store -> store.trouble().isPresent());
    }

    /** Once a second: sweeps each half minute, and each time while what comes is not kept. */
    public void sweepIfDue() {
        if (beats.getAndIncrement() % BEATS_PER_SWEEP == 0 || usage.full() || inTrouble() || disk.free() < reserve()) {
            sweep();
        }
    }

    /** Measures, and lets go what the policy says. */
    public synchronized void sweep() {
        Instant now = clock.instant();
        List<Show> kept = new ArrayList<>();
        for (Show show : finished()) {
            if (isOver(show, now)) {
                log.info(
                        "show {}: its replay is deleted, {} days old",
                        show.id(),
                        age(show, now).toDays());
                delete(show);
            } else {
                kept.add(show);
            }
        }
        long live = running.keySet().stream()
                .mapToLong(epoch -> measure(directory.resolve(epoch)))
                .sum();
        long past = kept.stream().mapToLong(show -> bytes(show).orElse(0L)).sum();
        long missing = Math.max(past + live - policy.quota(), reserve() - disk.free());
        for (Show show : kept) {
            if (missing <= 0) {
                break;
            }
            long bytes = bytes(show).orElse(0L);
            log.warn(
                    "show {}: its replay ({} MB) is deleted for want of room: {} MB too much",
                    show.id(),
                    bytes / 1_000_000,
                    missing / 1_000_000);
            delete(show);
            missing -= bytes;
            past -= bytes;
        }
        for (DiskSegmentStore store : running.values()) {
            long wanted = policy.keepsReplays() ? missing : Long.MAX_VALUE;
            if (wanted > 0) {
                long freed = store.discard(wanted);
                missing -= freed;
                live -= freed;
            }
        }
        usage = new Usage(past, live, policy.quota(), disk.free(), inTrouble() || !roomForMedia());
    }

    /** Those with media, the oldest first. */
    private List<Show> finished() {
        return shows.ended().stream()
                .filter(show -> bytes(show).isPresent())
                .sorted(Comparator.comparing(Storage::end))
                .toList();
    }

    private boolean isOver(Show show, Instant now) {
        Duration least = policy.retention().compareTo(policy.window()) > 0 ? policy.retention() : policy.window();
        return age(show, now).compareTo(least) > 0;
    }

    private static Duration age(Show show, Instant now) {
        return Duration.between(end(show), now);
    }

    private static Instant end(Show show) {
        Instant end = show.end();
        return end == null ? Instant.EPOCH : end;
    }

    private static long measure(Path show) {
        try (Stream<Path> tree = Files.walk(show)) {
            return tree.filter(Files::isRegularFile).mapToLong(Storage::size).sum();
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(show + " cannot be measured", e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static void deleteTree(Path show) {
        try (Stream<Path> tree = Files.walk(show)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException none) {
            // Nothing to delete.
        } catch (IOException e) {
            throw new UncheckedIOException(show + " cannot be deleted", e);
        }
    }
}
