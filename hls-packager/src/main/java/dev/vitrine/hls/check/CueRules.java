package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.Listings.Listed;
import dev.vitrine.hls.playlist.DateRange;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Lines 62, 63 and 65: what Vitrine's cues say, in tags, in {@code cues.json} and in the media. */
final class CueRules implements RuleGroup {

    private static final double SAME_SECONDS = 0.002;

    private final Listings listings;
    /** Every cue that was ever listed, by ID. */
    private final Map<String, Cue> archive = new LinkedHashMap<>();
    /** What the tags said of a segment's start when its first part was listed; by rendition and number. */
    private final Map<String, Optional<Cue>> atStart = new LinkedHashMap<>();

    private final Map<String, Boolean> inBand = new HashMap<>();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();

    /** One of our cues. */
    private record Cue(String id, long q, Instant start, Instant end, List<String> items) {

        boolean covers(Instant date) {
            return !date.isBefore(start) && date.isBefore(end);
        }
    }

    CueRules(Listings listings) {
        this.listings = listings;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Reload reload) {
            reload.text().media().ifPresent(playlist -> tags(reload, playlist, out));
        } else if (observed instanceof Observed.Media media && media.http().found()) {
            messages(media, out);
        } else if (observed instanceof Observed.CueFile file && file.http().found()) {
            compare(file, out);
        }
    }

    private void tags(Observed.Reload reload, MediaPlaylist playlist, Findings out) {
        List<Cue> listed = new ArrayList<>();
        for (DateRange range : playlist.dateRanges()) {
            if (range.classId().filter(House.CUE_CLASS::equals).isEmpty()
                    || range.start().isEmpty()
                    || range.end().isEmpty()) {
                continue;
            }
            Cue known = archive.get(range.id());
            if (known != null) {
                listed.add(known);
                continue;
            }
            read(reload.text(), range, out).ifPresent(cue -> {
                archive.put(cue.id(), cue);
                listed.add(cue);
            });
        }
        for (int i = 0; i < playlist.segments().size(); i++) {
            MediaSegment segment = playlist.segments().get(i);
            segment.date().ifPresent(date -> {
                from = from.filter(first -> !first.isAfter(date)).or(() -> Optional.of(date));
                Instant end = segment.ending().map(e -> date.plus(e.duration())).orElse(date);
                to = to.filter(last -> !last.isBefore(end)).or(() -> Optional.of(end));
            });
            if (segment.date().isPresent()) {
                atStart.putIfAbsent(
                        key(reload.rendition(), playlist.msn(i)),
                        best(listed, segment.date().get()));
            }
        }
    }

    private static String key(String rendition, long msn) {
        return rendition + " " + msn;
    }

    private static Optional<Cue> read(PlaylistText text, DateRange range, Findings out) {
        String value = range.attributes().getOrDefault(CuePayload.ATTRIBUTE, "");
        Optional<CuePayload> payload = Optional.empty();
        String problem = "";
        try {
            payload = Optional.of(CuePayload.ofAttribute(value));
            if (payload.get().q() != DateRangeRules.q(range.id())) {
                problem = "q is " + payload.get().q() + " in " + range.id();
            }
        } catch (IllegalArgumentException wrong) {
            problem = String.valueOf(wrong.getMessage());
        }
        String said = problem;
        out.expect(
                62,
                said.isEmpty(),
                () -> new Trouble(
                        "the payload of a cue is not as documented", said, "", text.find('"' + range.id() + '"')));
        return payload.map(read -> new Cue(
                range.id(),
                DateRangeRules.q(range.id()),
                range.start().orElseThrow(),
                range.end().orElseThrow(),
                read.items()));
    }

    /** The reader's rule: the covering one with the highest q. */
    private static Optional<Cue> best(Collection<Cue> cues, Instant date) {
        Cue best = null;
        for (Cue cue : cues) {
            if (cue.covers(date) && (best == null || cue.q() > best.q())) {
                best = cue;
            }
        }
        return Optional.ofNullable(best);
    }

    private static List<String> state(Collection<Cue> cues, Instant date) {
        return best(cues, date).map(Cue::items).orElse(List.of());
    }

    /** At every date at which either may change, both tell the same. */
    private void compare(Observed.CueFile file, Findings out) {
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        Evidence evidence = Evidence.of(file.http());
        List<Cue> said;
        try {
            said = cues(file.json(), to.get());
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException wrong) {
            out.expect(
                    63,
                    false,
                    () -> new Trouble("cues.json cannot be read", String.valueOf(wrong.getMessage()), "", evidence));
            return;
        }
        TreeSet<Instant> dates = new TreeSet<>(List.of(from.get(), to.get().minusMillis(1)));
        List.of(archive.values(), said)
                .forEach(cues -> cues.forEach(cue -> {
                    dates.add(cue.start());
                    dates.add(cue.end());
                }));
        for (Instant date : dates.subSet(from.get(), to.get())) {
            out.expect(
                    63,
                    state(archive.values(), date).equals(state(said, date)),
                    () -> new Trouble(
                            "cues.json tells another state than the tags",
                            date + ": " + state(said, date),
                            state(archive.values(), date).toString(),
                            evidence));
        }
    }

    private static List<Cue> cues(String json, Instant open) {
        List<Cue> cues = new ArrayList<>();
        if (!(Json.read(json) instanceof Map<?, ?> root) || !(root.get("cues") instanceof List<?> list)) {
            throw new IllegalArgumentException("no object with cues");
        }
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> cue) || !(cue.get("q") instanceof Double q)) {
                throw new IllegalArgumentException("a cue without q");
            }
            Instant end = cue.get("end") instanceof String date ? Instant.parse(date) : open.plusSeconds(1);
            cues.add(new Cue(
                    String.valueOf(cue.get("id")),
                    q.longValue(),
                    Instant.parse(String.valueOf(cue.get("start"))),
                    end,
                    CuePayload.state(cue.get("state"))));
        }
        return cues;
    }

    /** In the in-band view, a segment starts with the cue that holds there. */
    private void messages(Observed.Media media, Findings out) {
        List<Emsg> ours = media.facts().messages().stream()
                .filter(message -> message.description().equals(House.CUE_CLASS))
                .toList();
        if (!ours.isEmpty()) {
            inBand.put(media.rendition(), true);
        }
        Optional<Listed> listed = listings.segment(media.rendition(), media.msn());
        Optional<Cue> expected = atStart.getOrDefault(key(media.rendition(), media.msn()), Optional.empty());
        if (!inBand.containsKey(media.rendition())
                || listed.isEmpty()
                || expected.isEmpty()
                || media.part().orElse(0) > 0
                || media.facts().start().isEmpty()) {
            return;
        }
        double start = media.facts().start().get();
        Optional<String> first = ours.stream()
                .filter(message -> Math.abs(message.seconds() - start) <= SAME_SECONDS)
                .map(Emsg::value)
                .findFirst();
        out.expect(
                65,
                first.map(value -> q(value) == expected.get().q()).orElse(false),
                () -> new Trouble(
                        "a segment does not start with the cue that its tags say",
                        first.orElse("no message at its start"),
                        "q " + expected.get().q(),
                        listed.get().evidence()));
    }

    private static long q(String value) {
        try {
            return CuePayload.ofAttribute(value).q();
        } catch (IllegalArgumentException wrong) {
            return -1;
        }
    }
}
