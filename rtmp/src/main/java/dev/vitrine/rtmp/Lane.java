package dev.vitrine.rtmp;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One track on its way through the demuxer: its format and its ticks.
 *
 * <p>Video carries milliseconds times 90, exactly. Audio undoes RTMP's rounding to milliseconds: as long as what is
 * carried lies within {@value #ROUNDING_MILLIS} ms of the end of the previous unit, the units are laid end to end in
 * samples; else the carried time counts.
 */
final class Lane {

    static final int VIDEO_TRACK = 1;
    static final int AUDIO_TRACK = 2;

    private static final int ROUNDING_MILLIS = 2;

    private final int trackId;
    private final OddityCounter oddities;
    final ProgrammeClock.Placement placement;

    private @Nullable TrackFormat format;
    private Timescale timescale;

    /** Whether units are worthless until one that decoding can start at. */
    boolean awaitsRandomAccess;

    private boolean written;
    private long lastDts;
    private long predictedDts;

    private Lane(int trackId, Timescale timescale, long nominalMillis, OddityCounter oddities) {
        this.trackId = trackId;
        this.timescale = timescale;
        this.placement = new ProgrammeClock.Placement(nominalMillis);
        this.oddities = oddities;
    }

    static Lane video(OddityCounter oddities) {
        return new Lane(VIDEO_TRACK, Timescale.VIDEO, 33, oddities);
    }

    static Lane audio(OddityCounter oddities) {
        return new Lane(AUDIO_TRACK, Timescale.MILLIS, 21, oddities);
    }

    boolean isVideo() {
        return trackId == VIDEO_TRACK;
    }

    boolean isKnown() {
        return format != null;
    }

    Optional<Track> track() {
        return Optional.ofNullable(format).map(known -> new Track(trackId, timescale, known));
    }

    /** Takes a sequence header; false when it only repeats what is known. */
    boolean learn(TrackFormat newFormat) {
        if (newFormat.equals(format)) {
            return false;
        }
        format = newFormat;
        awaitsRandomAccess = newFormat instanceof VideoFormat;
        Timescale newTimescale =
                newFormat instanceof AudioFormat audio ? new Timescale(audio.sampleRate()) : Timescale.VIDEO;
        // Rounding may take a tick away, which would let the next unit fall on this one.
        lastDts = timescale.rescale(lastDts, newTimescale) + 1;
        predictedDts = timescale.rescale(predictedDts, newTimescale) + 1;
        timescale = newTimescale;
        return true;
    }

    /** @param millis programme time */
    AccessUnit unit(long millis, FlvTag.Frame frame) {
        long extra = Timescale.NANOS.rescale(frame.extraNanos(), timescale);
        long carried = Timescale.MILLIS.rescale(millis, timescale);
        long dts = isVideo() ? carried : laidEndToEnd(carried + extra);
        long pts = isVideo() ? carried + extra + Timescale.MILLIS.rescale(frame.compositionMillis(), timescale) : dts;
        if (written && dts <= lastDts) {
            oddities.count(
                    Oddity.TIME_CLAMPED,
                    (isVideo() ? "video" : "audio") + " went from " + lastDts + " to " + dts + " ticks of 1/"
                            + timescale.ticksPerSecond() + " s");
            dts = lastDts + 1;
            pts = Math.max(pts, dts);
        }
        written = true;
        lastDts = dts;
        predictedDts = dts + (format instanceof AudioFormat audio ? audio.samplesPerAccessUnit() : 0);
        return new AccessUnit(trackId, pts, dts, frame.randomAccess(), frame.payload());
    }

    private long laidEndToEnd(long carried) {
        boolean predictable = written && format instanceof AudioFormat audio && audio.samplesPerAccessUnit() > 0;
        long tolerance = Timescale.MILLIS.rescale(ROUNDING_MILLIS, timescale);
        return predictable && Math.abs(predictedDts - carried) <= tolerance ? predictedDts : carried;
    }
}
