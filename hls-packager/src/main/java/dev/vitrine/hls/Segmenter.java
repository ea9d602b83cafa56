package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Same part, new part or new segment? Pure: what comes out depends on what went in and on nothing else.
 *
 * <p>The <em>lead</em> track (the first video track, else the first audio track) decides; the others ride along: a part
 * takes whatever of them is to be heard before its end and has arrived, the rest goes into the next part.
 *
 * <pre>
 *   unit arrives ──▶ a random access point, and the segment is long enough?  ──▶ close part and segment at its pts
 *                ──▶ would the segment round to more than its target?        ──▶ close both in front of it
 *                ──▶ would the part, with it, be longer than PART-TARGET?    ──▶ close the part in front of it
 *                ──▶ into the open part
 * </pre>
 *
 * So a part is closed by the very next unit of the lead track and never waits for anything else.
 *
 * <p><b>B-frames.</b> An encoder sends pictures in order of decoding, earlier than they are shown, and sound when it is
 * heard. Pictures therefore wait here for as long as the first picture waits between decoding and being shown, so that a
 * part holds the sound of its own time: players take the earliest time they find in a part for its start.
 *
 * <p><b>Where a part ends.</b> Units come in decoding order, so inside a segment time is dts plus the distance
 * between pts and dts of the segment's first picture; a segment starts at the pts of that picture. Millisecond
 * timestamps jitter, and a part must be neither longer than PART-TARGET nor, unless it is the last of its segment,
 * shorter than 85 % of it (RFC 8216bis §4.4.4.9): a frame that turns out not to fit moves into the next part; where
 * that would leave the part too short (fewer than about 14 frames a second), the boundary is put at exactly PART-TARGET
 * instead. When no frame comes for longer than a part, the time is filled with parts that hold the other tracks only,
 * or, if they are silent too, with gaps.
 */
final class Segmenter {

    /** Takes what was cut. Calls come as {@code segmentStart (picture | part)+ segmentEnd}. */
    interface Cuts {
        void segmentStart(long startNanos);

        /** A picture has got its place in the open segment; in decoding order, and before its part is cut. */
        void picture(AccessUnit picture);

        void part(PartCut part);

        void segmentEnd(long endNanos);
    }

    /** Audio that runs ahead while no picture has come yet; about ten seconds of it. */
    private static final int MAX_WAITING_UNITS = 500;

    /** What is decoded earlier than this before it is shown is not waited for: no encoder does that. */
    private static final long MAX_AHEAD_NANOS = 1_000_000_000;

    private static final long LATE_START_TOLERANCE_NANOS = 50_000_000;
    /** Two neighbours, each rounded to a millisecond. A unit that was let in by this and does not fit moves on later. */
    private static final long JITTER_NANOS = 1_500_000;

    private static final long NEGLIGIBLE_NANOS = 20_000_000;

    private final Track lead;
    private final Timescale timescale;
    private final List<Follower> followers = new ArrayList<>();
    private final Cuts cuts;
    private final long notBefore;
    private final long minSegment;
    private final long maxSegment;
    private final long partTarget;

    private final List<AccessUnit> units = new ArrayList<>();
    /** Units of the lead track whose sound has not come yet. */
    private final Deque<AccessUnit> ahead = new ArrayDeque<>();

    private boolean open;
    private boolean firstSegment;
    private long segmentStart;
    /** From where the length of the open segment counts: its start, or that of the short segment in front of it. */
    private long lengthFrom;

    private long partStart;
    /** What is added to a dts of the open segment to get its place on the time line. */
    private long offset;

    private long lastDts;
    /** What a unit of the lead track lasts: a mean over the last ones, because milliseconds jitter. */
    private double usualFrame;

    private boolean frameKnown;

    /**
     * @param notBefore nanoseconds of show time at which a segment may start at the earliest; until a random access
     *     point at or after it comes, units are dropped
     * @param shortFirst whether the first segment is one part of half a PART-TARGET: players take no playlist without a
     *     complete segment, so the sooner there is one, the sooner they start
     */
    Segmenter(PackagerSettings settings, List<Track> tracks, long notBefore, boolean shortFirst, Cuts cuts) {
        this.firstSegment = shortFirst;
        this.lead = tracks.stream()
                .min(Comparator.comparing(track -> !track.isVideo()))
                .orElseThrow(() -> new IllegalArgumentException("a programme needs at least one track"));
        this.timescale = lead.timescale();
        this.cuts = cuts;
        tracks.stream()
                .filter(track -> track.id() != lead.id())
                .map(track -> new Follower(track, timescale))
                .forEach(followers::add);
        this.notBefore = timescale.ticks(Duration.ofNanos(notBefore));
        this.minSegment = timescale.ticks(settings.segmentDuration());
        // EXTINF rounded to whole seconds must not exceed the target (§4.4.3.1): stay below half a second more.
        this.maxSegment = timescale.ticks(settings.targetDuration().plusMillis(490));
        this.partTarget =
                settings.partDuration().toNanos() * timescale.ticksPerSecond() / Timescale.NANOS.ticksPerSecond();
    }

