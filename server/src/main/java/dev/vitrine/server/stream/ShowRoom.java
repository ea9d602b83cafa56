package dev.vitrine.server.stream;

import dev.vitrine.hls.DiskSegmentStore;
import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.hls.Presentation;
import dev.vitrine.media.MediaClock;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executor;

/** Opens and closes shows on the real disk: a row in the database, a directory for the segments, a log for the cues. */
public final class ShowRoom implements Shows {

    private final ShowStore shows;
    private final ChannelStore channels;
    private final CueLog cueLog;
    private final LeaseSettings leases;
    private final PackagerSettings packager;
    private final Path directory;
    private final Executor disk;

    /**
     * @param directory one directory a show goes in here
     * @param disk the thread that writes segments
     */
    public ShowRoom(
            ShowStore shows,
            ChannelStore channels,
            CueLog cueLog,
            LeaseSettings leases,
            PackagerSettings packager,
            Path directory,
            Executor disk) {
        this.shows = shows;
        this.channels = channels;
        this.cueLog = cueLog;
        this.leases = leases;
        this.packager = packager;
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

    @Override
    public void ended(String channel, LiveShow show) {
        shows.find(show.identity().id()).ifPresent(row -> shows.update(row.ended(show.edge())));
    }

    @Override
    public void endLeftOpen() {
        for (Show row : shows.open()) {
            Instant start = row.start();
            shows.update(row.ended(start == null ? Instant.EPOCH : start));
        }
    }

    private LiveShow open(Show row, MediaClock clock, long anchorNanos) {
        CueDesk desk = new CueDesk(row.epoch(), clock.anchor(), cueLog, leases);
        HlsPublication publication = new HlsPublication(row.epoch());
        HlsPackager hls = new HlsPackager(
                packager,
                new Presentation(row.epoch(), clock),
                () -> desk.timeline().events(),
                new DiskSegmentStore(directory.resolve(row.epoch()), disk),
                publication);
        return new LiveShow(
                new LiveShow.Identity(row.id(), row.epoch(), row.title()),
                clock,
                anchorNanos,
                0,
                hls,
                publication,
                desk);
    }
}
