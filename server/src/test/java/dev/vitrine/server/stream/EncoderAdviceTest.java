package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Advice.Level;
import dev.vitrine.server.stream.EncoderAdvice.Arrival;
import dev.vitrine.server.stream.EncoderAdvice.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderAdviceTest {

    private static final Arrival FLOWS = new Arrival.Flows();
    private static final Arrival NEVER = new Arrival.Never();
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

    private static List<Advice> of(Arrival video, Arrival audio, double gop, OptionalDouble speed, LeftOut... leftOut) {
        Seen seen =
                new Seen(video, audio, OptionalDouble.of(gop), speed, 4_000_000, List.of(), List.of(leftOut), false);
        return EncoderAdvice.of(seen, Duration.ofSeconds(4));
    }

    @Test
    void goodStream_needsNoAdvice() {
        assertThat(of(FLOWS, FLOWS, 2, OptionalDouble.of(1.0))).isEmpty();
    }

    @Test
    void longGop_namesTheSettingInObs() {
        assertThat(of(FLOWS, FLOWS, 8.33, UNKNOWN))
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .contains("8.3 s", "Keyframe Interval", "2 s");
    }

    @Test
    void slowLine_isToldInPercentAndInBits() {
        assertThat(of(FLOWS, FLOWS, 2, OptionalDouble.of(0.525)))
                .containsExactly(new Advice(
                        Level.ERROR,
                        "The picture arrives slower than real time (53 %, 2.1 of 4.0 Mbit/s): the line or the encoder is too"
                                + " slow. Lower the bit rate in OBS, or use a cable instead of Wi-Fi."));
    }

    @Test
    void missingSound_andMissingPicture_areToldApart() {
        assertThat(of(FLOWS, NEVER, 2, UNKNOWN))
                .containsExactly(new Advice(
                        Level.WARN,
                        "No sound arrives. Check in OBS that an audio source is active and not muted in the mixer."));
        assertThat(of(NEVER, FLOWS, 0, UNKNOWN))
                .containsExactly(new Advice(Level.INFO, "Only sound arrives, no picture."));
    }

    @Test
    void whatStopped_isToldWithItsTime() {
        Arrival stopped = new Arrival.Stopped(Instant.parse("2026-11-27T12:03:05.9Z"));
        assertThat(of(FLOWS, stopped, 2, UNKNOWN))
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .startsWith("No sound since 12:03:05 UTC, the picture goes on.");
        assertThat(of(stopped, FLOWS, 2, UNKNOWN))
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .startsWith("No picture since 12:03:05 UTC, the sound goes on.");
    }

    @Test
    void codecsThatCannotBeCarried_areNamedInsteadOfMissed() {
        LeftOut speex = new LeftOut(false, 0, "Speex", LeftOut.Reason.CODEC);
        LeftOut sorenson = new LeftOut(true, 0, "Sorenson H.263", LeftOut.Reason.CODEC);
        assertThat(of(NEVER, NEVER, 0, UNKNOWN, speex, sorenson))
                .extracting(Advice::text)
                .containsExactly(
                        "The sound comes as Speex, which browsers do not play. Set the audio encoder to AAC (OBS: Settings,"
                                + " Output).",
                        "The picture comes as Sorenson H.263, which browsers do not play. Set the video encoder to H.264"
                                + " (OBS: Settings, Output).");
    }

    @Test
    void otherTracks_areNamed() {
        LeftOut second = new LeftOut(false, 1, "Opus", LeftOut.Reason.NOT_THE_DEFAULT);
        LeftOut small = new LeftOut(true, 2, "HEVC", LeftOut.Reason.NOT_THE_DEFAULT);
        assertThat(of(FLOWS, FLOWS, 2, UNKNOWN, small, second))
                .containsExactly(new Advice(
                        Level.INFO,
                        "The encoder also sends video track 2 (HEVC), audio track 1 (Opus); viewers get its first picture"
                                + " and its first sound only."));
    }

    @ParameterizedTest
    @EnumSource
    void soundThatManyBrowsersDoNotTake_isToldOfWithWhatToSet(AudioCodec codec) {
        List<Advice> advice = passedOn(new AudioFormat(codec, "x", Bytes.EMPTY, 48_000, 2, 1024));
        if (Set.of(AudioCodec.AAC, AudioCodec.OPUS, AudioCodec.FLAC).contains(codec)) {
            assertThat(advice).isEmpty();
        } else {
            assertThat(advice)
                    .containsExactly(new Advice(
                            Level.WARN,
                            "The sound comes as " + codec.displayName()
                                    + ", which many browsers do not take in a live stream;"
                                    + " their viewers see and hear nothing. Set the audio encoder to AAC (OBS: Settings,"
                                    + " Output)."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pictureThatFewBrowsersPlay_isToldOf(VideoCodec codec) {
        assertThat(passedOn(new VideoFormat(codec, "x", Bytes.EMPTY, 1280, 720, VideoFormat.Ratio.SQUARE)))
                .extracting(Advice::text)
                .allMatch(text -> text.startsWith("The picture comes as HEVC, which only some browsers"))
                .hasSize(codec == VideoCodec.HEVC ? 1 : 0);
    }

    private static List<Advice> passedOn(TrackFormat format) {
        Seen seen = new Seen(FLOWS, FLOWS, OptionalDouble.of(2), UNKNOWN, 4_000_000, List.of(format), List.of(), false);
        return EncoderAdvice.of(seen, Duration.ofSeconds(4));
    }
}