    Track lead() {
        return lead;
    }

    /** Whether a segment is open, so that units are taken as they come. */
    boolean isOpen() {
        return open;
    }

    void add(AccessUnit unit) {
        if (unit.trackId() != lead.id()) {
            for (Follower follower : followers) {
                if (follower.track().id() == unit.trackId()) {
                    follower.add(unit);
                    if (!open) {
                        follower.keepNewest(MAX_WAITING_UNITS);
                    }
                }
            }
        } else if (open) {
            ahead.add(unit);
            while (!ahead.isEmpty() && ahead.element().dts() + aheadBy() <= unit.dts()) {
                addLead(ahead.remove());
            }
        } else if (unit.randomAccess() || !lead.isVideo()) {
            startWith(unit);
        }
    }

    /**
     * Nothing more comes of the take. Pictures that are decoded ahead of the sound they are shown with have none, then: a part
     * of them alone would never be playable, and hls.js would wait for it at the end of the show. What little sound is missing
     * up to the end of the last picture is silence, so that renditions of sound alone last as long as those with pictures.
     */
    void stop() {
        if (open && !followers.isEmpty()) {
            while (!ahead.isEmpty()
                    && followers.stream()
                            .anyMatch(follower ->
                                    follower.reaches(time(ahead.element().dts())))) {
                addLead(ahead.remove());
            }
            ahead.clear();
            boolean silent = followers.stream().noneMatch(follower -> follower.hasBefore(time(lastDts) + frame()));
            boolean brief = time(lastDts) + frame() - partStart <= aheadBy() + 2 * frame();
            if (silent && brief && !units.isEmpty() && partStart > segmentStart) {
                units.clear();
                cuts.segmentEnd(timescale.nanos(partStart));
                open = false;
            }
            long end = time(lastDts) + frame();
            followers.forEach(follower -> follower.fallSilent(end));
        }
        finish();
    }

    /** Closes what is open after the last unit of the lead track; the next unit starts anew. */
    void finish() {
        if (open) {
            while (!ahead.isEmpty()) {
                addLead(ahead.remove());
            }
            long end = time(lastDts) + frame();
            if (end - segmentStart > maxSegment && !units.isEmpty()) {
                splitInFrontOfLast();
            }
            closeSegment(end, lastDts + frame());
            open = false;
        }
        followers.forEach(Follower::clear);
    }

    /** How much earlier than the sound it is shown with a picture comes, in ticks. */
    private long aheadBy() {
        return followers.isEmpty() ? 0 : Math.min(offset, ticks(MAX_AHEAD_NANOS));
    }

    private void startWith(AccessUnit unit) {
        if (unit.pts() < notBefore - ticks(LATE_START_TOLERANCE_NANOS)) {
            return;
        }
        open = true;
        usualFrame = nominalFrame();
        frameKnown = false;
        beginSegment(Math.max(unit.pts(), notBefore), unit.pts() - unit.dts());
        followers.forEach(follower -> follower.dropBefore(segmentStart));
        take(unit);
    }

    private void addLead(AccessUnit unit) {
        long now = time(unit.dts());
        long step = unit.dts() - lastDts;
        if (step <= partTarget) {
            usualFrame = frameKnown ? usualFrame + (step - usualFrame) / 8 : step;
            frameKnown = true;
        }
        // Never before the last frame, however odd the encoder's composition times are.
        long start = Math.max(unit.pts(), time(lastDts) + 1);
        boolean longEnough = unit.pts() - lengthFrom >= minSegment - frame() / 2;
        boolean cut = step > partTarget && cutHole(unit.randomAccess() ? start : now, unit.dts());
        boolean startsSegment = unit.randomAccess() && (longEnough || cut);
        if (step <= partTarget && (startsSegment ? start : now) - segmentStart > maxSegment) {
            splitInFrontOfLast();
        }
        if (startsSegment) {
            closeSegment(start, unit.dts());
            beginSegment(start, unit.pts() - unit.dts());
        } else if (now + frame() - segmentStart > maxSegment && step <= partTarget) {
            closeSegment(now, unit.dts());
            beginSegment(now, offset);
        } else {
            closePartsFor(now, unit.dts());
        }
        take(unit);
    }

    /** All parts of the segment end there. */
    private void splitAt(long end) {
        cuts.segmentEnd(timescale.nanos(end));
        beginSegment(end, offset);
    }

