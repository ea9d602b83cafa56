package dev.vitrine.server.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The one hand-off from many threads to a channel's media thread: a queue that is drained in batches, in order.
 *
 * <p>It is bounded by bytes, not by refusing: whoever offers is told to stop reading its socket when more than {@code
 * maxBytes} wait, and to go on when half of that is gone. Nothing is dropped.
 *
 * @param <T> what is handed over
 */
final class Lane<T> {

    /** After so many items other channels on the same thread get their turn. */
    private static final int BATCH = 256;

    private final Queue<Item<T>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Executor thread;
    private final Consumer<T> consumer;
    private final long maxBytes;
    private final Consumer<Boolean> mayRead;
    private volatile boolean full;
    private volatile boolean paused;

    /**
     * @param thread runs one task at a time, in order
     * @param consumer called on {@code thread}
     * @param mayRead told {@code false} when the lane is full and {@code true} when it has room again
     */
    Lane(Executor thread, long maxBytes, Consumer<T> consumer, Consumer<Boolean> mayRead) {
        this.thread = thread;
        this.maxBytes = maxBytes;
        this.consumer = consumer;
        this.mayRead = mayRead;
    }

    /** From any thread; never blocks. */
    void offer(T item, int bytes) {
        queue.add(new Item<>(item, bytes));
        if (waitingBytes.addAndGet(bytes) > maxBytes && !full) {
            full = true;
            mayRead.accept(false);
        }
        schedule();
    }

    /** Stops draining after the current item; on the media thread only. */
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
        if (!paused && scheduled.compareAndSet(false, true)) {
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
            scheduled.set(false);
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    private record Item<T>(T value, int bytes) {}
}
