package dev.vitrine.server.stream;

import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Audio;
import dev.vitrine.server.stream.ChannelState.RenditionState;
import dev.vitrine.server.stream.ChannelState.Video;
import dev.vitrine.server.stream.EncoderAdvice.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A second's worth of measurements, made on the media thread and read by anybody. */
record Measured(
        @Nullable Video video,
        @Nullable Audio audio,
        List<RenditionState> renditions,
        List<Advice> advice,
        Speed speed) {

    static final Measured NOTHING = new Measured(null, null, List.of(), List.of(), Speed.UNKNOWN);

    /** A track behind the other by so much has stopped, and is not merely interleaved late. */
    private static final long STOPPED_NANOS = 3_000_000_000L;

    /** @param leftOut what the encoder sends and is not in the show */
    static Measured of(LiveShow show, StreamSettings settings, Speed speed, List<LeftOut> leftOut, boolean queueFull) {
        Video video = null;
        Audio audio = null;
        OptionalDouble gop = OptionalDouble.empty();
        long bitrate = 0;
        for (LiveShow.Placed placed : show.placed()) {
            InputMeter meter = placed.meter();
            bitrate += meter.bitrate().orElse(0);
            if (placed.track().format() instanceof VideoFormat format) {
                gop = meter.gopSeconds();
                video = new Video(
                        format.codec().displayName(),
                        format.codecs(),
                        format.width(),
                        format.height(),
                        boxed(meter.rate()),
                        boxed(gop),
                        boxed(meter.bitrate()));
            } else if (placed.track().format() instanceof AudioFormat format) {
                audio = new Audio(
                        format.codec().displayName(),
                        format.codecs(),
                        format.sampleRate(),
                        format.channels(),
                        boxed(meter.bitrate()));
            }
        }
        List<Advice> advice = EncoderAdvice.of(
                new EncoderAdvice.Seen(
                        arrival(show, true),
                        arrival(show, false),
                        gop,
                        speed.average(),
                        bitrate,
                        show.placed().stream()
                                .map(placed -> placed.track().format())
                                .toList(),
                        leftOut,
                        queueFull),
                settings.packager().targetDuration());
        List<Advice> all = new ArrayList<>(advice);
        show.ladder().ifPresent(ladder -> all.addAll(ladder.state().advice()));
        return new Measured(video, audio, Renditions.of(show), all, speed);
    }

    private static Arrival arrival(LiveShow show, boolean ofVideo) {
        long newest = show.placed().stream()
                .mapToLong(placed -> placed.meter().newestNanos().orElse(Long.MIN_VALUE))
                .max()
                .orElse(Long.MIN_VALUE);
        long longest = show.placed().stream()
                .mapToLong(placed -> placed.meter().span())
                .max()
                .orElse(0);
        for (LiveShow.Placed placed : show.placed()) {
            OptionalLong last = placed.meter().newestNanos();
            if (placed.track().isVideo() != ofVideo) {
                continue;
            }
            if (last.isEmpty()) {
                return longest > STOPPED_NANOS ? new Arrival.Never() : new Arrival.Flows();
            }
            return newest - last.getAsLong() > STOPPED_NANOS
                    ? new Arrival.Stopped(show.clock().dateOf(last.getAsLong(), Timescale.NANOS))
                    : new Arrival.Flows();
        }
        return new Arrival.Never();
    }

    /** With one more thing to say to the operator. */
    Measured with(Advice more) {
        List<Advice> all = new ArrayList<>(advice);
        all.add(more);
        return new Measured(video, audio, renditions, all, speed);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    /**
     * Media seconds that arrived in a second, smoothed over about ten.
     *
     * @param samples how many went in; under eight it says nothing
     */
    record Speed(int samples, double value) {

        static final Speed UNKNOWN = new Speed(0, 1);

        Speed with(double sample) {
            return Double.isNaN(sample)
                    ? UNKNOWN
                    : new Speed(samples + 1, value + (sample - value) / Math.min(samples + 1, 10));
        }

        OptionalDouble average() {
            return samples < 8 ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }
}
