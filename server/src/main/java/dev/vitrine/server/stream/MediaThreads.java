package dev.vitrine.server.stream;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** N single threads; every channel belongs to one of them for as long as it exists, so that media needs no locks. */
public final class MediaThreads implements AutoCloseable {

    private final List<ExecutorService> threads;
    private final AtomicInteger next = new AtomicInteger();

    /** @param count usually the number of cores */
    public MediaThreads(int count, ThreadFactory factory) {
        this.threads = IntStream.range(0, count)
                .mapToObj(i -> Executors.newSingleThreadExecutor(factory))
                .toList();
    }

    /** A thread for a new channel, in turn. */
    ExecutorService assign() {
        return threads.get(Math.floorMod(next.getAndIncrement(), threads.size()));
    }

    /** Lets what is queued finish, for at most five seconds. */
    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService thread : threads) {
                if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                    thread.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            threads.forEach(ExecutorService::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }
}
