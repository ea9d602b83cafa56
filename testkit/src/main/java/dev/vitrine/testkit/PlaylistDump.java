package dev.vitrine.testkit;

import dev.vitrine.testkit.HlsPlaylist.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A playlist as text for golden files: dates count from its first program date-time, cue states are spelt out, the rest
 * is as it came.
 */
public final class PlaylistDump {

    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)");
    private static final Pattern STATE = Pattern.compile("\"v1\\.([A-Za-z0-9_-]+)\"");

    private PlaylistDump() {}

    public static String of(String playlist) {
        Optional<Instant> origin = HlsPlaylist.parse(URI.create("dump:/"), playlist)
                .tag("EXT-X-PROGRAM-DATE-TIME")
                .map(Tag::value)
                .map(HlsPlaylist::date);
        Matcher dates = DATE.matcher(playlist);
        String counted = origin.map(zero -> dates.replaceAll(date -> sinceOrigin(zero, date)))
                .orElse(playlist);
        return STATE.matcher(counted).replaceAll(state -> Matcher.quoteReplacement("v1 " + decoded(state.group(1))));
    }

    private static String sinceOrigin(Instant origin, MatchResult date) {
        return "T%+dms"
                .formatted(
                        Duration.between(origin, HlsPlaylist.date(date.group())).toMillis());
    }

    private static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
