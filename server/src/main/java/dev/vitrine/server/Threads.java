package dev.vitrine.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Named threads, so that a thread dump reads like the map in the architecture document. */
final class Threads {

    private Threads() {}

    @SuppressWarnings("ThreadPriorityCheck") // A hint that media goes before pages; nothing depends on it.
    static ThreadFactory factory(String name, int priority) {
        AtomicInteger number = new AtomicInteger(1);
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            thread.setPriority(priority);
            return thread;
        };
    }

    /** Up to {@code size} threads, which go when there is nothing to do for a minute. */
    static ExecutorService pool(String name, int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name, Thread.NORM_PRIORITY));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A thread for each task, for those that wait most of the time; kept for a minute when there is nothing to do. */
    static ExecutorService each(String name) {
        return Executors.newCachedThreadPool(factory(name, Thread.NORM_PRIORITY));
    }

    static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(factory(name, Thread.NORM_PRIORITY + 1));
    }
}
