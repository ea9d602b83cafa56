package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Kind;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.util.List;
import java.util.Optional;

/**
 * What is listed while the encoder is away: gaps, and at the end of a show a picture that stands. Media thread only.
 *
 * <pre>
 *   media ──┤ gap part │ gap part │ gap part │ … the rest ├── media
 *                                                        └── the show ends: its last key picture, for one part
 * </pre>
 */
final class Absence {

    /** Below it no gap is made: dates, rounded, then are less than 5 ms off at a segment's border. */
    private static final long NEGLIGIBLE_NANOS = 3_000_000;

    private final long partNanos;
    private final SegmentAssembly assembly;
    private final HlsPublication publication;
    private final EndSlate slate = new EndSlate();
    private String init = "";

    Absence(PackagerSettings settings, SegmentAssembly assembly, HlsPublication publication) {
        this.partNanos = settings.partDuration().toNanos();
        this.assembly = assembly;
        this.publication = publication;
    }

    /** From here on. */
    void tracks(String newInit, List<Track> tracks) {
        init = newInit;
        slate.tracks(tracks);
    }

    /** In decoding order. */
    void picture(AccessUnit picture) {
        slate.picture(picture);
    }

    /** The server was started again: with the picture of before that the show would end with. */
    void again(String newInit, Journal.Told told) {
        List<Track> known = told.tracks().getOrDefault(newInit, List.of());
        tracks(newInit, known);
        told.segments().stream()
                .filter(segment -> segment.kind() == Kind.MEDIA
                        && segment.independent()
                        && segment.init().equals(newInit))
                .reduce((earlier, later) -> later)
                .flatMap(last -> publication
                        .get(last.path())
                        .map(media -> new SourceSegment(last.msn(), known, 0, List.of(Optional.of(media.body())))))
                .ifPresent(slate::pictureOf);
    }

    /** In whole parts; what is left up to there is listed when media comes. */
    void gapParts(long until) {
        while (assembly.edge() + partNanos <= until) {
            gapPart(assembly.edge() + partNanos);
        }
    }

    void gapPart(long end) {
        if (!assembly.isOpen()) {
            assembly.begin(assembly.edge(), init, Kind.GAP, false);
        }
        if (assembly.gapPart(end)) {
            assembly.finish(end);
        }
    }

    /** Media begins there. */
    void over(long startNanos) {
        gapParts(startNanos);
        if (startNanos - assembly.edge() >= NEGLIGIBLE_NANOS) {
            gapPart(startNanos);
        }
        finishGap();
    }

    /** A show whose encoder was away to the end ends with a picture, for players that wait for the last of its media. */
    void end() {
        finishGap();
        if (assembly.endsWithGap()) {
            long start = assembly.edge();
            long end = start + partNanos;
            List<TrackRun> runs = slate.between(start, end);
            if (!runs.isEmpty()) {
                assembly.newTake();
                assembly.begin(start, init, Kind.SLATE, true);
                assembly.part(new PartCut(start, end, true, runs));
                assembly.finish(end);
            }
        }
    }

    private void finishGap() {
        if (assembly.isOpen()) {
            assembly.finish(assembly.edge());
        }
    }
}
