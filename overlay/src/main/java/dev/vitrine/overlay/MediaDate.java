package dev.vitrine.overlay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How a media date is written everywhere: UTC, always three digits of milliseconds, {@code 2026-11-22T18:07:21.250Z}. */
public final class MediaDate {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private MediaDate() {}

    public static String format(Instant date) {
        return FORMAT.format(date);
    }
}
