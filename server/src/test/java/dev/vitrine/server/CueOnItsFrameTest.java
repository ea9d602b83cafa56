package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.media.Track;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the house, measured on decoded pictures: every frame carries its number, and the frame that is shown at
 * a cue's start is the one that was meant.
 */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class CueOnItsFrameTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    @Test
    void liveCue_startsOnTheFrameThatWasNewestAtIngest() {
        try (TestServer server = TestServer.start(data)) {
            Tap tap = new Tap(server.app().gate());
            try (TestServer.Ingest ingest = server.ingest(tap);
                    Encoder encoder = Encoder.publish(ingest.address(), Programme.standard());
                    HlsClient viewer = HlsClient.follow(server.hls())) {
                viewer.await(SOON, "the first part", r -> !r.downloads().isEmpty());

                // The encoder stands still, so that "newest" is one certain frame at both ends of the call.
                encoder.pause();
                long newest = tap.settled();
                Instant start = server.cue("pin", "TS-01", "live").start();
                assertThat(tap.frames() - 1).as("nothing came meanwhile").isEqualTo(newest);
                encoder.resume();

                // The same while frames keep coming: the call falls between two of them.
                long before = tap.frames() - 1;
                Instant running = server.cue("pin", "TS-02", "live").start();
                long after = tap.frames() - 1;

                List<DatedPicture> pictures = decoded(viewer, running);
                assertThat(FrameDates.shownAt(pictures, start).orElseThrow().frame())
                        .isEqualTo(OptionalLong.of(newest));
                assertThat(FrameDates.shownAt(pictures, running)
                                .orElseThrow()
                                .frame()
                                .orElseThrow())
                        .isBetween(before, after);
                assertThat(viewer.recording().findings()).isEmpty();
            }
        }
    }

    @Test
    void cueAtAMediaDate_startsExactlyThere_withBFrames() {
        try (TestServer server = TestServer.start(data);
                Encoder encoder =
                        Encoder.publish(server.rtmp(), Programme.standard().bFrames(2));
                HlsClient viewer = HlsClient.follow(server.hls())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "the first part", r -> !r.downloads().isEmpty());
            JsonNode channel = server.channel();
            Instant edge = Instant.parse(channel.get("edge").asText());
            Instant wished = edge.plusMillis(1_500);

            Instant start = server.cue("pin", "TS-01", wished.toString()).start();

            assertThat(start).isEqualTo(Instant.ofEpochMilli(wished.toEpochMilli()));
            List<DatedPicture> pictures = decoded(viewer, start.plusSeconds(1));
            Instant shown = FrameDates.shownAt(pictures, start).orElseThrow().date();
            assertThat(Duration.between(shown, start))
                    .as("the frame that covers the date is less than a frame older")
                    .isBetween(Duration.ZERO, Duration.ofMillis(34));
            assertThat(viewer.recording().dateRanges())
                    .anySatisfy(range -> assertThat(range.get("START-DATE")).isEqualTo(start.toString()));
        }
    }

    @Test
    void liveCue_isInThePlaylistWithTheNextPart() {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard());
                HlsClient viewer = HlsClient.follow(server.hls())) {
            assertThat(encoder.isRunning()).isTrue();
            viewer.await(SOON, "the second segment", r -> r.segments().size() >= 3);
            int partsBefore = parts(viewer.recording());

            TestServer.Cue cue = server.cue("pin", "TS-01", "live");

            Recording told = viewer.await(
                    SOON,
                    "the cue in a playlist",
                    r -> r.dateRanges().stream().anyMatch(range -> cue.id().equals(range.get("ID"))));
            assertThat(parts(told)).as("parts listed until the cue was").isLessThanOrEqualTo(partsBefore + 2);
        }
    }

    private static int parts(Recording recording) {
        return recording.latest().orElseThrow().segments().stream()
                .mapToInt(segment -> segment.parts().size())
                .sum();
    }

    private static List<DatedPicture> decoded(HlsClient viewer, Instant until) {
        viewer.await(
                SOON,
                "a complete segment after " + until,
                r -> r.segments().stream()
                        .filter(segment -> !segment.isOpen() && r.media(segment).isPresent())
                        .anyMatch(segment -> segment.date().orElseThrow().isAfter(until)));
        return FrameDates.of(viewer.recording());
    }

    /** Stands between the ingest and the server's own gate and counts the pictures that come in. */
    private static final class Tap implements PublishGate {

        private final PublishGate gate;
        private final AtomicLong frames = new AtomicLong();

        Tap(PublishGate gate) {
            this.gate = gate;
        }

        long frames() {
            return frames.get();
        }

        /** The number of the newest frame, once no more come. */
        long settled() {
            AtomicLong last = new AtomicLong(-1);
            AtomicLong since = new AtomicLong(System.nanoTime());
            Wait.until(SOON, "the encoder to stand still", () -> {
                long now = frames.get();
                if (now != last.getAndSet(now)) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > 300_000_000L;
            });
            return frames.get() - 1;
        }

        @Override
        public CompletionStage<Admission> admit(PublishRequest request) {
            return gate.admit(request)
                    .thenApply(admission -> admission instanceof Admitted admitted
                            ? new Admitted(admitted.channel(), counting(admitted.sink()))
                            : admission);
        }

        private MediaSink counting(MediaSink sink) {
            return new MediaSink() {
                private int video;

                @Override
                public void tracks(List<Track> tracks) {
                    video = tracks.stream()
                            .filter(Track::isVideo)
                            .findFirst()
                            .orElseThrow()
                            .id();
                    sink.tracks(tracks);
                }

                @Override
                public void write(AccessUnit unit) {
                    sink.write(unit);
                    if (unit.trackId() == video) {
                        frames.incrementAndGet();
                    }
                }

                @Override
                public void end(String reason) {
                    sink.end(reason);
                }
            };
        }
    }
}
