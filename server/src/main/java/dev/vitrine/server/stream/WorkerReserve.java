package dev.vitrine.server.stream;

import dev.vitrine.transcoder.Worker;
import dev.vitrine.transcoder.WorkerSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker process in reserve, for whichever channel needs the next: a process takes seconds until it works, a viewer who
 * changes to a rendition will not wait for that. There is one while any channel offers renditions, and another some seconds
 * after it was taken. Thread-safe.
 */
final class WorkerReserve {

    private static final Logger log = LoggerFactory.getLogger(WorkerReserve.class);

    /** What has just begun, a show or the work of the worker that was taken, has the machine for itself first. */
    private static final long LATER_NANOS = 3_000_000_000L;

    /** One that dies while nothing is asked of it, or cannot be started, will do so again. */
    private static final long AFTER_DEATH_NANOS = 60_000_000_000L;

    private final WorkerSettings settings;
    private final Executor threads;
    private final LongSupplier nanos;

    private Optional<Worker> spare = Optional.empty();
    private boolean starting;
    private int channels;
    private long notBeforeNanos;

    /** @param threads starts a thread for each task: three a worker process */
    WorkerReserve(WorkerSettings settings, Executor threads, LongSupplier nanos) {
        this.settings = settings;
        this.threads = threads;
        this.nanos = nanos;
    }

    /** One more channel offers renditions. */
    synchronized void open() {
        channels++;
        notBeforeNanos = nanos.getAsLong() + LATER_NANOS;
    }

    /** One fewer; with the last the reserve goes. */
    synchronized void close() {
        if (--channels == 0) {
            spare.ifPresent(idle -> threads.execute(idle::close));
            spare = Optional.empty();
        }
    }

    /** Now and then: is there one? */
    void beat() {
        synchronized (this) {
            if (spare.filter(idle -> !idle.isAlive()).isPresent()) {
                spare = Optional.empty();
                notBeforeNanos = nanos.getAsLong() + AFTER_DEATH_NANOS;
            }
            if (spare.isPresent() || starting || channels == 0 || nanos.getAsLong() - notBeforeNanos < 0) {
                return;
            }
            starting = true;
        }
        threads.execute(this::refill);
    }

    private void refill() {
        Optional<Worker> fresh = Optional.empty();
        try {
            fresh = Optional.of(Worker.reserve(settings, threads));
        } catch (IOException e) {
            log.warn("no transcoder in reserve: {}", e.toString());
        }
        synchronized (this) {
            starting = false;
            notBeforeNanos = nanos.getAsLong() + (fresh.isPresent() ? LATER_NANOS : AFTER_DEATH_NANOS);
            if (channels > 0) {
                spare = fresh;
                return;
            }
        }
        fresh.ifPresent(Worker::close);
    }

    /**
     * A worker for a stream: the one in reserve, or a new one.
     *
     * @param died called once, on a thread of the worker's, unless the worker was closed
     * @throws IOException no process could be started
     */
    Worker take(String stream, Runnable died) throws IOException {
        Optional<Worker> taken;
        synchronized (this) {
            taken = spare;
            spare = Optional.empty();
            notBeforeNanos = nanos.getAsLong() + LATER_NANOS;
        }
        if (taken.isPresent() && taken.get().adopt(stream, died)) {
            return taken.get();
        }
        return Worker.start(settings, stream, threads, died);
    }
}
