package dev.vitrine.server.stream;

import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Advice.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says in words a brand understands what to change at the encoder. Pure. */
final class EncoderAdvice {

    /** Arriving this much slower than real time, a player's buffer runs dry within a minute. */
    private static final double SLOW = 0.97;

    private EncoderAdvice() {}

    /**
     * @param targetDuration no segment may be longer (draft-pantos-hls-rfc8216bis-22 §4.4.3.1)
     * @param speed media seconds that arrived in a second, over the last ten; empty until known
     */
    static List<Advice> of(
            boolean hasVideo,
            boolean hasAudio,
            OptionalDouble gopSeconds,
            Duration targetDuration,
            OptionalDouble speed,
            boolean queueFull) {
        List<Advice> advice = new ArrayList<>();
        double longest = targetDuration.toMillis() / 1000.0 + 0.49;
        if (hasVideo && gopSeconds.isPresent() && gopSeconds.getAsDouble() > longest) {
            advice.add(new Advice(
                    Level.WARN,
                    String.format(
                            Locale.ROOT,
                            "Keyframes come every %.1f s; viewers who join late wait that long for a picture. Set the "
                                    + "keyframe interval to 2 s in OBS (Settings, Output, Keyframe Interval).",
                            gopSeconds.getAsDouble())));
        }
        if (!hasAudio) {
            advice.add(new Advice(
                    Level.WARN,
                    "No sound arrives. Check in OBS that an audio source is active and not muted in the mixer."));
        }
        if (!hasVideo) {
            advice.add(new Advice(Level.INFO, "Only sound arrives, no picture."));
        }
        if (speed.isPresent() && speed.getAsDouble() < SLOW) {
            advice.add(new Advice(
                    Level.ERROR,
                    String.format(
                            Locale.ROOT,
                            "The picture arrives slower than real time (%.0f %%): the line or the encoder is too slow. "
                                    + "Lower the bit rate in OBS, or use a cable instead of Wi-Fi.",
                            speed.getAsDouble() * 100)));
        }
        if (queueFull) {
            advice.add(new Advice(Level.ERROR, "This server cannot keep up with the incoming media."));
        }
        return advice;
    }
}
