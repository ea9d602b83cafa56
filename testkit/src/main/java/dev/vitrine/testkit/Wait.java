package dev.vitrine.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition with a deadline, so that no test sleeps for luck. */
public final class Wait {

    private static final long POLL_NANOS = 5_000_000;

    private Wait() {}

    /**
     * Returns once {@code condition} holds.
     *
     * @param what finishes the sentence "waited 5 s for …"
     * @throws AssertionError after {@code deadline}
     */
    public static void until(Duration deadline, String what, Callable<Boolean> condition) {
        until(deadline, what, condition, () -> "");
    }

    /**
     * Returns once {@code condition} holds.
     *
     * @param what finishes the sentence "waited 5 s for …"
     * @param state is asked at the end of a vain wait: what there was instead
     * @throws AssertionError after {@code deadline}
     */
    public static void until(Duration deadline, String what, Callable<Boolean> condition, Supplier<String> state) {
        value(deadline, what, () -> condition.call() ? Optional.of(true) : Optional.empty(), state);
    }

    /** Returns the first value that {@code source} has. */
    public static <T> T value(Duration deadline, String what, Callable<Optional<T>> source) {
        return value(deadline, what, source, () -> "");
    }

    /** Returns the first value that {@code source} has; {@code state} as in {@link #until}. */
    public static <T> T value(Duration deadline, String what, Callable<Optional<T>> source, Supplier<String> state) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> value = ask(what, source);
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                String instead = state.get();
                throw new AssertionError("waited " + deadline.toMillis() / 1000.0 + " s for " + what
                        + (instead.isEmpty() ? "" : "; instead: " + instead));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static <T> Optional<T> ask(String what, Callable<Optional<T>> source) {
        try {
            return source.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("asking for " + what + " failed: " + e, e);
        }
    }
}
