package dev.vitrine.testkit;

import dev.vitrine.testkit.HlsPlaylist.Part;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What draft-pantos-hls-rfc8216bis asks of one media playlist and of two in a row, as far as a client can see it. Each
 * finding is one line that names the section.
 */
public final class PlaylistRules {

    /** EXTINF and part durations are decimals; half a millisecond is theirs. */
    private static final double ROUNDING = 0.0005;

    private PlaylistRules() {}

    /** One playlist. */
    public static List<String> check(HlsPlaylist playlist) {
        List<String> findings = new ArrayList<>();
        if (playlist.targetDuration() < 1) {
            findings.add("no EXT-X-TARGETDURATION (§4.4.3.1)");
        }
        boolean anyDate = playlist.segments().stream().anyMatch(Segment::dated);
        if (!anyDate && !playlist.dateRanges().isEmpty()) {
            findings.add("EXT-X-DATERANGE without any EXT-X-PROGRAM-DATE-TIME (§4.4.5.1)");
        }
        for (Segment segment : playlist.segments()) {
            if (Math.round(segment.seconds()) > playlist.targetDuration()) {
                findings.add("segment " + segment.sequence() + " lasts " + segment.seconds() + " s, target duration is "
                        + playlist.targetDuration() + " (§4.4.3.1)");
            }
            checkParts(playlist, segment, findings);
        }
        if (playlist.partTarget() > 0 && !playlist.serverControl().containsKey("PART-HOLD-BACK")) {
            findings.add("parts without PART-HOLD-BACK (§4.4.3.8)");
        }
        for (Map<String, String> range : playlist.dateRanges()) {
            if (!range.containsKey("ID") || !range.containsKey("START-DATE")) {
                findings.add("EXT-X-DATERANGE without ID or START-DATE: " + range + " (§4.4.5.1)");
            }
        }
        return findings;
    }

    private static void checkParts(HlsPlaylist playlist, Segment segment, List<String> findings) {
        for (int i = 0; i < segment.parts().size(); i++) {
            Part part = segment.parts().get(i);
            boolean last = i == segment.parts().size() - 1;
            String where = "part " + segment.sequence() + "." + i + " lasts " + part.seconds() + " s, part target is "
                    + playlist.partTarget();
            if (part.seconds() > playlist.partTarget() + ROUNDING) {
                findings.add(where + " (§4.4.4.9)");
            }
            if (!last
                    && !part.independent()
                    && !part.gap()
                    && part.seconds() < 0.85 * playlist.partTarget() - ROUNDING) {
                findings.add(where + ", and 85 % of it is the least (§4.4.4.9)");
            }
        }
    }

    /** Two in a row. */
    public static List<String> check(HlsPlaylist before, HlsPlaylist after) {
        List<String> findings = new ArrayList<>();
        if (after.targetDuration() != before.targetDuration()) {
            findings.add("target duration went from " + before.targetDuration() + " to " + after.targetDuration()
                    + " (§6.2.1)");
        }
        if (after.mediaSequence() < before.mediaSequence()) {
            findings.add("media sequence fell from " + before.mediaSequence() + " to " + after.mediaSequence()
                    + " (§6.2.1)");
        }
        if (before.isEnded() && !before.text().equals(after.text())) {
            findings.add("the playlist changed after EXT-X-ENDLIST (§6.2.1)");
        }
        Map<Long, Long> discontinuities = discontinuities(before);
        discontinuities(after).forEach((sequence, number) -> {
            Long earlier = discontinuities.get(sequence);
            if (earlier != null && !earlier.equals(number)) {
                findings.add("segment " + sequence + " had discontinuity sequence number " + earlier + " and has "
                        + number + " (§6.2.2)");
            }
        });
        Map<Long, Segment> known = new HashMap<>();
        before.segments().forEach(segment -> known.put(segment.sequence(), segment));
        for (Segment segment : after.segments()) {
            Segment earlier = known.get(segment.sequence());
            if (earlier != null) {
                compare(earlier, segment, findings);
            }
        }
        compareDateRanges(before, after, findings);
        return findings;
    }

    /** Discontinuity sequence number by media sequence number (§3), of complete segments. */
    private static Map<Long, Long> discontinuities(HlsPlaylist playlist) {
        Map<Long, Long> numbers = new HashMap<>();
        long number = playlist.tag("EXT-X-DISCONTINUITY-SEQUENCE")
                .map(tag -> Long.parseLong(tag.value()))
                .orElse(0L);
        for (Segment segment : playlist.segments()) {
            number += segment.discontinuity() ? 1 : 0;
            if (!segment.isOpen()) {
                numbers.put(segment.sequence(), number);
            }
        }
        return numbers;
    }

    private static void compare(Segment before, Segment after, List<String> findings) {
        String name = "segment " + before.sequence();
        Optional<URI> uri = before.uri();
        if (uri.isPresent() && !uri.equals(after.uri())) {
            findings.add(name + " changed its address from " + uri.get() + " to " + after.uri() + " (§6.2.1)");
        }
        if (before.dated() && !before.date().equals(after.date())) {
            findings.add(name + " changed its date from " + before.date() + " to " + after.date() + " (§6.2.1)");
        }
        if (uri.isPresent() && before.seconds() != after.seconds()) {
            findings.add(
                    name + " changed its duration from " + before.seconds() + " to " + after.seconds() + " (§6.2.1)");
        }
        int common = Math.min(before.parts().size(), after.parts().size());
        // Parts of a segment may go, but all that stay must be as they were.
        if (common > 0
                && !before.parts().subList(0, common).equals(after.parts().subList(0, common))) {
            findings.add(name + " changed its parts (§6.2.1)");
        }
    }

    private static void compareDateRanges(HlsPlaylist before, HlsPlaylist after, List<String> findings) {
        Map<String, Map<String, String>> known = new HashMap<>();
        before.dateRanges().forEach(range -> known.put(range.getOrDefault("ID", ""), range));
        for (Map<String, String> range : after.dateRanges()) {
            Map<String, String> earlier = known.get(range.getOrDefault("ID", ""));
            if (earlier == null) {
                continue;
            }
            earlier.forEach((name, value) -> {
                if (!value.equals(range.get(name))) {
                    findings.add("date range " + range.get("ID") + " changed " + name + " from " + value + " to "
                            + range.get(name) + " (§4.4.5.1)");
                }
            });
        }
    }
}
