package dev.vitrine.server;

import dev.vitrine.server.stream.ChannelRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What channels do without being asked: deadlines of waiting viewers, outages, grace times, cues whose lease runs out.
 * Twice a second, and ten times while a channel writes a gap or has a ladder; a beat that finds nothing to do still wakes a processor.
 */
final class Beat implements Runnable {

    private static final long CALM_MILLIS = 500;
    private static final long HURRIED_MILLIS = 100;

    private final ScheduledExecutorService scheduler;
    private final Executor workers;
    private final ChannelRegistry channels;
    private final Runnable tick;
    private final Runnable renewal;
    private long sinceRenewalMillis;

    /** @param workers for what may wait for the disk */
    Beat(ScheduledExecutorService scheduler, Executor workers, ChannelRegistry channels) {
        this.scheduler = scheduler;
        this.workers = workers;
        this.channels = channels;
        this.tick = Guarded.run("beat", channels::tick);
        this.renewal = Guarded.run("cue renewal", channels::renewCues);
    }

    /** Once to start it; from then on it arranges its next time itself, as long as the scheduler lives. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its scheduler.
    public void run() {
        tick.run();
        long next = channels.hurries() ? HURRIED_MILLIS : CALM_MILLIS;
        try {
            if (sinceRenewalMillis >= CALM_MILLIS) {
                sinceRenewalMillis = 0;
                if (channels.onAir()) {
                    workers.execute(renewal);
                }
            }
            sinceRenewalMillis += next;
            scheduler.schedule(this, next, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            sinceRenewalMillis = 0; // The server stops, and so do we.
        }
    }
}
