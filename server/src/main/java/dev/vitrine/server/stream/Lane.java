package dev.vitrine.server.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The one way into a channel: a queue that many threads fill and one at a time drains, in batches, in order.
 *
 * <pre>
 *   event loop of the publisher ── bring ──▶ queue ──▶ drained there and then, unless another thread is at it
 *   anybody else ───────────────── offer ──▶ queue ──▶ drained on the channel's media thread
 * </pre>
 *
 * <p>So a packet is packaged by the thread that read it: waking another one for each of eighty packets a second costs
 * more than packaging them. What follows another on the lane sees all it did, whichever threads did the work.
 *
 * <p>It is bounded by bytes, not by refusing: whoever offers is told to stop reading its socket when more than {@code
 * maxBytes} wait, and to go on when half of that is gone. Nothing is dropped.
 *
 * @param <T> what is handed over
 */
final class Lane<T> {

    /** After so many items other channels get their turn. */
    private static final int BATCH = 256;

    private final Queue<Item<T>> queue = new ConcurrentLinkedQueue<>();
    /** Whether a thread drains, or has been asked to. */
    private final AtomicBoolean draining = new AtomicBoolean();

    private final AtomicLong waitingBytes = new AtomicLong();
    private final Executor thread;
    private final Consumer<T> consumer;
    private final long maxBytes;
    private final Consumer<Boolean> mayRead;
    private volatile boolean full;
    private volatile boolean paused;

    /**
     * @param thread drains what was offered
     * @param consumer called on one thread at a time
     * @param mayRead told {@code false} when the lane is full and {@code true} when it has room again
     */
    Lane(Executor thread, long maxBytes, Consumer<T> consumer, Consumer<Boolean> mayRead) {
        this.thread = thread;
        this.maxBytes = maxBytes;
        this.consumer = consumer;
        this.mayRead = mayRead;
    }

    /** From any thread; never blocks, nor works. */
    void offer(T item, int bytes) {
        add(item, bytes);
        schedule();
    }

    /** From the publisher's event loop: never blocks, and does the work at once where it can. */
    void bring(T item, int bytes) {
        add(item, bytes);
        if (!paused && draining.compareAndSet(false, true)) {
            drain();
        }
    }

    private void add(T item, int bytes) {
        queue.add(new Item<>(item, bytes));
        if (waitingBytes.addAndGet(bytes) > maxBytes && !full) {
            full = true;
            mayRead.accept(false);
        }
    }

    /** Stops draining after the current item; only while it is consumed. */
    void pause() {
        paused = true;
    }

    /** Goes on draining; from any thread. */
    void resume() {
        paused = false;
        schedule();
    }

    long waitingBytes() {
        return waitingBytes.get();
    }

    boolean isFull() {
        return full;
    }

    private void schedule() {
        if (!paused && draining.compareAndSet(false, true)) {
            try {
                thread.execute(this::drain);
            } catch (RejectedExecutionException shuttingDown) {
                queue.clear();
            }
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < BATCH && !paused; i++) {
                Item<T> item = queue.poll();
                if (item == null) {
                    break;
                }
                long left = waitingBytes.addAndGet(-item.bytes());
                if (full && left < maxBytes / 2) {
                    full = false;
                    mayRead.accept(true);
                }
                consumer.accept(item.value());
            }
        } finally {
            draining.set(false);
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    private record Item<T>(T value, int bytes) {}
}
