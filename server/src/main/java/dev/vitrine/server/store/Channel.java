package dev.vitrine.server.store;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The lasting place with a key and an address; shows come and go on it.
 *
 * @param id {@code [a-z0-9][a-z0-9-]{0,62}}, part of every address of the channel
 * @param title 1 to 200 characters
 * @param captureDelay from the host's hand to the server, 0 to 30 s, added to cues that are set "live"
 * @param keySource where its stream key is kept
 * @param created when it was first seen
 * @param ingest what it allows its encoder
 */
public record Channel(
        String id, String title, Duration captureDelay, KeySource keySource, Instant created, IngestRules ingest) {

    /** The longest delay that can be set; beyond it, a producer has lost the connection between hand and picture. */
    public static final Duration LONGEST_CAPTURE_DELAY = Duration.ofSeconds(30);

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int LONGEST_TITLE = 200;

    /** Where a stream key is kept. */
    public enum KeySource {
        /** Hashed, in the database; can be rotated. */
        DATABASE,
        /** In the YAML file; changed there. */
        CONFIGURATION
    }

    public Channel {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "channel id '" + id + "' must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
        }
        if (title.isBlank() || title.codePointCount(0, title.length()) > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "title of channel " + id + " must have 1 to " + LONGEST_TITLE + " characters");
        }
        if (captureDelay.isNegative() || captureDelay.compareTo(LONGEST_CAPTURE_DELAY) > 0) {
            throw new IllegalArgumentException("captureDelayMillis " + captureDelay.toMillis() + " must be 0 to "
                    + LONGEST_CAPTURE_DELAY.toMillis());
        }
    }
}
