package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.ScriptedPublisher.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time lines and changes that encoders really produce, made of FFmpeg's own FLV tags: each show is decoded, and every
 * picture's number and date are looked at.
 */
@org.junit.jupiter.api.Tag("real")
@ExtendWith(ProcessGuard.class)
class TimeLinesTest {

    private static final int FRAMES = 60;
    private static final Duration FRAME = Duration.ofMillis(33);
    private static final Duration SECONDS = Duration.ofSeconds(2);
    private static final Programme PROGRAMME =
            Programme.standard().gop(Duration.ofSeconds(1)).lasting(SECONDS).asFastAsPossible();

    @TempDir
    private static Path files;

    private static List<Tag> first;
    private static List<Tag> second;
    private static List<Tag> large;
    private static List<Tag> mono;

    @TempDir
    private Path data;

    @BeforeAll
    static void encode() {
        first = media(Encoder.file(files.resolve("first.flv"), PROGRAMME));
        second = media(Encoder.file(files.resolve("second.flv"), PROGRAMME.startingAt(FRAMES)));
        large = media(Encoder.file(
                files.resolve("large.flv"), PROGRAMME.size(640, 360).startingAt(FRAMES)));
        mono = media(Encoder.file(
                files.resolve("mono.flv"),
                PROGRAMME.audio(AudioCodec.AAC, 44_100, 1).startingAt(FRAMES)));
    }

    private static List<Tag> media(Path flv) {
        return ScriptedPublisher.tags(flv).stream()
                .filter(tag -> tag.type() != 18 && !endsSequence(tag))
                .toList();
    }

    private static boolean endsSequence(Tag tag) {
        return tag.type() == 9 && (tag.body()[0] & 0x80) == 0 && tag.body()[1] == 2;
    }

    private static boolean isSequenceHeader(Tag tag) {
        return tag.body()[1] == 0;
    }

    private static List<Tag> at(long millis, List<Tag> tags) {
        return tags.stream()
                .map(tag -> new Tag(tag.type(), tag.millis() + millis, tag.body()))
                .toList();
    }

    private static List<Tag> withoutHeaders(List<Tag> tags) {
        return tags.stream().filter(tag -> !isSequenceHeader(tag)).toList();
    }

    @SafeVarargs
    private Viewed shown(List<Tag>... pieces) {
        try (TestServer server = TestServer.start(data)) {
            try (ScriptedPublisher publisher = ScriptedPublisher.publish(server.rtmp())) {
                publisher.hears("NetStream.Publish.Start");
                for (List<Tag> piece : pieces) {
                    piece.forEach(publisher::send);
                }
            }
            return Viewed.whenOver(server);
        }
    }

    private static void assertAllFrames(Viewed show) {
        assertThat(show.recording().findings()).isEmpty();
        assertThat(show.frames())
                .isEqualTo(LongStream.range(0, 2 * FRAMES).boxed().toList());
    }

    /** Between two pictures that follow each other there is never more than {@code most}, and never less than nothing. */
    private static void assertEvenlyShown(Viewed show, Duration most) {
        List<DatedPicture> pictures = show.pictures();
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(Duration.between(
                            pictures.get(i - 1).date(), pictures.get(i).date()))
                    .as("from picture %s to picture %s", i - 1, i)
                    .isBetween(Duration.ofMillis(1), most);
        }
    }

    private static void assertSoundBesidePicture(Viewed show) {
        assertThat(show.end("audio") - show.start("audio"))
                .isCloseTo(show.end("video") - show.start("video"), within(0.12));
    }

    @Test
    void timesThatBeginHoursIn_areDatedNow() {
        Viewed show = shown(at(36_000_000, first), at(36_002_000, withoutHeaders(second)));
        assertAllFrames(show);
        assertEvenlyShown(show, FRAME.multipliedBy(2));
        assertSoundBesidePicture(show);
        DatedPicture last = show.pictures().get(2 * FRAMES - 1);
        assertThat(Duration.between(show.recording().reloads().get(0).receivedAt(), last.date()))
                .as("a programme of 4 s, sent at once")
                .isBetween(Duration.ofSeconds(-20), Duration.ofSeconds(4));
    }

    @Test
    void timesPastTheExtendedTimestampAndPastTheWrap_goOn() {
        long nearWrap = (1L << 32) - 1_000;
        Viewed show = shown(at(nearWrap, first), at(nearWrap + 2_000, withoutHeaders(second)));
        assertAllFrames(show);
        assertEvenlyShown(show, FRAME.multipliedBy(2));
        assertSoundBesidePicture(show);
    }

    @Test
    void timesThatJumpAnHourAhead_continueWithTheNextFrame() {
        Viewed show = shown(first, at(3_602_000, withoutHeaders(second)));
        assertAllFrames(show);
        assertEvenlyShown(show, FRAME.multipliedBy(3));
        assertSoundBesidePicture(show);
    }

    @Test
    void timesThatJumpBackToZero_continueWithTheNextFrame() {
        Viewed show = shown(at(500_000, first), withoutHeaders(second));
        assertAllFrames(show);
        assertEvenlyShown(show, FRAME.multipliedBy(3));
        assertSoundBesidePicture(show);
    }

    @Test
    void sequenceHeadersThatAreSentAgain_changeNothing() {
        List<Tag> again = new ArrayList<>();
        List<Tag> headers =
                first.stream().filter(TimeLinesTest::isSequenceHeader).toList();
        for (Tag tag : at(2_000, withoutHeaders(second))) {
            headers.forEach(header -> again.add(new Tag(header.type(), tag.millis(), header.body())));
            again.add(tag);
        }
        Viewed show = shown(first, again);
        assertAllFrames(show);
        assertThat(show.discontinuities()).isZero();
        assertEvenlyShown(show, FRAME.multipliedBy(2));
    }

    @Test
    void aResolutionThatChanges_makesOneDiscontinuityAndANewInitSegment() {
        Viewed show = shown(first, at(2_000, large));
        assertAllFrames(show);
        assertThat(show.discontinuities()).isEqualTo(1);
        assertThat(show.recording().segments().stream()
                        .map(segment -> segment.map().orElseThrow())
                        .distinct())
                .hasSize(2);
        assertEvenlyShown(show, FRAME.multipliedBy(2));
        assertSoundBesidePicture(show);
    }

    @Test
    void aSoundConfigurationThatChanges_makesOneDiscontinuityAndGoesOn() {
        Viewed show = shown(first, at(2_000, mono));
        assertAllFrames(show);
        assertThat(show.discontinuities()).isEqualTo(1);
        assertEvenlyShown(show, FRAME.multipliedBy(2));
        assertSoundBesidePicture(show);
    }
}
