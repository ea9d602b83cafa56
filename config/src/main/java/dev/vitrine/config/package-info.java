/**
 * What can an operator set, and what does it mean?
 *
 * <p>{@code vitrine.yml} in the module's root is the manual and, by test, parses to exactly the defaults. The records
 * here mirror it key by key: {@code hls.part-duration} is {@code config.hls().partDuration()}. {@link
 * dev.vitrine.config.ConfigLoader} reads file and environment and answers a whole configuration or every mistake in it.
 */
@NullMarked
package dev.vitrine.config;

import org.jspecify.annotations.NullMarked;
