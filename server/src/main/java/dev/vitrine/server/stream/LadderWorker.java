package dev.vitrine.server.stream;

import dev.vitrine.transcoder.Worker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A show's worker process: started when it is needed, again when it has died, at ever longer distances when that goes on
 * or when it cannot do its work, and ended when nothing was to do for a while. Media thread only.
 */
final class LadderWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LadderWorker.class);

    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_PAUSE = SECOND / 10;
    private static final long LONGEST_PAUSE = 30 * SECOND;
    /** A worker that lived so long did not die of what killed the one before. */
    private static final long GOOD_LIFE = 20 * SECOND;

    /** A death is forgiven for so much work: what kills each worker at once is something else than one kill now and then. */
    private static final long FORGIVEN = 2 * SECOND;

    /** From here on it is no accident: viewers are sent elsewhere, and the operator is told. */
    private static final int TOO_OFTEN = 4;

    private static final long IDLE = 60 * SECOND;

    private final String channel;
    private final WorkerReserve reserve;
    private final Executor lane;
    private final Executor threads;
    private final LongSupplier nanos;
    private final Runnable ready;
    private final Runnable died;

    private Optional<Worker> worker = Optional.empty();
    private boolean starting;
    private boolean closed;
    private long startedNanos;
    private long notBeforeNanos;
    private long usedNanos;
    private boolean worked;
    private int deathsInARow;
    private int deaths;

    /**
     * @param lane the media thread
     * @param threads starts a thread for each task
     * @param ready called when a worker can be used that was not there before
     * @param died called when it is gone, with all that was in it
     */
    LadderWorker(
            String channel,
            WorkerReserve reserve,
            Executor lane,
            Executor threads,
            LongSupplier nanos,
            Runnable ready,
            Runnable died) {
        this.channel = channel;
        this.reserve = reserve;
        this.lane = lane;
        this.threads = threads;
        this.nanos = nanos;
        this.ready = ready;
        this.died = died;
        this.notBeforeNanos = nanos.getAsLong();
        reserve.open();
    }

    /** The worker, if there is one; else one is started as soon as it may be, and {@code ready} called. */
    Optional<Worker> get() {
        usedNanos = nanos.getAsLong();
        if (nanos.getAsLong() - notBeforeNanos < 0) {
            return Optional.empty();
        }
        if (worker.isEmpty() && !starting && !closed) {
            starting = true;
            threads.execute(this::start);
        }
        return worker;
    }

    private void start() {
        try {
            Worker fresh = reserve.take(channel, () -> lane.execute(this::gone));
            lane.execute(() -> started(fresh));
        } catch (IOException e) {
            log.warn("channel {}: no transcoder can be started: {}", channel, e.toString());
            lane.execute(() -> {
                starting = false;
                pause();
            });
        }
    }

    private void started(Worker fresh) {
        starting = false;
        if (closed || !fresh.isAlive()) {
            threads.execute(fresh::close);
            return;
        }
        worker = Optional.of(fresh);
        startedNanos = nanos.getAsLong();
        worked = false;
        ready.run();
    }

    private void gone() {
        if (closed) {
            return;
        }
        if (worked) {
            long forgiven = (nanos.getAsLong() - startedNanos) / FORGIVEN;
            deathsInARow = (int) Math.max(0, deathsInARow - forgiven);
        }
        worker = Optional.empty();
        pause();
        died.run();
    }

    /** It lives, but could not do what it was to do, such as open an encoder: it is not asked again at once. */
    void failed() {
        boolean pausing = nanos.getAsLong() - notBeforeNanos < 0;
        if (!pausing && worker.filter(Worker::isAlive).isPresent()) {
            pause();
            startedNanos = notBeforeNanos;
        }
    }

    /** It does what it was to do. */
    void works() {
        worked = true;
        if (worker.isPresent() && nanos.getAsLong() - startedNanos > GOOD_LIFE) {
            deathsInARow = 0;
        }
    }

    private void pause() {
        deaths++;
        deathsInARow++;
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(2 * (deathsInARow - 1), 20));
        notBeforeNanos = nanos.getAsLong() + pause;
    }

    /** Ends a worker nobody used for a while. */
    void beat() {
        reserve.beat();
        if (worker.filter(running -> !running.isIdle()).isPresent()) {
            usedNanos = nanos.getAsLong();
        } else if (worker.isPresent() && nanos.getAsLong() - usedNanos > IDLE) {
            worker.ifPresent(running -> threads.execute(running::close)); // which waits for the process
            worker = Optional.empty();
        }
    }

    /** Whether it dies or fails again and again. */
    boolean isFailing() {
        return deathsInARow >= TOO_OFTEN && (worker.isEmpty() || nanos.getAsLong() - startedNanos < GOOD_LIFE);
    }

    int deaths() {
        return deaths;
    }

    @Override
    public void close() {
        if (!closed) {
            reserve.close();
        }
        closed = true;
        worker.ifPresent(running -> threads.execute(running::close));
        worker = Optional.empty();
    }
}
