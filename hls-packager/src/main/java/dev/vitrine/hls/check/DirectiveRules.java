package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.DurationRules.seconds;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.playlist.MediaPlaylist;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lines 48 to 54: delivery directives (§6.2.5). */
final class DirectiveRules implements RuleGroup {

    private static final double SLACK_SECONDS = 1.0;

    private final Map<String, Observed.Reload> newest = new HashMap<>();

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload) {
            if (reload.asked().msn().isPresent()) {
                blocked(reload, out);
            }
            if (reload.text().media().isPresent()) {
                newest.put(reload.rendition(), reload);
            }
        } else if (observed instanceof Observed.Refused refused) {
            refused(refused, out);
        } else if (observed instanceof Observed.Probe probe) {
            probe(probe, out);
        }
    }

    private void blocked(Observed.Reload reload, Findings out) {
        reload.text()
                .media()
                .ifPresent(playlist -> out.expect(
                        51,
                        reload.text().ended() || holds(playlist, reload.asked()),
                        () -> new Trouble(
                                "a blocked reload is answered before what it asked for is there",
                                "",
                                what(reload.asked()),
                                Evidence.of(reload.http()))));
        patience(reload.rendition(), reload.http(), out);
    }

    /** Whatever the answer is, it comes within three target durations. */
    private void patience(String rendition, Exchange http, Findings out) {
        Optional<Double> most = Optional.ofNullable(newest.get(rendition))
                .flatMap(reload -> reload.text().media())
                .map(playlist -> 3.0 * playlist.header().targetDuration().toSeconds());
        most.ifPresent(bound -> out.expect(
                53,
                http.waitedSeconds() <= bound + SLACK_SECONDS,
                () -> new Trouble(
                        "a reload was blocked too long",
                        seconds(http.waitedSeconds()),
                        "503 after " + seconds(bound),
                        Evidence.of(http))));
    }

    private void refused(Observed.Refused refused, Findings out) {
        patience(refused.rendition(), refused.http(), out);
        boolean waited = refused.http().status() == 503;
        out.expect(
                51,
                waited,
                () -> new Trouble(
                        "a reload for the next part is refused",
                        "" + refused.http().status(),
                        "the playlist",
                        Evidence.of(refused.http())));
    }

    static boolean holds(MediaPlaylist playlist, Directives asked) {
        long msn = asked.msn().orElseThrow();
        int last = playlist.segments().size() - 1;
        if (last < 0) {
            return false;
        }
        long lastMsn = playlist.msn(last);
        boolean open = playlist.segments().get(last).ending().isEmpty();
        int parts = playlist.segments().get(last).parts().size();
        long complete = open ? lastMsn - 1 : lastMsn;
        if (msn <= complete) {
            // A part behind the last of a complete segment means the first of the next; how many parts one had is no
            // longer known when they are not listed, and then it is long past.
            boolean behind = msn == complete
                    && asked.part().isPresent()
                    && listedParts(playlist, msn) > 0
                    && asked.part().getAsInt() >= listedParts(playlist, msn);
            return !behind || (open && parts > 0);
        }
        return asked.part().isPresent()
                && open
                && msn == lastMsn
                && asked.part().getAsInt() < parts;
    }

    private static int listedParts(MediaPlaylist playlist, long msn) {
        long index = msn - playlist.msn(0);
        return index < 0 || index >= playlist.segments().size()
                ? 0
                : playlist.segments().get((int) index).parts().size();
    }

    private static String what(Directives asked) {
        return "segment " + asked.msn().orElse(-1)
                + (asked.part().isPresent() ? ", part " + asked.part().getAsInt() : "");
    }

    private void probe(Observed.Probe probe, Findings out) {
        Exchange http = probe.http();
        switch (probe.kind()) {
            case PART_WITHOUT_MSN -> refusedWith400(48, http, "_HLS_part without _HLS_msn", out);
            case FAR_MSN -> refusedWith400(49, http, "_HLS_msn far ahead", out);
            case OLD_MSN -> {
                boolean full = http.found()
                        && new PlaylistText(http.url(), probe.body())
                                .media()
                                .map(playlist -> playlist.skip().isEmpty())
                                .orElse(false);
                out.expect(
                        50,
                        full && http.waitedSeconds() <= SLACK_SECONDS,
                        () -> new Trouble(
                                "a reload for what is past is not answered at once",
                                http.status() + " after " + seconds(http.waitedSeconds()),
                                "200, the whole playlist",
                                Evidence.of(http)));
            }
            case PART_PAST_END ->
                out.expect(
                        52,
                        http.found()
                                && new PlaylistText(http.url(), probe.body())
                                        .media()
                                        .map(playlist -> holds(playlist, probe.asked()))
                                        .orElse(false),
                        () -> new Trouble(
                                "a part behind the last is not the first of the next segment",
                                http.status() + " to " + what(probe.asked()),
                                "a playlist that holds it",
                                Evidence.of(http)));
            case ENDED ->
                out.expect(
                        54,
                        http.found()
                                && Optional.ofNullable(newest.get(probe.rendition()))
                                        .map(reload -> reload.text().text().equals(probe.body()))
                                        .orElse(false),
                        () -> new Trouble(
                                "directives are not ignored after EXT-X-ENDLIST",
                                "" + http.status(),
                                "200, the same playlist",
                                Evidence.of(http)));
        }
    }

    private static void refusedWith400(int line, Exchange http, String what, Findings out) {
        out.expect(
                line,
                http.status() == 400,
                () -> new Trouble(what + " is not refused", "" + http.status(), "400", Evidence.of(http)));
    }
}
