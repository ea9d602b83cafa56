package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cues that come from the encoder, between its pictures: on exactly the frame whose time their message has. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class EncoderCuesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int VIDEO = 9;

    @TempDir
    private Path data;

    @Test
    void aCueInTheStream_startsOnTheFrameWithItsTimestamp() throws Exception {
        List<ScriptedPublisher.Tag> programme = ScriptedPublisher.tags(Encoder.file(
                data.resolve("programme.flv"),
                Programme.standard().lasting(Duration.ofSeconds(7)).asFastAsPossible()));
        try (TestServer server = TestServer.start(data);
                ScriptedPublisher encoder = ScriptedPublisher.publish(server.rtmp())) {
            server.call("PATCH", "/api/v1/channels/main", "{\"encoderCues\":true}", 200);
            assertThat(encoder.hears("NetStream.Publish.Start")).contains("NetStream.Publish.Start");
            try (HlsClient viewer = follow(server, encoder, programme)) {
                List<DatedPicture> pictures = decoded(viewer);
                List<Instant> starts = viewer.recording().dateRanges().stream()
                        .filter(range -> range.get("CLASS").startsWith("dev.vitrine.shop"))
                        .map(range -> Instant.parse(range.get("START-DATE")))
                        .distinct()
                        .toList();
                assertThat(starts.subList(0, 3))
                        .as("pin, offer, clear")
                        .extracting(start -> FrameDates.shownAt(pictures, start)
                                .orElseThrow()
                                .frame())
                        .containsExactly(OptionalLong.of(60), OptionalLong.of(75), OptionalLong.of(90));
                assertThat(starts.subList(0, 3))
                        .allSatisfy(start -> assertThat(FrameDates.shownAt(pictures, start)
                                        .orElseThrow()
                                        .date())
                                .as("the very date of the frame")
                                .isEqualTo(start));
            }
        }
    }

    @Test
    void cuesOfAnEncoder_areNotTakenUnlessTheChannelAllowsThem() throws Exception {
        List<ScriptedPublisher.Tag> programme = ScriptedPublisher.tags(Encoder.file(
                data.resolve("programme.flv"),
                Programme.standard().lasting(Duration.ofSeconds(2)).asFastAsPossible()));
        try (TestServer server = TestServer.start(data);
                ScriptedPublisher encoder = ScriptedPublisher.publish(server.rtmp())) {
            programme.forEach(encoder::send);
            encoder.say(2_000, "onVitrineCue", Map.of("do", "pin", "sku", "TS-01"));
            Wait.until(
                    SOON,
                    "the channel to say so",
                    () -> server.channel().get("lastError").toString().contains("encoderCues"));
            assertThat(server.channel().get("cue").isNull()).isTrue();

            server.call("PATCH", "/api/v1/channels/main", "{\"encoderCues\":true}", 200);
            encoder.say(2_000, "onVitrineCue", Map.of("do", "pin", "sku", "no-such"));
            Wait.until(
                    SOON,
                    "the refusal",
                    () -> server.channel().get("lastError").toString().contains("not in the catalogue"));
        }
    }

    /** Sends the programme in real time, with a cue of each kind in front of its frame. */
    private static HlsClient follow(TestServer server, ScriptedPublisher encoder, List<ScriptedPublisher.Tag> programme)
            throws Exception {
        HlsClient viewer = null;
        long began = System.nanoTime();
        int picture = -1; // the sequence header comes first
        for (ScriptedPublisher.Tag tag : programme) {
            long due = began + TimeUnit.MILLISECONDS.toNanos(tag.millis());
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            if (tag.type() == VIDEO && tag.body()[1] == 1) {
                picture++;
                if (picture == 60) {
                    encoder.say(tag.millis(), "onVitrineCue", Map.of("do", "pin", "sku", "TS-01"));
                } else if (picture == 75) {
                    encoder.say(
                            tag.millis(),
                            "onCuePoint",
                            Map.of("name", "vitrine", "parameters", Map.of("do", "offer", "sku", "TS-02", "for", 60)));
                } else if (picture == 90) {
                    encoder.say(tag.millis(), "onTextData", Map.of("text", "vitrine clear"));
                }
            }
            encoder.send(tag);
            if (viewer == null && picture >= 5) {
                viewer = HlsClient.follow(server.hls());
            }
        }
        assertThat(viewer).isNotNull();
        return viewer;
    }

    private static List<DatedPicture> decoded(HlsClient viewer) {
        viewer.await(
                SOON,
                "the segments with frames 60 to 120",
                r -> r.segments().stream()
                                .filter(segment ->
                                        !segment.isOpen() && r.media(segment).isPresent())
                                .count()
                        >= 3);
        return FrameDates.of(viewer.recording());
    }
}
