/**
 * The vocabulary every other module speaks: what a track, an access unit, a media date and a timed event are.
 *
 * <p>Everything here is an immutable value or a one-screen interface. No threads, no I/O, no third party.
 *
 * <p>Time on the media path is counted in <em>ticks</em>: a {@code long} that means nothing without its {@link
 * dev.vitrine.media.Timescale}. Off the media path it is a {@link java.time.Duration} or an {@link java.time.Instant}.
 */
@NullMarked
package dev.vitrine.media;

import org.jspecify.annotations.NullMarked;