    /** The picture came later than the ones before it let expect: up to it, the segment would be too long. */
    private void splitInFrontOfLast() {
        AccessUnit last = units.remove(units.size() - 1);
        long start = time(last.dts());
        closeSegment(start, last.dts());
        beginSegment(start, offset);
        units.add(last);
    }

    private void take(AccessUnit unit) {
        units.add(unit);
        lastDts = unit.dts();
        if (lead.isVideo()) {
            cuts.picture(unit);
        }
    }

    private void beginSegment(long start, long newOffset) {
        segmentStart = start;
        lengthFrom = start;
        partStart = start;
        offset = newOffset;
        cuts.segmentStart(timescale.nanos(start));
    }

    /** Makes room for the unit at {@code now}, which stays in the segment. */
    private void closePartsFor(long now, long nextDts) {
        closeFullParts(now, nextDts, true);
        boolean longEnough = (now - partStart) * 100 >= partTarget * 85;
        if (!units.isEmpty() && longEnough && now + frame() - partStart > partTarget + ticks(JITTER_NANOS)) {
            emit(now, units.size(), nextDts);
        }
        if (firstSegment && (now - segmentStart) * 2 >= partTarget) {
            firstSegment = false;
            long start = segmentStart;
            if (!units.isEmpty()) {
                emit(now, units.size(), nextDts);
            }
            cuts.segmentEnd(timescale.nanos(partStart));
            beginSegment(partStart, offset);
            lengthFrom = start;
        }
    }

    private void closeSegment(long end, long nextDts) {
        closeFullParts(end, nextDts, false);
        boolean only = partStart == segmentStart && end > partStart;
        if (!units.isEmpty() || only || end - partStart > ticks(NEGLIGIBLE_NANOS)) {
            emit(end, units.size(), nextDts);
        }
        cuts.segmentEnd(timescale.nanos(end));
    }

    /** Closes parts until what is left up to {@code end} fits into one. */
    private void closeFullParts(long end, long nextDts, boolean mayCutSegment) {
        while (end - partStart > partTarget) {
            if (mayCutSegment && partStart > segmentStart && partStart + partTarget - segmentStart > maxSegment) {
                splitAt(partStart);
            }
            int fitting = unitsBefore(partStart + partTarget + 1);
            long boundary = fitting > 0 && fitting <= units.size() ? time(dtsAt(fitting - 1, nextDts)) : partStart;
            if (fitting > 1 && (boundary - partStart) * 100 >= partTarget * 85) {
                emit(boundary, fitting - 1, nextDts);
            } else if (end - partStart - partTarget <= ticks(NEGLIGIBLE_NANOS) && !mayCutSegment) {
                emit(partStart + partTarget, units.size(), nextDts);
                return;
            } else {
                emit(partStart + partTarget, unitsBefore(partStart + partTarget), nextDts);
            }
        }
    }

    /** A hole that is longer than what the segment may still get is cut in it; whether it was. */
    private boolean cutHole(long until, long nextDts) {
        if (until + frame() - segmentStart <= maxSegment) {
            return false;
        }
        long began = segmentStart;
        closeFullParts(until, nextDts, true);
        if (until + frame() - segmentStart > maxSegment && partStart > segmentStart) {
            splitAt(partStart);
        }
        return segmentStart > began;
    }

    private int unitsBefore(long limit) {
        int count = 0;
        while (count < units.size() && time(units.get(count).dts()) < limit) {
            count++;
        }
        return count;
    }

    private void emit(long end, int unitCount, long nextDts) {
        List<TrackRun> runs = new ArrayList<>();
        boolean independent = false;
        if (unitCount > 0) {
            List<Sample> samples = new ArrayList<>(unitCount);
            for (int i = 0; i < unitCount; i++) {
                AccessUnit unit = units.get(i);
                samples.add(new Sample(unit, dtsAt(i + 1, nextDts) - unit.dts()));
                independent |= unit.randomAccess() || !lead.isVideo();
            }
            runs.add(new TrackRun(lead, samples));
            units.subList(0, unitCount).clear();
        }
        followers.forEach(follower -> follower.takeBefore(end, runs));
        long start = partStart;
        partStart = end;
        cuts.part(new PartCut(timescale.nanos(start), timescale.nanos(end), independent, runs));
    }

    private long dtsAt(int index, long nextDts) {
        return index < units.size() ? units.get(index).dts() : nextDts;
    }

    private long time(long dts) {
        return dts + offset;
    }

    private long ticks(long nanos) {
        return timescale.ticks(Duration.ofNanos(nanos));
    }

    private long frame() {
        return Math.max(1, Math.round(usualFrame));
    }

    /** Until two units have shown what it is: one audio frame, or a thirtieth of a second. */
    private long nominalFrame() {
        return Math.max(1, Follower.nominalFrame(lead).orElse(timescale.ticksPerSecond() / 30));
    }
}
