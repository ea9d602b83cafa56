package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPackager;
import dev.vitrine.transcoder.WorkerSettings;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Gives shows their ladders, and these the worker processes they need. */
public final class Ladders {

    private final Function<String, Optional<LadderSettings>> settings;
    private final WorkerReserve reserve;
    private final Executor threads;
    private final Executor disk;
    private final LongSupplier nanos;

    /**
     * Nothing is started before a show that has a ladder begins.
     *
     * @param settings by channel; empty: no renditions beside the source
     * @param worker how processes are started
     * @param threads starts a thread for each task: three a worker process
     * @param disk may wait for a disk
     */
    public Ladders(
            Function<String, Optional<LadderSettings>> settings,
            WorkerSettings worker,
            Executor threads,
            Executor disk,
            LongSupplier nanos) {
        this.settings = settings;
        this.reserve = new WorkerReserve(worker, threads, nanos);
        this.threads = threads;
        this.disk = disk;
        this.nanos = nanos;
    }

    /**
     * The ladder of a show that is about to begin, or to go on.
     *
     * @param lane the channel's media thread
     */
    Optional<LiveLadder> of(String channel, HlsPackager packager, Executor lane) {
        return settings.apply(channel)
                .filter(LadderSettings::isOn)
                .map(on -> new LiveLadder(channel, on, packager.derivation(), reserve, lane, threads, disk, nanos));
    }
}
