package dev.vitrine.overlay;

import java.time.Duration;

/**
 * How long a range runs and how early it is renewed.
 *
 * @param lease the length of a range, 5 s to 10 min. Short: what a viewer who missed a tag sees heals sooner. Long:
 *     smaller playlists.
 * @param renewalLead how long before a range's end, at the edge, the next one is written; below {@code lease}. It must
 *     be more than one part, so that players hold the renewal before they need it.
 */
public record LeaseSettings(Duration lease, Duration renewalLead) {

    private static final Duration MIN = Duration.ofSeconds(5);
    private static final Duration MAX = Duration.ofMinutes(10);

    public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(30), Duration.ofSeconds(5));

    public LeaseSettings {
        if (lease.compareTo(MIN) < 0 || lease.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("cue lease " + lease + " must be " + MIN + " to " + MAX);
        }
        if (renewalLead.isNegative() || renewalLead.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "cue renewal lead " + renewalLead + " must be 0 or more and less than the lease " + lease);
        }
    }

    /** Renewed one sixth of the lease ahead: 5 s of 30 s. */
    public static LeaseSettings of(Duration lease) {
        return new LeaseSettings(lease, lease.dividedBy(6));
    }
}
