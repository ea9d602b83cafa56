package dev.vitrine.hls.cmaf;

import dev.vitrine.media.AccessUnit;

/**
 * An access unit whose length in time is known.
 *
 * @param duration in ticks of its track, 0 or more; the next sample's dts minus this one's
 */
public record Sample(AccessUnit unit, long duration) {

    public Sample {
        if (duration < 0 || duration > 0xffff_ffffL) {
            throw new IllegalArgumentException("sample duration " + duration + " of track " + unit.trackId()
                    + " at dts " + unit.dts() + " is not between 0 and 2^32-1 ticks");
        }
    }
}
