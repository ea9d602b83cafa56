package dev.vitrine.hls;

import dev.vitrine.media.MediaClock;
import java.util.regex.Pattern;

/**
 * One show as viewers address it.
 *
 * @param epoch unique per show and part of every address, so that no address ever means two things: 4 to 32 lower-case
 *     letters and digits
 * @param clock maps show time to dates, for the whole show
 */
public record Presentation(String epoch, MediaClock clock) {

    private static final Pattern EPOCH = Pattern.compile("[a-z0-9]{4,32}");

    public Presentation {
        requireEpoch(epoch);
    }

    static void requireEpoch(String epoch) {
        if (!EPOCH.matcher(epoch).matches()) {
            throw new IllegalArgumentException("epoch '" + epoch + "' must be 4 to 32 lower-case letters and digits");
        }
    }
}
