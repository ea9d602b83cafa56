package dev.vitrine.server.stream;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Advice.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words a brand understands what to change at the encoder. Pure. */
final class EncoderAdvice {

    /** Arriving this much slower than real time, a player's buffer runs dry within a minute. */
    private static final double SLOW = 0.97;

    private static final Set<AudioCodec> RARE = EnumSet.of(AudioCodec.MP3, AudioCodec.AC3, AudioCodec.EAC3);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private EncoderAdvice() {}

    /** Whether picture or sound come. */
    sealed interface Arrival {
        /** Nothing of it ever came. */
        record Never() implements Arrival {}

        record Flows() implements Arrival {}

        /** It came until then, while the other goes on. */
        record Stopped(Instant since) implements Arrival {}
    }

    /**
     * What was measured.
     *
     * @param speed media seconds that arrived in a second, over the last ten; empty until known
     * @param bitrate what a second of media weighs, in bits, picture and sound together; 0 until known
     * @param passedOn what viewers get
     * @param leftOut tracks that come and are not played
     * @param queueFull whether this server has too much to do
     */
    record Seen(
            Arrival video,
            Arrival audio,
            OptionalDouble gopSeconds,
            OptionalDouble speed,
            long bitrate,
            List<TrackFormat> passedOn,
            List<LeftOut> leftOut,
            boolean queueFull) {}

    /** @param targetDuration no segment may be longer (draft-pantos-hls-rfc8216bis-22 §4.4.3.1) */
    static List<Advice> of(Seen seen, Duration targetDuration) {
        List<Advice> advice = new ArrayList<>();
        keyframes(seen, targetDuration).ifPresent(advice::add);
        sound(seen).ifPresent(advice::add);
        picture(seen).ifPresent(advice::add);
        speed(seen).ifPresent(advice::add);
        otherTracks(seen).ifPresent(advice::add);
        seen.passedOn.forEach(format -> rarelyPlayed(format).ifPresent(advice::add));
        if (seen.queueFull) {
            advice.add(new Advice(Level.ERROR, "This server cannot keep up with the incoming media."));
        }
        return advice;
    }

    private static Optional<Advice> keyframes(Seen seen, Duration targetDuration) {
        double longest = targetDuration.toMillis() / 1000.0 + 0.49;
        double gop = seen.gopSeconds.orElse(0);
        if (seen.video instanceof Arrival.Never || gop <= longest) {
            return Optional.empty();
        }
        return Optional.of(new Advice(
                Level.WARN,
                text(
                        "Keyframes come every %.1f s; viewers who join late wait that long for a picture. Set the "
                                + "keyframe interval to 2 s in OBS (Settings, Output, Keyframe Interval).",
                        gop)));
    }

    private static Optional<Advice> sound(Seen seen) {
        if (seen.audio instanceof Arrival.Stopped stopped) {
            return Optional.of(new Advice(
                    Level.WARN,
                    "No sound since " + CLOCK.format(stopped.since)
                            + ", the picture goes on. Check in OBS that the audio"
                            + " source is still there, and not muted in the mixer."));
        }
        return seen.audio instanceof Arrival.Flows
                ? Optional.empty()
                : Optional.of(unsupported(seen, false)
                        .map(codec -> new Advice(
                                Level.ERROR,
                                "The sound comes as " + codec
                                        + ", which browsers do not play. Set the audio encoder to AAC"
                                        + " (OBS: Settings, Output)."))
                        .orElse(new Advice(
                                Level.WARN,
                                "No sound arrives. Check in OBS that an audio source is active and not muted in the"
                                        + " mixer.")));
    }

    private static Optional<Advice> picture(Seen seen) {
        if (seen.video instanceof Arrival.Stopped stopped) {
            return Optional.of(new Advice(
                    Level.ERROR,
                    "No picture since " + CLOCK.format(stopped.since)
                            + ", the sound goes on. Check the camera, or restart" + " the encoder."));
        }
        return seen.video instanceof Arrival.Flows
                ? Optional.empty()
                : Optional.of(unsupported(seen, true)
                        .map(codec -> new Advice(
                                Level.ERROR,
                                "The picture comes as " + codec
                                        + ", which browsers do not play. Set the video encoder to"
                                        + " H.264 (OBS: Settings, Output)."))
                        .orElse(new Advice(Level.INFO, "Only sound arrives, no picture.")));
    }

    private static Optional<String> unsupported(Seen seen, boolean video) {
        return seen.leftOut.stream()
                .filter(track -> track.video() == video && track.reason() == LeftOut.Reason.CODEC)
                .map(LeftOut::codec)
                .findFirst();
    }

    /** A browser that cannot play one of the two plays neither. */
    private static Optional<Advice> rarelyPlayed(TrackFormat format) {
        String setting;
        if (format instanceof VideoFormat video && video.codec() == VideoCodec.HEVC) {
            setting =
                    "The picture comes as HEVC, which only some browsers and phones play; viewers with others see nothing. Set"
                            + " the video encoder to H.264";
        } else if (format instanceof AudioFormat audio && RARE.contains(audio.codec())) {
            setting =
                    "The sound comes as " + audio.codec().displayName() + ", which many browsers do not take in a live"
                            + " stream; their viewers see and hear nothing. Set the audio encoder to AAC";
        } else {
            return Optional.empty();
        }
        return Optional.of(new Advice(Level.WARN, setting + " (OBS: Settings, Output)."));
    }

    private static Optional<Advice> speed(Seen seen) {
        double speed = seen.speed.orElse(1);
        if (speed >= SLOW) {
            return Optional.empty();
        }
        String rates =
                seen.bitrate == 0 ? "" : text(", %.1f of %.1f Mbit/s", speed * seen.bitrate / 1e6, seen.bitrate / 1e6);
        return Optional.of(new Advice(
                Level.ERROR,
                text(
                        "The picture arrives slower than real time (%.0f %%%s): the line or the encoder is too slow. "
                                + "Lower the bit rate in OBS, or use a cable instead of Wi-Fi.",
                        speed * 100, rates)));
    }

    private static Optional<Advice> otherTracks(Seen seen) {
        String others = seen.leftOut.stream()
                .filter(track -> track.reason() == LeftOut.Reason.NOT_THE_DEFAULT)
                .map(track ->
                        (track.video() ? "video" : "audio") + " track " + track.number() + " (" + track.codec() + ")")
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Advice(
                        Level.INFO,
                        "The encoder also sends " + others
                                + "; viewers get its first picture and its first sound only."));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
