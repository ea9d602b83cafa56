package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import dev.vitrine.hls.check.PlaylistText.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines 1 to 9: is the text what §4.1 to §4.4 ask for? Reads leniently, because it looks for what parsers refuse. */
final class SyntaxRules implements RuleGroup {

    /** Name and value of an attribute, whatever they look like. */
    private static final Pattern ATTRIBUTE = Pattern.compile("([^=,]*)=(\"[^\"]*\"|[^,\"]*)(,|$)");

    private static final Pattern NAME = Pattern.compile("[A-Z0-9-]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    private static final Set<String> WITH_ATTRIBUTES = Set.of(
            "#EXT-X-PART",
            "#EXT-X-PART-INF",
            "#EXT-X-SERVER-CONTROL",
            "#EXT-X-MAP",
            "#EXT-X-KEY",
            "#EXT-X-DATERANGE",
            "#EXT-X-SKIP",
            "#EXT-X-PRELOAD-HINT",
            "#EXT-X-RENDITION-REPORT",
            "#EXT-X-START",
            "#EXT-X-DEFINE",
            "#EXT-X-STREAM-INF",
            "#EXT-X-MEDIA",
            "#EXT-X-I-FRAME-STREAM-INF",
            "#EXT-X-SESSION-DATA");
    private static final Set<String> QUOTED = Set.of(
            "URI",
            "ID",
            "CLASS",
            "START-DATE",
            "END-DATE",
            "CODECS",
            "GROUP-ID",
            "NAME",
            "LANGUAGE",
            "BYTERANGE",
            "CHANNELS",
            "RECENTLY-REMOVED-DATERANGES",
            "SUPPLEMENTAL-CODECS",
            "STABLE-VARIANT-ID");
    private static final Set<String> UNSIGNED = Set.of(
            "DURATION",
            "PLANNED-DURATION",
            "PART-TARGET",
            "HOLD-BACK",
            "PART-HOLD-BACK",
            "CAN-SKIP-UNTIL",
            "FRAME-RATE",
            "BANDWIDTH",
            "AVERAGE-BANDWIDTH",
            "LAST-MSN",
            "LAST-PART",
            "SKIPPED-SEGMENTS");
    private static final Set<String> MULTIVARIANT = Set.of(
            "#EXT-X-STREAM-INF",
            "#EXT-X-MEDIA",
            "#EXT-X-I-FRAME-STREAM-INF",
            "#EXT-X-SESSION-DATA",
            "#EXT-X-SESSION-KEY",
            "#EXT-X-CONTENT-STEERING");
    private static final Set<String> MEDIA = Set.of(
            "#EXTINF",
            "#EXT-X-BYTERANGE",
            "#EXT-X-DISCONTINUITY",
            "#EXT-X-KEY",
            "#EXT-X-MAP",
            "#EXT-X-GAP",
            "#EXT-X-PROGRAM-DATE-TIME",
            "#EXT-X-BITRATE",
            "#EXT-X-PART",
            "#EXT-X-TARGETDURATION",
            "#EXT-X-MEDIA-SEQUENCE",
            "#EXT-X-DISCONTINUITY-SEQUENCE",
            "#EXT-X-ENDLIST",
            "#EXT-X-PLAYLIST-TYPE",
            "#EXT-X-I-FRAMES-ONLY",
            "#EXT-X-PART-INF",
            "#EXT-X-SERVER-CONTROL",
            "#EXT-X-DATERANGE",
            "#EXT-X-SKIP",
            "#EXT-X-PRELOAD-HINT",
            "#EXT-X-RENDITION-REPORT");
    private static final Set<String> ONCE = Set.of(
            "#EXT-X-TARGETDURATION",
            "#EXT-X-MEDIA-SEQUENCE",
            "#EXT-X-DISCONTINUITY-SEQUENCE",
            "#EXT-X-ENDLIST",
            "#EXT-X-PLAYLIST-TYPE",
            "#EXT-X-I-FRAMES-ONLY",
            "#EXT-X-PART-INF",
            "#EXT-X-SERVER-CONTROL",
            "#EXT-X-START",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            "#EXT-X-SKIP");

