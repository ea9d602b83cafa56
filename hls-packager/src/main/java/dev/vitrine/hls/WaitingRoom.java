package dev.vitrine.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests for what is not there yet. Each costs one object, no thread, and is answered once or withdrawn. Thread-safe. */
final class WaitingRoom {

    private final Function<MediaRequest, Optional<Answer>> ask;
    private final Object lock = new Object();
    private final List<Waiting> waiting = new ArrayList<>();

    /** Equal only to itself: two viewers may ask for the same. */
    private static final class Waiting {
        final MediaRequest request;
        final long deadlineNanos;
        final Consumer<Answer> done;

        Waiting(MediaRequest request, long deadlineNanos, Consumer<Answer> done) {
            this.request = request;
            this.deadlineNanos = deadlineNanos;
            this.done = done;
        }
    }

    /** @param ask what can be said to a request at once; empty when it has to wait */
    WaitingRoom(Function<MediaRequest, Optional<Answer>> ask) {
        this.ask = ask;
    }

    /** @param done called here if there is an answer after all, else by {@link #wake} or {@link #expire} */
    Parked park(MediaRequest request, long deadlineNanos, Consumer<Answer> done) {
        Waiting parked = new Waiting(request, deadlineNanos, done);
        Optional<Answer> answer;
        synchronized (lock) {
            // Asked again under the lock, so that nothing slips through between asking and parking.
            answer = ask.apply(request);
            if (answer.isEmpty()) {
                waiting.add(parked);
            }
        }
        answer.ifPresent(done);
        return () -> withdraw(parked);
    }

    private boolean withdraw(Waiting parked) {
        synchronized (lock) {
            return waiting.remove(parked);
        }
    }

    int size() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** Something that is waited for may be there. */
    void wake() {
        List<Runnable> answers = new ArrayList<>();
        synchronized (lock) {
            waiting.removeIf(parked -> {
                Optional<Answer> answer = ask.apply(parked.request);
                answer.ifPresent(found -> answers.add(() -> parked.done.accept(found)));
                return answer.isPresent();
            });
        }
        answers.forEach(Runnable::run);
    }

    /** Gives {@code refusal} to those who waited too long. */
    void expire(long nowNanos, Supplier<Answer> refusal) {
        List<Waiting> late = new ArrayList<>();
        synchronized (lock) {
            waiting.removeIf(parked -> nowNanos - parked.deadlineNanos >= 0 && late.add(parked));
        }
        if (!late.isEmpty()) {
            Answer answer = refusal.get();
            late.forEach(parked -> parked.done.accept(answer));
        }
    }
}
