package dev.vitrine.hls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a replay: one of those that were live, or the first two of them as the one they would have been, had the
 * playlist not begun early ({@code docs/decisions/0004-first-playlist.md}). Their files stay as they are.
 *
 * @param pieces in order; at least one
 */
record ReplaySegment(List<StoredSegment> pieces) {

    ReplaySegment {
        pieces = List.copyOf(pieces);
    }

    /** @param segments each starting where the one before ended */
    static List<ReplaySegment> of(List<StoredSegment> segments, Duration targetDuration) {
        List<ReplaySegment> replay = new ArrayList<>();
        int first = isShortStart(segments, targetDuration) ? HlsPackager.FIRST_SEGMENTS : 0;
        if (first > 0) {
            replay.add(new ReplaySegment(segments.subList(0, first)));
        }
        segments.subList(first, segments.size()).forEach(segment -> replay.add(new ReplaySegment(List.of(segment))));
        return List.copyOf(replay);
    }

    private static boolean isShortStart(List<StoredSegment> segments, Duration targetDuration) {
        if (segments.size() < HlsPackager.FIRST_SEGMENTS || segments.get(0).msn() != 0) {
            return false;
        }
        StoredSegment begin = segments.get(0);
        StoredSegment rest = segments.get(1);
        return !begin.gap()
                && !rest.gap()
                && !rest.discontinuity()
                && rest.init().equals(begin.init())
                && rest.endNanos() - begin.startNanos() <= targetDuration.toNanos();
    }

    /** The last piece's, so that the numbers behind it stay. */
    long msn() {
        return last().msn();
    }

    long startNanos() {
        return first().startNanos();
    }

    long endNanos() {
        return last().endNanos();
    }

    long durationNanos() {
        return endNanos() - startNanos();
    }

    String init() {
        return first().init();
    }

    boolean discontinuity() {
        return first().discontinuity();
    }

    boolean gap() {
        return first().gap();
    }

    boolean independent() {
        return first().independent();
    }

    long length() {
        return pieces.stream().mapToLong(StoredSegment::length).sum();
    }

    /** As it is called in the playlist; not as one of its pieces, which are other media. */
    String name() {
        return pieces.size() == 1 ? first().name() : "s" + first().msn() + "-" + last().msn() + ".m4s";
    }

    String path() {
        return first().rendition() + "/" + name();
    }

    Body body(Path directory) {
        List<Body> files = pieces.stream()
                .<Body>map(piece -> new Body.OnDisk(directory.resolve(piece.path()), 0, piece.length()))
                .toList();
        return files.size() == 1 ? files.get(0) : new Body.Joined(files);
    }

    private StoredSegment first() {
        return pieces.get(0);
    }

    private StoredSegment last() {
        return pieces.get(pieces.size() - 1);
    }
}
