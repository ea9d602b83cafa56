package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives.Skip;
import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.PlaylistText.Line;
import dev.vitrine.hls.playlist.MediaPlaylist;
import java.util.List;
import java.util.Optional;

/** Lines 55 to 57: delta updates (§6.2.5.1), and that an address asked twice answers alike. */
final class DeltaRules implements RuleGroup {

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Updates updates) {
            out.expect(
                    57,
                    updates.full().text().equals(updates.again().text()),
                    () -> new Trouble(
                            "the same address, asked at the same time, answered differently",
                            "",
                            "the same",
                            new Evidence(updates.full().url().toString(), 0, "")));
            updates.deltas().forEach(delta -> delta(updates.full(), delta, out));
        }
    }

    private static void delta(PlaylistText full, Observed.Delta delta, Findings out) {
        PlaylistText text = delta.text();
        List<Line> skips = text.tags("#EXT-X-SKIP");
        if (skips.isEmpty() && text.text().equals(full.text())) {
            return; // Nothing to leave out yet.
        }
        out.expect(
                56,
                skips.size() == 1,
                () -> new Trouble(
                        "a delta update has not one EXT-X-SKIP", "" + skips.size(), "1", text.find("#EXT-X-SKIP")));
        if (skips.size() != 1 || text.media().isEmpty() || full.media().isEmpty()) {
            return;
        }
        MediaPlaylist playlist = text.media().get();
        boolean ranges = playlist.skip().orElseThrow().removedDateRanges().isPresent();
        int least = ranges ? 10 : 9;
        out.expect(
                56,
                playlist.header().version() >= least,
                () -> new Trouble(
                        "a delta update has too low a version",
                        "" + playlist.header().version(),
                        "at least " + least,
                        text.find("#EXT-X-VERSION")));
        boolean allowed = full.media()
                .get()
                .header()
                .serverControl()
                .map(control -> control.canSkipDateRanges())
                .orElse(false);
        out.expect(
                56,
                ranges == (delta.asked() == Skip.V2 && allowed),
                () -> new Trouble(
                        ranges
                                ? "RECENTLY-REMOVED-DATERANGES was not asked for or is not offered"
                                : "RECENTLY-REMOVED-DATERANGES is missing",
                        "_HLS_skip=" + delta.asked(),
                        "",
                        text.at(skips.get(0))));
        merged(full, text, playlist, ranges, out);
    }

    /** What follows the skipped segments, byte for byte; what is left out, by number. */
    private static void merged(
            PlaylistText full, PlaylistText delta, MediaPlaylist playlist, boolean ranges, Findings out) {
        MediaPlaylist whole = full.media().orElseThrow();
        long skipped = playlist.skip().orElseThrow().segments();
        Evidence at = delta.find("#EXT-X-SKIP");
        out.expect(
                55,
                playlist.header().mediaSequence() == whole.header().mediaSequence()
                        && playlist.header().discontinuitySequence()
                                == whole.header().discontinuitySequence()
                        && skipped + playlist.segments().size()
                                == whole.segments().size(),
                () -> new Trouble(
                        "a delta update does not count to the same segments",
                        skipped + " skipped and " + playlist.segments().size() + " listed",
                        whole.segments().size() + " in all",
                        at));
        Optional<String> theirs = behind(full, skipped);
        Optional<String> ours = behind(delta, 0);
        out.expect(
                55,
                theirs.isPresent() && theirs.equals(ours),
                () -> new Trouble(
                        "a delta update lists other lines than the playlist",
                        difference(theirs.orElse(""), ours.orElse("")),
                        "the same",
                        at));
        if (!ranges) {
            out.expect(
                    55,
                    playlist.dateRanges().stream()
                            .map(range -> range.id())
                            .sorted()
                            .toList()
                            .equals(whole.dateRanges().stream()
                                    .map(range -> range.id())
                                    .sorted()
                                    .toList()),
                    () -> new Trouble(
                            "a delta update leaves date ranges out, though only segments were to be skipped",
                            playlist.dateRanges().size() + " listed",
                            "" + whole.dateRanges().size(),
                            at));
        }
    }

    /** The lines from the first date of a segment on, when so many segments went by; without maps and date ranges, which a delta update may say again. */
    private static Optional<String> behind(PlaylistText text, long segments) {
        StringBuilder lines = new StringBuilder();
        long left = segments;
        boolean body = false;
        for (Line line : text.lines()) {
            boolean address = !line.text().startsWith("#") && !line.text().isEmpty();
            if (left > 0) {
                left -= address ? 1 : 0;
                body = left == 0;
                continue;
            }
            body |= segments == 0 && line.tag().equals("#EXT-X-SKIP");
            boolean repeated = line.tag().equals("#EXT-X-MAP")
                    || line.tag().equals("#EXT-X-DATERANGE")
                    || line.tag().equals("#EXT-X-SKIP")
                    || line.text().startsWith("# ");
            if (body && !repeated) {
                lines.append(line.text()).append('\n');
            }
        }
        return left > 0 ? Optional.empty() : Optional.of(lines.toString());
    }

    private static String difference(String full, String delta) {
        List<String> theirs = full.lines().toList();
        List<String> ours = delta.lines().toList();
        int i = 0;
        while (i < theirs.size() && i < ours.size() && theirs.get(i).equals(ours.get(i))) {
            i++;
        }
        return i < ours.size() ? ours.get(i) : i < theirs.size() ? "without " + theirs.get(i) : "";
    }
}
