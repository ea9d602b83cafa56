package dev.vitrine.server.stream;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks: one for dates, one for how long something took.
 *
 * @param nanos monotonic, in nanoseconds from an arbitrary origin
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {}
