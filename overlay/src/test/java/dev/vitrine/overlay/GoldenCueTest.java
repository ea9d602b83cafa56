package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/cue-format.md} by example: the files in {@code golden/} are read by the player's tests as well. */
final class GoldenCueTest {

    private static final Pattern TAG = Pattern.compile("#EXT-X-DATERANGE:ID=\"([^\"]+)\",CLASS=\"([^\"]+)\","
            + "START-DATE=\"([^\"]+)\",END-DATE=\"([^\"]+)\",([A-Z-]+)=\"([^\"]+)\"");

    /** One tag as a reader sees it. */
    private record Tag(String comment, String id, Instant start, Instant end, CuePayload payload) {}

    @Test
    void aReader_thatFollowsTheRule_findsTheExpectedStates() throws IOException {
        List<Tag> tags = ours(golden("cue-playlist.m3u8"));
        JsonNode states = new ObjectMapper().readTree(golden("cue-states.json")).path("states");
        assertThat(states).hasSizeGreaterThan(15);
        for (JsonNode expected : states) {
            Instant at = Instant.parse(expected.path("at").asText());
            JsonNode q = expected.path("q");
            var winner = tags.stream()
                    .filter(tag -> !at.isBefore(tag.start()) && at.isBefore(tag.end()))
                    .max(Comparator.comparingLong(tag -> tag.payload().q()));
            assertThat(winner.map(tag -> tag.payload().q()).orElse(null))
                    .as("q at %s: %s", at, expected.path("why").asText())
                    .isEqualTo(q.isNull() ? null : q.asLong());
            assertThat(ShopJson.write(winner.map(tag -> tag.payload().state()).orElse(ShopState.EMPTY)))
                    .as("state at %s", at)
                    .isEqualTo(expected.path("state"));
        }
    }

    @Test
    void theDesk_writesTheGoldenTags_fromTheCommandsOfItsStory() throws IOException {
        CueDesk desk = new CueDesk(
                "k7x2m9qa", Instant.parse("2026-11-22T18:06:40.000Z"), new MemoryCueLog(), LeaseSettings.DEFAULT);
        live(desk, CueCommand.of(CueAction.SHOW, "TS-01"), "18:06:46.500");
        desk.advance(date("18:07:11.500"));
        live(desk, CueCommand.of(CueAction.PIN, "TS-01"), "18:07:21.250");
        live(desk, CueCommand.offer("TS-01", date("18:07:40.000")), "18:07:30.000");
        desk.apply(CueCommand.of(CueAction.SHOW, "TS-02"), date("18:07:35.000"), date("18:07:38.000"));
        live(desk, CueCommand.of(CueAction.CLEAR), "18:07:55.000");
        live(desk, CueCommand.of(CueAction.PIN, "ao_dai.03-M"), "18:08:02.000");

        List<Tag> written = desk.timeline().events().stream()
                .map(event -> new Tag(
                        "# " + event.comment(),
                        event.id(),
                        event.start(),
                        event.end(),
                        CuePayload.read(event.attributes().get(CuePayload.ATTRIBUTE))
                                .orElseThrow()))
                .toList();
        assertThat(written).isEqualTo(ours(golden("cue-playlist.m3u8")));
        assertThat(desk.timeline().events())
                .extracting(event -> event.attributes().get(CuePayload.ATTRIBUTE))
                .allSatisfy(value -> assertThat(golden("cue-playlist.m3u8")).contains("=\"" + value + "\""));
    }

    private static void live(CueDesk desk, CueCommand command, String time) {
        desk.apply(command, date(time), date(time));
    }

    private static Instant date(String time) {
        return Instant.parse("2026-11-22T" + time + "Z");
    }

    private static List<Tag> ours(String playlist) {
        List<Tag> tags = new ArrayList<>();
        String before = "";
        for (String line : playlist.lines().toList()) {
            Matcher tag = TAG.matcher(line);
            if (tag.matches() && tag.group(2).equals(CuePayload.CLASS)) {
                assertThat(tag.group(5)).isEqualTo(CuePayload.ATTRIBUTE);
                String comment = before;
                CuePayload.read(tag.group(6))
                        .ifPresent(payload -> tags.add(new Tag(
                                comment,
                                tag.group(1),
                                Instant.parse(tag.group(3)),
                                Instant.parse(tag.group(4)),
                                payload)));
            }
            before = line;
        }
        return tags;
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenCueTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
