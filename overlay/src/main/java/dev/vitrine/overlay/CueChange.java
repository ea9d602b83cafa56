package dev.vitrine.overlay;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of a show during which the shop looked the same, renewals left out.
 *
 * @param id of the range that opened it
 * @param q its number
 * @param start inclusive
 * @param end exclusive; empty while it lasts
 * @param reason why it began
 * @param note what the host wrote down with the command; not for viewers
 * @param by who gave the command; not for viewers
 */
public record CueChange(
        String id,
        long q,
        Instant start,
        Optional<Instant> end,
        CueReason reason,
        Optional<String> sku,
        ShopState state,
        Optional<String> note,
        Optional<String> by) {}
