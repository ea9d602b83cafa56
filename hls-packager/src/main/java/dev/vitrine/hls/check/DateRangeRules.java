package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.PlaylistText.Line;
import dev.vitrine.hls.playlist.Attributes;
import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.PlaylistException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines 58 to 61 and 64: EXT-X-DATERANGE, anybody's and ours. */
final class DateRangeRules implements RuleGroup {

    /** Renditions are updated within a part of each other, and seen a little apart. */
    private static final long TOGETHER_NANOS = 2_000_000_000L;

    private final House house;
    private final Map<String, Map<String, String>> attributesById = new HashMap<>();
    private final Map<String, Map<String, Long>> firstSeen = new LinkedHashMap<>();
    private final Map<String, Map<String, DateRange>> listed = new HashMap<>();
    private final Map<String, Instant> endByQ = new HashMap<>();

    DateRangeRules(House house) {
        this.house = house;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (!(observed instanceof Observed.Reload reload)
                || reload.text().media().isEmpty()) {
            return;
        }
        PlaylistText text = reload.text();
        MediaPlaylist playlist = text.media().orElseThrow();
        Map<String, DateRange> now = new LinkedHashMap<>();
        List<Line> lines = text.tags("#EXT-X-DATERANGE");
        for (int i = 0; i < lines.size(); i++) {
            tag(text, lines.get(i), out);
        }
        playlist.dateRanges().forEach(range -> now.put(range.id(), range));
        Map<String, Long> seen = firstSeen.computeIfAbsent(reload.rendition(), key -> new HashMap<>());
        now.keySet().forEach(id -> seen.putIfAbsent(id, reload.http().firstByteNanos()));
        stays(reload, playlist, now, out);
        listed.put(reload.rendition(), now);
        together(reload, out);
        order(text, now, out);
    }

    private void tag(PlaylistText text, Line line, Findings out) {
        Map<String, String> attributes;
        try {
            attributes = Attributes.read(line.value()).all();
        } catch (PlaylistException said) {
            return; // A matter of syntax.
        }
        boolean ours = attributes.getOrDefault("CLASS", "").equals('"' + House.CUE_CLASS + '"');
        String id = attributes.getOrDefault("ID", "");
        Map<String, String> before = attributesById.getOrDefault(id, Map.of());
        List<String> needed = ours ? List.of("ID", "CLASS", "START-DATE", "END-DATE") : List.of("ID");
        out.expect(
                58,
                attributes.keySet().containsAll(needed),
                () -> new Trouble(
                        "a date range lacks an attribute",
                        String.join(", ", attributes.keySet()),
                        String.join(", ", needed),
                        text.at(line)));
        out.expect(
                58,
                attributes.containsKey("START-DATE") || before.containsKey("START-DATE"),
                () -> new Trouble("a date range has no START-DATE", id, "one in its first tag", text.at(line)));
        if (ours) {
            out.expect(
                    58,
                    before.isEmpty() || before.equals(attributes),
                    () -> new Trouble("a cue's tag was altered", id, before.toString(), text.at(line)));
        } else {
            before.forEach((name, value) -> out.expect(
                    58,
                    value.equals(attributes.getOrDefault(name, value)),
                    () -> new Trouble(
                            "a date range changed an attribute",
                            name + "=" + attributes.get(name),
                            value,
                            text.at(line))));
        }
        Map<String, String> all = new HashMap<>(before);
        all.putAll(attributes);
        attributesById.put(id, Map.copyOf(all));
        if (house.ours()) {
            foreign(text, line, attributes, out);
        }
    }

    /** What players disagree about. */
    private static void foreign(PlaylistText text, Line line, Map<String, String> attributes, Findings out) {
        out.expect(
                64,
                !attributes.getOrDefault("CLASS", "").startsWith("\"com.apple.hls."),
                () -> new Trouble(
                        "a class of Apple's beside cues", attributes.getOrDefault("CLASS", ""), "none", text.at(line)));
        for (String name : List.of("END-ON-NEXT", "PLANNED-DURATION", "CUE")) {
            out.expect(
                    64,
                    !attributes.containsKey(name),
                    () -> new Trouble("an attribute that players disagree about", name, "none", text.at(line)));
        }
    }

