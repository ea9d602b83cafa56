package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.DurationRules.seconds;

import dev.vitrine.hls.check.Findings.Trouble;

/** Lines 26 to 28: can be had what is listed, and what was. */
final class AvailabilityRules implements RuleGroup {

    /** Headers of what is listed have to come without any wait; this much is for the way. */
    private static final double AT_ONCE_SECONDS = 1.0;

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Removed removed) {
            Exchange http = removed.http();
            out.expect(
                    removed.part() ? 27 : 26,
                    http.found() || http.status() == 206,
                    () -> new Trouble(
                            removed.part() ? "a part that went cannot be had" : "a segment that went cannot be had",
                            http.status() + " " + seconds(removed.secondsAgo()) + " after it went",
                            "200",
                            Evidence.of(http)));
        } else if (observed instanceof Observed.Media media) {
            listed(media.http(), out);
        } else if (observed instanceof Observed.Init init) {
            listed(init.http(), out);
        }
    }

    private static void listed(Exchange http, Findings out) {
        if (!out.expect(
                28,
                http.found(),
                () -> new Trouble("what is listed cannot be had", "" + http.status(), "200", Evidence.of(http)))) {
            return;
        }
        String length = http.header("content-length").orElse("" + http.length());
        out.expect(
                28,
                http.header("content-encoding").isPresent() || length.equals("" + http.length()),
                () -> new Trouble(
                        "what is listed is not whole", http.length() + " bytes", length + " bytes", Evidence.of(http)));
        out.expect(
                28,
                http.waitedSeconds() <= AT_ONCE_SECONDS,
                () -> new Trouble(
                        "what is listed comes late", seconds(http.waitedSeconds()), "at once", Evidence.of(http)));
    }
}
