package dev.vitrine.hls.cmaf;

import dev.vitrine.media.Track;
import java.util.List;

/**
 * Consecutive samples of one track: one {@code traf} with one {@code trun}.
 *
 * @param samples at least one, in decoding order
 */
public record TrackRun(Track track, List<Sample> samples) {

    public TrackRun {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("run of track " + track.id() + " has no samples");
        }
    }

    int payloadBytes() {
        int sum = 0;
        for (Sample sample : samples) {
            sum = Math.addExact(sum, sample.unit().payload().length);
        }
        return sum;
    }
}
