package dev.vitrine.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * CPU and memory for passthrough of 720p30 at 2 Mbit/s. All servers at once, each with streams of its own: whatever else
 * the machine does then, it does to all of them.
 *
 * <p>The same servers carry 1, 10 and 100. With one stream they are looked at twice: in their second minute, when Java still
 * compiles what it has found to matter, and when most of that is done, as for the rest of a show.
 */
final class StreamCost {

    private final Results results;
    private final Path media;
    private final boolean quick;

    StreamCost(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    void measure(List<Supplier<Subject.Plan>> plans) throws InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        Deque<Publishers> steps = new ArrayDeque<>();
        try {
            plans.forEach(plan -> subjects.add(new Subject(plan.get())));
            int running = 0;
            for (int streams : quick ? new int[] {1, 10} : new int[] {1, 10, 100}) {
                steps.push(publish(subjects, running, streams));
                running = streams;
                if (streams == 1) {
                    settle(60);
                    measure(subjects, streams, ", second minute", 60);
                    settle(8 * 60);
                    measure(subjects, streams, "", 180);
                } else {
                    settle(20);
                    measure(subjects, streams, "", 45);
                }
                steps.forEach(Publishers::requireAllAlive);
            }
        } finally {
            steps.forEach(Publishers::close);
            subjects.forEach(Subject::close);
        }
    }

    /** Streams {@code from} to {@code to} - 1, to each. */
    private Publishers publish(List<Subject> subjects, int from, int to) {
        Publishers publishers = new Publishers();
        for (Subject subject : subjects) {
            IntFunction<URI> target = number -> subject.publish(from + number);
            publishers.addAll(media, to - from, target);
        }
        return publishers;
    }

    private void settle(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(quick ? 8 : seconds);
    }

    private void measure(List<Subject> subjects, int streams, String when, int seconds) throws InterruptedException {
        List<Double> before = subjects.stream().map(Subject::cpuSeconds).toList();
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(quick ? 15 : seconds);
        double minutes = (System.nanoTime() - from) / 60e9;
        List<Double> after = subjects.stream().map(Subject::cpuSeconds).toList();
        String what = streams + " × 720p30 2 Mbit/s" + when;
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            String name = subject.plan().name();
            double cpu = (after.get(i) - before.get(i)) / minutes / streams;
            results.add("CPU s per stream-minute, " + what, name, cpu);
            results.add("resident, " + what + ", MiB", name, subject.residentMiB());
            subject.metric("vitrine_direct_buffer_bytes")
                    .ifPresent(bytes -> results.add("direct buffers in it, " + what + ", MiB", name, bytes / 1048576));
        }
    }
}
