package dev.vitrine.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * CPU and memory for passthrough of 720p30 at 2 Mbit/s. All servers at once, each with streams of its own: whatever else
 * the machine does then, it does to all of them.
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
        for (int streams : quick ? new int[] {1, 10} : new int[] {1, 10, 50, 100}) {
            measure(plans, streams);
        }
    }

    private void measure(List<Supplier<Subject.Plan>> plans, int streams) throws InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        try (Publishers publishers = new Publishers()) {
            for (Supplier<Subject.Plan> plan : plans) {
                Subject subject = new Subject(plan.get());
                subjects.add(subject);
                publishers.addAll(media, streams, subject::publish);
            }
            // One stream takes longest: what it runs through is compiled after so many packets, not after so many
            // seconds.
            TimeUnit.SECONDS.sleep(quick ? 8 : streams < 10 ? 60 : 30);
            List<Double> before = subjects.stream().map(Subject::cpuSeconds).toList();
            long from = System.nanoTime();
            TimeUnit.SECONDS.sleep(quick ? 15 : 60);
            double minutes = (System.nanoTime() - from) / 60e9;
            List<Double> after = subjects.stream().map(Subject::cpuSeconds).toList();
            publishers.requireAllAlive();
            String what = streams + " × 720p30 2 Mbit/s";
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(i);
                String name = subject.plan().name();
                double cpu = (after.get(i) - before.get(i)) / minutes / streams;
                results.add("CPU s per stream-minute, " + what, name, cpu);
                results.add("resident, " + what + ", MiB", name, subject.residentMiB());
                subject.metric("vitrine_direct_buffer_bytes")
                        .ifPresent(
                                bytes -> results.add("direct buffers in it, " + what + ", MiB", name, bytes / 1048576));
            }
        } finally {
            subjects.forEach(Subject::close);
        }
    }
}
