package dev.vitrine.server.stream;

import dev.vitrine.transcoder.Rung;
import java.time.Duration;
import java.util.List;

/**
 * Which renditions are offered beside the source.
 *
 * @param shortSides of the rungs, in pixels; none: no ladder
 * @param soundOnly whether the sound alone is offered too
 * @param linger how long a rendition is made after somebody asked for it last
 * @param pinned whether all are made all the time
 */
public record LadderSettings(
        List<Integer> shortSides, boolean soundOnly, Rung.Encoding encoding, Duration linger, boolean pinned) {

    public LadderSettings {
        shortSides = List.copyOf(shortSides);
    }

    boolean isOn() {
        return !shortSides.isEmpty();
    }
}
