package dev.vitrine.server;

import dev.vitrine.server.stream.ChannelRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the server does without being asked, on one pulse: every wake-up of a thread that finds little to do costs more than
 * the little it does.
 *
 * <pre>
 *   each half second   deadlines of waiting viewers, outages, grace times; cues whose lease runs out (on a worker)
 *     a tenth          while a channel writes a gap or makes renditions
 *   each second        what App adds
 * </pre>
 */
final class Beat implements Runnable {

    private static final long CALM_MILLIS = 500;
    private static final long HURRIED_MILLIS = 100;
    private static final long SECOND_MILLIS = 1_000;

    private final ScheduledExecutorService scheduler;
    private final Executor workers;
    private final ChannelRegistry channels;
    private final Runnable tick;
    private final Runnable renewal;
    private final Runnable eachSecond;
    private final Runnable eachSecondOnAWorker;
    private long sinceRenewalMillis;
    private long sinceSecondMillis;

    /**
     * Nothing begins before {@link #run}.
     *
     * @param workers for what may wait for the disk
     * @param eachSecond must not block, nor fail
     * @param eachSecondOnAWorker must not fail
     */
    Beat(
            ScheduledExecutorService scheduler,
            Executor workers,
            ChannelRegistry channels,
            Runnable eachSecond,
            Runnable eachSecondOnAWorker) {
        this.scheduler = scheduler;
        this.workers = workers;
        this.channels = channels;
        this.tick = Guarded.run("beat", channels::tick);
        this.renewal = Guarded.run("cue renewal", channels::renewCues);
        this.eachSecond = eachSecond;
        this.eachSecondOnAWorker = eachSecondOnAWorker;
    }

    /** Once to start it; from then on it arranges its next time itself, as long as the scheduler lives. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its scheduler.
    public void run() {
        long next = CALM_MILLIS;
        try {
            next = channels.hurries() ? HURRIED_MILLIS : CALM_MILLIS;
            beat(next);
        } finally {
            // Whatever happened, memory that ran out included: without it the server would look after nothing any more.
            try {
                scheduler.schedule(this, next, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closing) {
                sinceRenewalMillis = 0; // The server stops, and so do we.
            }
        }
    }

    private void beat(long next) {
        tick.run();
        boolean second = sinceSecondMillis >= SECOND_MILLIS;
        if (second) {
            sinceSecondMillis = 0;
            eachSecond.run();
        }
        boolean renews = sinceRenewalMillis >= CALM_MILLIS && channels.onAir();
        if (sinceRenewalMillis >= CALM_MILLIS) {
            sinceRenewalMillis = 0;
        }
        sinceRenewalMillis += next;
        sinceSecondMillis += next;
        if (second || renews) {
            try {
                workers.execute(() -> work(second, renews));
            } catch (RejectedExecutionException closing) {
                sinceRenewalMillis = 0;
            }
        }
    }

    private void work(boolean second, boolean renews) {
        if (renews) {
            renewal.run();
        }
        if (second) {
            eachSecondOnAWorker.run();
        }
    }
}