    private void stays(Observed.Reload reload, MediaPlaylist playlist, Map<String, DateRange> now, Findings out) {
        Optional<Instant> first = playlist.segments().stream().findFirst().flatMap(segment -> segment.date());
        Map<String, DateRange> before = listed.getOrDefault(reload.rendition(), Map.of());
        if (first.isEmpty() || before.isEmpty()) {
            return;
        }
        before.forEach((id, range) -> out.expect(
                60,
                now.containsKey(id)
                        || range.end()
                                .map(end -> !end.isAfter(first.get()))
                                .orElse(range.start()
                                        .map(start -> start.isBefore(first.get()))
                                        .orElse(true)),
                () -> new Trouble(
                        "a date range went while dates of it are listed",
                        id,
                        "listed until " + first.get() + " is past its end",
                        new Evidence(reload.text().url().toString(), 0, ""))));
    }

    /** What one playlist listed for a while, the others list, too. */
    private void together(Observed.Reload reload, Findings out) {
        Map<String, DateRange> mine = listed.getOrDefault(reload.rendition(), Map.of());
        long since = reload.http().askedNanos() - TOGETHER_NANOS;
        listed.forEach((other, theirs) -> {
            if (other.equals(reload.rendition()) || (theirs.isEmpty() && mine.isEmpty())) {
                return;
            }
            Optional<Instant> first = reload.text().media().orElseThrow().segments().stream()
                    .findFirst()
                    .flatMap(segment -> segment.date());
            theirs.forEach((id, range) -> {
                boolean lasting = firstSeen.getOrDefault(other, Map.of()).getOrDefault(id, Long.MAX_VALUE) < since;
                boolean past = first.isPresent()
                        && range.end().map(end -> !end.isAfter(first.get())).orElse(false);
                if (lasting && !past) {
                    out.expect(
                            61,
                            range.equals(mine.get(id)),
                            () -> new Trouble(
                                    mine.containsKey(id)
                                            ? "a date range differs between playlists"
                                            : "a date range is missing in a playlist",
                                    id,
                                    "as in " + other,
                                    mine.containsKey(id)
                                            ? reload.text().find('"' + id + '"')
                                            : new Evidence(reload.rendition(), 0, "")));
                }
            });
        });
    }

    /** Cues: whoever wins by a higher q must last as long as those it wins over. */
    private void order(PlaylistText text, Map<String, DateRange> now, Findings out) {
        String best = "";
        long bestQ = -1;
        for (DateRange range : now.values()) {
            boolean ours = range.classId().filter(House.CUE_CLASS::equals).isPresent();
            if (range.start().isPresent() && range.end().isPresent()) {
                out.expect(
                        59,
                        ours
                                ? range.end().get().isAfter(range.start().get())
                                : !range.end().get().isBefore(range.start().get()),
                        () -> new Trouble(
                                "a date range ends before it starts",
                                range.id(),
                                "",
                                text.find('"' + range.id() + '"')));
            }
            if (ours && range.end().isPresent()) {
                endByQ.put(range.id(), range.end().get());
                long q = q(range.id());
                if (q > bestQ) {
                    String lower = best;
                    if (bestQ >= 0 && epoch(lower).equals(epoch(range.id()))) {
                        out.expect(
                                59,
                                !range.end().get().isBefore(endByQ.get(lower)),
                                () -> new Trouble(
                                        "a cue ends before one with a lower q",
                                        range.id() + " before " + lower,
                                        "not earlier",
                                        text.find('"' + range.id() + '"')));
                    }
                    best = range.id();
                    bestQ = q;
                }
            }
        }
    }

    static long q(String id) {
        String digits = id.substring(id.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,16}") ? Long.parseLong(digits) : -1;
    }

    private static String epoch(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf('-')));
    }
}
