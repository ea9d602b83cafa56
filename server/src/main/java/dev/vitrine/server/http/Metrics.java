package dev.vitrine.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What {@code /metrics} tells Prometheus. Names begin with {@code vitrine_} and carry their unit. Thread-safe. */
public final class Metrics {

    /** The text format that every Prometheus reads. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    public Metrics() {
        var memory = ManagementFactory.getMemoryMXBean();
        gauge(
                "vitrine_heap_used_bytes",
                "Java heap in use.",
                () -> memory.getHeapMemoryUsage().getUsed());
        gauge(
                "vitrine_heap_max_bytes",
                "Java heap limit.",
                () -> memory.getHeapMemoryUsage().getMax());
        gauge("vitrine_direct_buffer_bytes", "Memory outside the heap in direct buffers.", () ->
                (double) directBytes());
        var threads = ManagementFactory.getThreadMXBean();
        gauge("vitrine_threads", "Threads of the server.", threads::getThreadCount);
        var runtime = ManagementFactory.getRuntimeMXBean();
        gauge(
                "vitrine_start_time_seconds",
                "When the server started, in seconds since 1970.",
                () -> runtime.getStartTime() / 1000.0);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** A number that is asked for at each scrape; {@code value} must not block. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** One number for each value of a label, such as each channel, asked for at each scrape. */
    public void gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.get().forEach((key, value) -> callback.call(value, key)))
                .register(registry);
    }

    /** A number that only rises; Prometheus sees it as {@code name_total}. */
    public Counter counter(String name, String help, String... labels) {
        // Without exemplars: we have no traces for them, and each would cost a task on a thread of their own.
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** The same, counted elsewhere and asked for at each scrape: for what rises a thousand times a second. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** A number that only rises and is kept elsewhere; Prometheus sees it as {@code name_total}. */
    public void count(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    byte[] scrape() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toByteArray();
    }
}