    /** Lines already looked at, by their text: a live playlist repeats nearly all of its own. */
    private final Set<String> known = new HashSet<>();

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Multivariant multivariant) {
            judge(multivariant.text(), out);
        } else if (observed instanceof Observed.Reload reload) {
            judge(reload.text(), out);
        } else if (observed instanceof Observed.Updates updates) {
            updates.deltas().forEach(delta -> judge(delta.text(), out));
        }
    }

    private void judge(PlaylistText text, Findings out) {
        boolean good = head(text, out);
        good &= version(text, out);
        good &= places(text, out);
        for (Line line : text.lines()) {
            good &= line(text, line, out);
        }
        boolean readable = text.unreadable().isEmpty() || text.unreadable().contains("TARGETDURATION is missing");
        if (good) {
            out.expect(
                    text.unreadable().contains("attribute") ? 4 : 2,
                    readable,
                    () -> new Trouble(
                            "the playlist cannot be understood",
                            text.unreadable(),
                            "",
                            new Evidence(text.url().toString(), 0, "")));
        }
        if (known.size() > 100_000) {
            known.clear();
        }
    }

    private static boolean head(PlaylistText text, Findings out) {
        boolean mark = text.text().startsWith("\uFEFF");
        boolean good = out.expect(
                2, !mark, () -> new Trouble("there is a byte order mark", "U+FEFF", "", text.at(new Line(1, ""))));
        String first = text.lines().isEmpty() ? "" : text.lines().get(0).text();
        good &= out.expect(
                1,
                (mark ? first.substring(1) : first).strip().equals("#EXTM3U"),
                () -> new Trouble("the first line is something else", first, "#EXTM3U", text.at(new Line(1, first))));
        return good;
    }

    private static boolean version(PlaylistText text, Findings out) {
        List<Line> versions = text.tags("#EXT-X-VERSION");
        boolean good = out.expect(
                3,
                versions.size() <= 1,
                () -> new Trouble(
                        "EXT-X-VERSION stands more than once", "" + versions.size(), "1", text.at(versions.get(1))));
        if (versions.size() != 1 || !versions.get(0).value().matches("[0-9]{1,4}")) {
            return good;
        }
        int said = Integer.parseInt(versions.get(0).value());
        int needed = neededVersion(text);
        good &= out.expect(
                3,
                said >= needed,
                () -> new Trouble(
                        "EXT-X-VERSION is below what the tags need",
                        "" + said,
                        "at least " + needed,
                        text.at(versions.get(0))));
        out.expect(
                3,
                Severity.WARNING,
                said <= needed || said < 3,
                () -> new Trouble(
                        "EXT-X-VERSION is above what the tags need", "" + said, "" + needed, text.at(versions.get(0))));
        return good;
    }

    /** §8. Parts, hints, server control and reports need none. */
    private static int neededVersion(PlaylistText text) {
        boolean onlyKeyFrames = !text.tags("#EXT-X-I-FRAMES-ONLY").isEmpty();
        int needed = 1;
        for (Line line : text.lines()) {
            needed = Math.max(
                    needed,
                    switch (line.tag()) {
                        case "#EXTINF" -> line.value().contains(".") ? 3 : 1;
                        case "#EXT-X-BYTERANGE", "#EXT-X-I-FRAMES-ONLY" -> 4;
                        case "#EXT-X-KEY" ->
                            line.value().contains("KEYFORMAT")
                                    ? 5
                                    : line.value().contains("IV=") ? 2 : 1;
                        case "#EXT-X-MAP" -> onlyKeyFrames ? 5 : 6;
                        case "#EXT-X-MEDIA" -> line.value().contains("INSTREAM-ID=\"SERVICE") ? 7 : 1;
                        case "#EXT-X-DEFINE" -> line.value().contains("QUERYPARAM") ? 11 : 8;
                        case "#EXT-X-SKIP" -> line.value().contains("RECENTLY-REMOVED-DATERANGES") ? 10 : 9;
                        default -> 1;
                    });
            if (line.tag().startsWith("#EXT-X-") && line.value().contains(",REQ-")) {
                needed = Math.max(needed, 12);
            }
        }
        return needed;
    }

    /** Tags of the wrong kind of playlist, and tags that stand twice. */
    private static boolean places(PlaylistText text, Findings out) {
        boolean multivariant = text.isMultivariant();
        boolean segments = !text.tags("#EXTINF").isEmpty()
                || !text.tags("#EXT-X-TARGETDURATION").isEmpty();
        boolean both = multivariant && segments;
        Set<String> foreign = multivariant && !both ? MEDIA : MULTIVARIANT;
        boolean good = true;
        Map<String, Integer> count = new java.util.HashMap<>();
        for (Line line : text.lines()) {
            good &= out.expect(
                    8,
                    !foreign.contains(line.tag()),
                    () -> new Trouble("a tag of the other kind of playlist", line.tag(), "", text.at(line)));
            if (ONCE.contains(line.tag())) {
                int times = count.merge(line.tag(), 1, Integer::sum);
                good &= out.expect(
                        9,
                        times == 1,
                        () -> new Trouble("a tag of the whole playlist stands again", line.tag(), "", text.at(line)));
            }
        }
        return good;
    }

    private boolean line(PlaylistText text, Line line, Findings out) {
        String content = line.text();
        if (!known.add(content)) {
            return true;
        }
        boolean blank = content.isEmpty() || content.startsWith("# ") || content.equals("#");
        boolean good = out.expect(
                2,
                blank || content.strip().length() == content.length() || content.startsWith("\uFEFF"),
                () -> new Trouble("white space around a line", "", "none", text.at(line)));
        good &= out.expect(
                2,
                content.chars().noneMatch(c -> (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0)),
                () -> new Trouble("a control character", "", "none", text.at(line)));
        good &= out.expect(
                6,
                !content.contains("{$")
                        || content.startsWith("# ")
                        || !text.tags("#EXT-X-DEFINE").isEmpty(),
                () -> new Trouble("a variable reference without a definition", "", "", text.at(line)));
        if (line.tag().equals("#EXTINF")) {
            String duration = line.value().split(",", 2)[0];
            good &= decimal("EXTINF", duration, text, line, out);
        }
        if (WITH_ATTRIBUTES.contains(line.tag())) {
            good &= attributes(text, line, out);
        }
        return good;
    }

    private static boolean decimal(String name, String value, PlaylistText text, Line line, Findings out) {
        return out.expect(
                7,
                DECIMAL.matcher(value).matches(),
                () -> new Trouble(
                        name + " is not a plain decimal", value, "digits, perhaps a point and digits", text.at(line)));
    }

    private static boolean attributes(PlaylistText text, Line line, Findings out) {
        String list = line.value();
        boolean closed = out.expect(
                5,
                list.chars().filter(c -> c == '"').count() % 2 == 0,
                () -> new Trouble("a quoted string does not end", "", "", text.at(line)));
        if (!closed) {
            return false;
        }
        boolean good = true;
        Set<String> names = new HashSet<>();
        Matcher matcher = ATTRIBUTE.matcher(list);
        int at = 0;
        while (at < list.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                int where = at;
                out.expect(
                        4,
                        false,
                        () -> new Trouble(
                                "no NAME=value", list.substring(where), "a list of attributes", text.at(line)));
                return false;
            }
            at = matcher.end();
            String name = matcher.group(1);
            String value = matcher.group(2);
            good &= out.expect(
                    4,
                    NAME.matcher(name).matches(),
                    () -> new Trouble(
                            "an attribute name has other characters", name, "A-Z, 0-9 and '-'", text.at(line)));
            good &= out.expect(
                    4, names.add(name), () -> new Trouble("an attribute stands twice", name, "once", text.at(line)));
            good &= out.expect(
                    5,
                    !QUOTED.contains(name) || value.startsWith("\""),
                    () -> new Trouble("a value must be quoted", name + "=" + value, "\"…\"", text.at(line)));
            if (UNSIGNED.contains(name)) {
                good &= decimal(name, value, text, line, out);
            }
        }
        return good;
    }
}
