package dev.vitrine.server.stream;

import dev.vitrine.hls.DiskSegmentStore;
import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.Presentation;
import dev.vitrine.hls.Replay;
import dev.vitrine.hls.Resumed;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.Timescale;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes shows on the real disk: a row in the database, a directory for the segments, a log for the cues. */
public final class ShowRoom implements Shows {

    private static final Logger log = LoggerFactory.getLogger(ShowRoom.class);

    /** After a longer time without a server nobody waits for a show's end either. */
    private static final Duration NOBODY_WAITS = Duration.ofHours(1);

    private static final Duration DISK_PATIENCE = Duration.ofSeconds(30);

    private final ShowStore shows;
    private final ChannelStore channels;
    private final CueLog cueLog;
    private final LeaseSettings leases;
    private final StreamSettings settings;
    private final Storage storage;
    private final Path directory;
    private final Executor disk;

    /**
     * @param storage what there is room for
     * @param directory one directory a show goes in here
     * @param disk the thread that writes segments
     */
    public ShowRoom(
            ShowStore shows,
            ChannelStore channels,
            CueLog cueLog,
            LeaseSettings leases,
            StreamSettings settings,
            Storage storage,
            Path directory,
            Executor disk) {
        this.shows = shows;
        this.channels = channels;
        this.cueLog = cueLog;
        this.leases = leases;
        this.settings = settings;
        this.storage = storage;
        this.directory = directory;
        this.disk = disk;
    }

    @Override
    public LiveShow create(String channel, Instant anchor, long anchorNanos) {
        MediaClock clock = new MediaClock(anchor);
        Show row = shows.planned(channel)
                .map(planned -> planned.on(clock.anchor()))
                .orElse(null);
        if (row == null) {
            String title = channels.find(channel).map(Channel::title).orElse(channel);
            row = shows.plan(channel, title, clock.anchor(), null).on(clock.anchor());
            shows.create(row);
        } else {
            shows.update(row);
        }
        return open(row, clock, anchorNanos);
    }

    /** From then on there is a replay: so first what waits for the disk has to be there. */
    @Override
    public void ended(String channel, LiveShow show) {
        awaitDisk();
        storage.closed(show.identity().epoch());
        shows.find(show.identity().id()).ifPresent(row -> shows.update(row.ended(lastFrame(row))));
    }

    private void awaitDisk() {
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {}, disk);
        try {
            written.get(DISK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            log.warn(
                    "the disk is {} s behind; a replay begins to be read before all of it is there",
                    DISK_PATIENCE.toSeconds());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<String, Left> takeUp(Instant now, long nowNanos) {
        Map<String, Left> taken = new HashMap<>();
        // The newest first: a channel has one show at a time.
        List<Show> open = new ArrayList<>(shows.open());
        Collections.reverse(open);
        for (Show row : open) {
            Optional<Left> show = Optional.empty();
            try {
                if (!taken.containsKey(row.channel())) {
                    show = takeUp(row, now, nowNanos);
                }
            } catch (RuntimeException broken) {
                log.error("show {}: cannot go on after the restart and is over", row.id(), broken);
            }
            if (show.isPresent()) {
                taken.put(row.channel(), show.get());
            } else {
                shows.update(row.ended(lastFrame(row)));
            }
        }
        return taken;
    }

    private Optional<Left> takeUp(Show row, Instant now, long nowNanos) {
        Instant start = row.start();
        if (start == null || channels.find(row.channel()).isEmpty()) {
            return Optional.empty();
        }
        MediaClock clock = new MediaClock(start);
        Optional<Resumed> resumed =
                DiskSegmentStore.resume(directory.resolve(row.epoch()), disk, storage::roomForMedia);
        Duration hole = Duration.between(
                resumed.map(show -> clock.dateOf(show.publishedToNanos(), Timescale.NANOS))
                        .orElse(start),
                now);
        if (resumed.isEmpty() || hole.compareTo(NOBODY_WAITS) > 0) {
            return Optional.empty();
        }
        CueDesk desk = desk(row, clock);
        HlsPublication publication = new HlsPublication(row.epoch());
        storage.opened(row.epoch(), resumed.get().store());
        HlsPackager hls = new HlsPackager(
                new Presentation(row.epoch(), clock), () -> desk.timeline().events(), resumed.get(), publication);
        LiveShow show = new LiveShow(
                identity(row),
                clock,
                nowNanos - Duration.between(clock.anchor(), now).toNanos(),
                hls.statistics().publishedToNanos(),
                hls,
                publication,
                desk);
        boolean over = hole.compareTo(settings.grace()) > 0;
        log.info(
                "show {}: {} after the restart, {} s later",
                row.id(),
                over ? "is over" : "goes on",
                Math.max(0, hole.toSeconds()));
        return Optional.of(new Left(show, over));
    }

    @Override
    public Optional<String> trouble(LiveShow show) {
        return storage.trouble(show.identity().epoch());
    }

    /** As far as the directory tells; else the first. */
    private Instant lastFrame(Show row) {
        Instant start = row.start();
        if (start == null) {
            return Instant.EPOCH;
        }
        try {
            return Replay.open(directory.resolve(row.epoch()), new MediaClock(start), end -> List.of())
                    .map(Replay::end)
                    .orElse(start);
        } catch (IOException unreadable) {
            log.warn("show {}: its end is unknown: {}", row.id(), unreadable.toString());
            return start;
        }
    }

    private LiveShow open(Show row, MediaClock clock, long anchorNanos) {
        CueDesk desk = desk(row, clock);
        HlsPublication publication = new HlsPublication(row.epoch());
        DiskSegmentStore store = new DiskSegmentStore(directory.resolve(row.epoch()), disk, storage::roomForMedia);
        storage.opened(row.epoch(), store);
        HlsPackager hls = new HlsPackager(
                settings.packager(),
                new Presentation(row.epoch(), clock),
                () -> desk.timeline().events(),
                store,
                publication);
        return new LiveShow(identity(row), clock, anchorNanos, 0, hls, publication, desk);
    }

    private CueDesk desk(Show row, MediaClock clock) {
        return new CueDesk(row.epoch(), clock.anchor(), cueLog, leases);
    }

    private static LiveShow.Identity identity(Show row) {
        return new LiveShow.Identity(row.id(), row.epoch(), row.title());
    }
}
