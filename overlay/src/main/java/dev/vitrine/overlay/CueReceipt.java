package dev.vitrine.overlay;

import java.time.Instant;

/**
 * The answer to a command that is on disk.
 *
 * @param id of the range that carries the change
 * @param q its number
 * @param start the media date at which the change takes effect; the date asked for, or a millisecond or more later
 *     where that date was taken
 * @param state all that is on screen from then on
 */
public record CueReceipt(String id, long q, Instant start, ShopState state) {}
