package dev.vitrine.hls.check;

import static dev.vitrine.hls.check.DurationRules.seconds;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.Part;
import dev.vitrine.hls.playlist.PreloadHint;
import dev.vitrine.hls.playlist.RenditionReport;
import dev.vitrine.hls.playlist.ServerControl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines 37 to 42 and 44 to 46: what a low-latency playlist says. */
final class LowLatencyRules implements RuleGroup {

    private static final double ROUNDING = 0.0005;
    private static final int KEPT_EDGES = 40;

    private final Map<String, String> controls = new LinkedHashMap<>();
    private final Map<String, Optional<String>> hints = new HashMap<>();
    private final Map<String, Deque<Edge>> edges = new LinkedHashMap<>();

    /** Where a playlist ended when it came. */
    private record Edge(long nanos, long msn, long part) {

        boolean behind(long otherMsn, long otherPart) {
            return msn < otherMsn || (msn == otherMsn && part < otherPart);
        }
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload && reload.text().media().isPresent()) {
            MediaPlaylist playlist = reload.text().media().orElseThrow();
            parts(reload.text(), playlist, out);
            control(reload, playlist, out);
            hint(reload, playlist, out);
            reports(reload, playlist, out);
        }
    }

    private static void parts(PlaylistText text, MediaPlaylist playlist, Findings out) {
        boolean any = playlist.segments().stream()
                .anyMatch(segment -> !segment.parts().isEmpty());
        Optional<Duration> target = playlist.header().partTarget();
        if (!any && target.isEmpty()) {
            return;
        }
        out.expect(
                37,
                any == target.isPresent() || text.ended(),
                () -> new Trouble(
                        any ? "parts without EXT-X-PART-INF" : "EXT-X-PART-INF without a part",
                        "",
                        "",
                        text.find(any ? "#EXT-X-PART:" : "#EXT-X-PART-INF")));
        if (target.isEmpty()) {
            return;
        }
        double most = target.get().toNanos() / 1e9;
        for (MediaSegment segment : playlist.segments()) {
            for (int i = 0; i < segment.parts().size(); i++) {
                part(text, segment, i, most, out);
            }
        }
        double end = 0;
        double targetDuration = playlist.header().targetDuration().toSeconds();
        for (int i = playlist.segments().size() - 1; i >= 0; i--) {
            MediaSegment segment = playlist.segments().get(i);
            if (!segment.parts().isEmpty()) {
                double behind = end;
                out.expect(
                        46,
                        behind <= 3 * targetDuration + most,
                        () -> new Trouble(
                                "parts are listed far from the end",
                                seconds(behind),
                                "at most " + seconds(3 * targetDuration),
                                text.of(segment)));
            }
            end += segment.ending()
                    .map(ending -> ending.duration().toNanos() / 1e9)
                    .orElseGet(() -> segment.parts().stream()
                            .mapToDouble(part -> part.duration().toNanos() / 1e9)
                            .sum());
        }
    }

    private static void part(PlaylistText text, MediaSegment segment, int index, double most, Findings out) {
        Part part = segment.parts().get(index);
        double length = part.duration().toNanos() / 1e9;
        out.expect(
                38,
                length <= most + ROUNDING,
                () -> new Trouble(
                        "a part is longer than the part target",
                        seconds(length),
                        "at most " + seconds(most),
                        text.find(part.uri())));
        boolean last = index == segment.parts().size() - 1;
        boolean excused = part.independent()
                || part.gap()
                || last
                || segment.parts().get(index + 1).gap();
        out.expect(
                38,
                excused || length >= 0.85 * most - ROUNDING,
                () -> new Trouble(
                        "a part is shorter than 85 % of the part target",
                        seconds(length), "at least " + seconds(0.85 * most), text.find(part.uri())));
    }

    private void control(Observed.Reload reload, MediaPlaylist playlist, Findings out) {
        PlaylistText text = reload.text();
        Evidence at = text.find("#EXT-X-SERVER-CONTROL");
        Optional<ServerControl> control = playlist.header().serverControl();
        Optional<Duration> partTarget = playlist.header().partTarget();
        double target = playlist.header().targetDuration().toSeconds();
        if (partTarget.isPresent() && !text.ended()) {
            double part = partTarget.get().toNanos() / 1e9;
            double hold = control.flatMap(ServerControl::partHoldBack)
                    .map(value -> value.toNanos() / 1e9)
                    .orElse(0.0);
            out.expect(
                    39,
                    hold >= 2 * part - ROUNDING,
                    () -> new Trouble(
                            "PART-HOLD-BACK is missing or below two part targets",
                            seconds(hold),
                            "at least " + seconds(2 * part),
                            at));
            out.expect(
                    39,
                    Severity.WARNING,
                    hold < 2 * part - ROUNDING || hold >= 3 * part - ROUNDING,
                    () -> new Trouble(
                            "PART-HOLD-BACK is below three part targets",
                            seconds(hold),
                            "better " + seconds(3 * part),
                            at));
        }
        control.flatMap(ServerControl::holdBack)
                .ifPresent(hold -> out.expect(
                        40,
                        hold.toNanos() / 1e9 >= 3 * target - ROUNDING,
                        () -> new Trouble(
                                "HOLD-BACK is below three target durations",
                                seconds(hold.toNanos() / 1e9),
                                "at least " + seconds(3 * target),
                                at)));
        control.flatMap(ServerControl::canSkipUntil)
                .ifPresent(skip -> out.expect(
                        41,
                        skip.toNanos() / 1e9 >= 6 * target - ROUNDING,
                        () -> new Trouble(
                                "CAN-SKIP-UNTIL is below six target durations",
                                seconds(skip.toNanos() / 1e9),
                                "at least " + seconds(6 * target),
                                at)));
        control.ifPresent(said -> {
            if (said.canSkipDateRanges()) {
                out.expect(
                        41,
                        said.canSkipUntil().isPresent(),
                        () -> new Trouble("CAN-SKIP-DATERANGES without CAN-SKIP-UNTIL", "", "both", at));
            }
        });
        sameControl(reload, at, out);
    }

    private void sameControl(Observed.Reload reload, Evidence at, Findings out) {
        if (reload.text().ended()) {
            return;
        }
        String said = reload.text().tags("#EXT-X-SERVER-CONTROL").stream()
                .map(line -> line.value())
                .findFirst()
                .orElse("");
        controls.put(reload.rendition(), said);
        controls.forEach((other, value) -> {
            if (!other.equals(reload.rendition()) && !(value.isEmpty() && said.isEmpty())) {
                out.expect(
                        45,
                        value.equals(said),
                        () -> new Trouble(
                                "EXT-X-SERVER-CONTROL differs between playlists", said, value + " as in " + other, at));
            }
        });
    }

    private void hint(Observed.Reload reload, MediaPlaylist playlist, Findings out) {
        PlaylistText text = reload.text();
        if (playlist.header().partTarget().isEmpty() || text.ended()) {
            hints.remove(reload.rendition());
            return;
        }
        List<String> now = playlist.tail().hints().stream()
                .filter(hint -> hint.type().equals("PART"))
                .map(PreloadHint::uri)
                .toList();
        out.expect(
                42,
                now.size() == 1,
                () -> new Trouble(
                        "not one EXT-X-PRELOAD-HINT of a part",
                        "" + now.size(),
                        "1",
                        text.find("#EXT-X-PRELOAD-HINT")));
        Optional<String> before = hints.getOrDefault(reload.rendition(), Optional.empty());
        Optional<String> next = now.stream().findFirst();
        if (before.isPresent() && !before.equals(next)) {
            List<Part> listed = playlist.segments().stream()
                    .flatMap(segment -> segment.parts().stream())
                    .toList();
            // A hint is withdrawn where an outage begins or ends (§6.2.6).
            boolean gap = playlist
                    .segments()
                    .subList(
                            Math.max(0, playlist.segments().size() - 2),
                            playlist.segments().size())
                    .stream()
                    .anyMatch(segment -> segment.discontinuity()
                            || segment.gap()
                            || segment.parts().stream().anyMatch(Part::gap));
            out.expect(
                    42,
                    gap || listed.stream().anyMatch(part -> part.uri().equals(before.get())),
                    () -> new Trouble(
                            "the part that came has another address than the hint",
                            "",
                            before.get(),
                            text.find("#EXT-X-PRELOAD-HINT")));
        }
        hints.put(reload.rendition(), next);
    }

    private static Edge edge(Observed.Reload reload, MediaPlaylist playlist) {
        int last = playlist.segments().size() - 1;
        return new Edge(
                reload.http().firstByteNanos(),
                last < 0 ? -1 : playlist.msn(last),
                last < 0 ? -1 : playlist.segments().get(last).parts().size() - 1L);
    }

    private void reports(Observed.Reload reload, MediaPlaylist playlist, Findings out) {
        Deque<Edge> mine = edges.computeIfAbsent(reload.rendition(), key -> new ArrayDeque<>());
        mine.add(edge(reload, playlist));
        if (mine.size() > KEPT_EDGES) {
            mine.remove();
        }
        Optional<Duration> partTarget = playlist.header().partTarget();
        if (partTarget.isEmpty() || reload.text().ended() || edges.size() < 2) {
            return;
        }
        // Renditions come within a part of each other, and the answer was on its way for a while.
        long since = reload.http().firstByteNanos() - 2 * partTarget.get().toNanos();
        edges.forEach((other, known) -> {
            if (!other.equals(reload.rendition())) {
                report(reload, playlist, other, known, since, out);
            }
        });
    }

    private static void report(
            Observed.Reload reload, MediaPlaylist playlist, String other, Deque<Edge> known, long since, Findings out) {
        PlaylistText text = reload.text();
        Optional<RenditionReport> report = playlist.tail().reports().stream()
                .filter(said -> text.url().resolve(said.uri()).toString().equals(other))
                .findFirst();
        out.expect(
                44,
                report.isPresent(),
                () -> new Trouble(
                        "no EXT-X-RENDITION-REPORT of another playlist",
                        "",
                        other,
                        text.find("#EXT-X-RENDITION-REPORT")));
        if (report.isEmpty()) {
            return;
        }
        Edge own = edge(reload, playlist);
        long msn = report.get().lastMsn().orElse(own.msn());
        long part = report.get().lastPart().orElse(own.part());
        Optional<Edge> least =
                known.stream().filter(edge -> edge.nanos() <= since).reduce((first, second) -> second);
        out.expect(
                44,
                least.map(edge -> !new Edge(0, msn, part).behind(edge.msn(), edge.part()))
                        .orElse(true),
                () -> new Trouble(
                        "EXT-X-RENDITION-REPORT is behind the truth",
                        msn + "." + part,
                        "at least " + least.get().msn() + "." + least.get().part(),
                        text.find(report.get().uri())));
        Edge newest = known.getLast();
        out.expect(
                44,
                msn <= newest.msn() + 1,
                () -> new Trouble(
                        "EXT-X-RENDITION-REPORT is ahead of the truth",
                        msn + "." + part,
                        "about " + newest.msn() + "." + newest.part(),
                        text.find(report.get().uri())));
    }
}
