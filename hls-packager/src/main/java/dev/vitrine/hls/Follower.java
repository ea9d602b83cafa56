package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** A track that does not decide where a part ends: its units wait here for the part they are heard in. */
final class Follower {

    /** Sound that is missing for longer was missing before the end. */
    private static final long MAX_SILENCE_NANOS = 200_000_000;

    private final Track track;
    private final Timescale leads;
    private final Deque<AccessUnit> waiting = new ArrayDeque<>();
    private final long usual;
    private long notBefore = Long.MIN_VALUE;
    private long newestPts = Long.MIN_VALUE;

    /** @param leads the timescale of the track that decides, in which all times are given here */
    Follower(Track track, Timescale leads) {
        this.track = track;
        this.leads = leads;
        this.usual = nominalFrame(track).orElse(track.timescale().ticksPerSecond() / 50);
    }

    /** What a unit of sound lasts, in ticks of the track; empty for video and for formats that do not say. */
    static OptionalLong nominalFrame(Track track) {
        return track.audio().filter(audio -> audio.samplesPerAccessUnit() > 0).stream()
                .mapToLong(audio ->
                        new Timescale(audio.sampleRate()).rescale(audio.samplesPerAccessUnit(), track.timescale()))
                .findFirst();
    }

    Track track() {
        return track;
    }

    void add(AccessUnit unit) {
        if (unit.pts() >= notBefore) {
            waiting.add(unit);
            newestPts = unit.pts();
        }
    }

    void keepNewest(int units) {
        while (waiting.size() > units) {
            waiting.remove();
        }
    }

    void clear() {
        waiting.clear();
    }

    /** Forgets what begins before the first picture is shown, and what will yet come of it. */
    void dropBefore(long time) {
        notBefore = own(time);
        waiting.removeIf(unit -> unit.pts() < notBefore);
    }

    boolean reaches(long time) {
        return newestPts >= own(time);
    }

    boolean hasBefore(long time) {
        return !waiting.isEmpty() && waiting.element().pts() < own(time);
    }

    /** Silence from the newest unit until nothing is missing up to there; none for a format that cannot be silent. */
    void fallSilent(long time) {
        long end = own(time);
        if (newestPts < end - track.timescale().ticks(Duration.ofNanos(MAX_SILENCE_NANOS))) {
            return;
        }
        track.audio().flatMap(Silence::frame).ifPresent(frame -> {
            while (newestPts + usual < end) {
                add(new AccessUnit(track.id(), newestPts + usual, newestPts + usual, true, frame.payload()));
            }
        });
    }

    /** Moves what is heard before there into a run of its own, behind the others. */
    void takeBefore(long time, List<TrackRun> runs) {
        long limit = own(time);
        List<Sample> samples = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().pts() < limit) {
            AccessUnit unit = waiting.remove();
            samples.add(new Sample(unit, duration(unit)));
        }
        if (!samples.isEmpty()) {
            runs.add(new TrackRun(track, samples));
        }
    }

    /** The distance to the next unit if that is here and near, else what one unit usually lasts. */
    private long duration(AccessUnit unit) {
        AccessUnit next = waiting.peek();
        if (next == null) {
            return usual;
        }
        long step = next.dts() - unit.dts();
        return step > 0 && step <= 4 * usual ? step : usual;
    }

    private long own(long time) {
        return leads.rescale(time, track.timescale());
    }
}
