package dev.vitrine.hls.playlist;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Numbers and dates as playlists spell them: plain decimals, never an exponent (§4.2), and dates in UTC. */
final class Decimals {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What others write: any ISO 8601 offset, {@code +0200} too. */
    private static final DateTimeFormatter ANY_DATE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private Decimals() {}

    /** Seconds with five decimals, to the nearest 10 µs: {@code 0.50000}. */
    static StringBuilder fixed(StringBuilder out, Duration duration) {
        long hundredThousandths = Math.floorDiv(duration.toNanos() + 5_000, 10_000);
        out.append(hundredThousandths / 100_000).append('.');
        String fraction = Long.toString(hundredThousandths % 100_000);
        return out.append("00000", 0, 5 - fraction.length()).append(fraction);
    }

    /** Seconds with as many decimals as needed, at least one: {@code 24.0}. */
    static String plain(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
        return (seconds.scale() < 1 ? seconds.setScale(1, RoundingMode.UNNECESSARY) : seconds).toPlainString();
    }

    static Duration seconds(String text) {
        if (!text.matches("[0-9]+(\\.[0-9]+)?")) {
            throw new PlaylistException("'" + text + "' is not a decimal number of seconds");
        }
        return Duration.ofNanos(new BigDecimal(text)
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    static long integer(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new PlaylistException("'" + text + "' is not a decimal integer");
        }
        return Long.parseLong(text);
    }

    /** To the nearest millisecond. */
    static String date(Instant date) {
        return DATE.format(date.plusNanos(500_000));
    }

    static Instant date(String text) {
        try {
            return OffsetDateTime.parse(text, ANY_DATE).toInstant();
        } catch (DateTimeParseException notADate) {
            throw new PlaylistException("'" + text + "' is not an ISO 8601 date", notADate);
        }
    }
}
