package dev.vitrine.server.stream;

import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.DerivedWriter;
import dev.vitrine.media.AccessUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The runs of the decoder in which a show's renditions are made as the source comes.
 *
 * <pre>
 *   main    all rungs that are watched, from segment to segment
 *   sides   a rung that was asked for within a segment, from its beginning to its end; then it joins the main one
 *   ending  nothing more is fed; what is in them is still written
 * </pre>
 *
 * Media thread only.
 */
final class LadderFeeds {

    /** Begins a run, where there is somebody to do it. */
    interface Opener {

        /**
         * Begins a run that makes these rungs.
         *
         * @param ended told on the media thread when nothing more comes, and why if that is a failure
         * @return empty while there is no worker
         */
        Optional<LadderFeed> open(Map<String, DerivedWriter> writers, Consumer<Optional<String>> ended);
    }

    private final Derivation derivation;
    private final Opener opener;
    private final Consumer<Optional<String>> ended;
    private Optional<LadderFeed> main = Optional.empty();
    private final List<LadderFeed> sides = new ArrayList<>();
    private final List<LadderFeed> ending = new ArrayList<>();

    /** @param ended told whenever a run is over, and why if that is a failure */
    LadderFeeds(Derivation derivation, Opener opener, Consumer<Optional<String>> ended) {
        this.derivation = derivation;
        this.opener = opener;
        this.ended = ended;
    }

    /** Whether the renditions that are watched are being made. */
    boolean isRunning() {
        return main.isPresent();
    }

    /** Whether nothing is being made. */
    boolean isIdle() {
        return main.isEmpty() && sides.isEmpty() && ending.isEmpty();
    }

    /** Whether something that was fed is still to be written. */
    boolean isEnding() {
        return !ending.isEmpty();
    }

    /** What is made from segment to segment. */
    Set<String> active() {
        return main.map(LadderFeed::active).orElse(Set.of());
    }

    /** By how much the slowest of these is behind the source. */
    long lagNanos() {
        return active().stream()
                .mapToLong(rung -> main.orElseThrow().lagNanos(rung).orElse(0))
                .max()
                .orElse(0);
    }

    /** What a picture takes in each of them, see {@link LadderFeed#codedMicros}. */
    Map<String, Integer> codedMicros() {
        Map<String, Integer> micros = new HashMap<>();
        active().forEach(rung -> micros.put(rung, main.orElseThrow().codedMicros(rung)));
        return micros;
    }

    /** A picture of the source. */
    void write(AccessUnit picture) {
        main.ifPresent(feed -> feed.write(picture));
        sides.forEach(feed -> feed.write(picture));
    }

    /** The first picture at or after {@code pts} becomes a random access point. */
    void key(long pts) {
        main.ifPresent(feed -> feed.key(pts));
        sides.forEach(feed -> feed.key(pts));
    }

    /** The source may have ended a part. */
    void sourceWentOn() {
        main.ifPresent(LadderFeed::sourceWentOn);
        sides.forEach(LadderFeed::sourceWentOn);
        ending.forEach(LadderFeed::sourceWentOn);
    }

    /** A segment begins with the random access point at {@code pts}, before that is fed: there rungs come and go. */
    void segmentBegins(long msn, long pts, Set<String> wanted) {
        sides.forEach(side -> end(side, msn - 1));
        sides.clear();
        if (main.isEmpty() && !wanted.isEmpty()) {
            main = open(wanted, msn);
        } else if (main.isPresent() && wanted.isEmpty()) {
            end(main.get(), msn - 1);
            main = Optional.empty();
        } else if (main.isPresent() && !wanted.equals(active())) {
            Map<String, DerivedWriter> joining = writers(wanted.stream().filter(rung -> !active().contains(rung)), msn);
            main.get().activate(pts, msn, wanted, joining);
        }
    }

    /**
     * Makes the open segment from its beginning: in the main run when there is none yet, else beside it.
     *
     * @param key where a random access point is to be made of the first picture
     * @param pictures of the segment so far
     */
    void catchUp(Set<String> rungs, long msn, OptionalLong key, Iterable<AccessUnit> pictures) {
        open(rungs, msn).ifPresent(feed -> {
            key.ifPresent(feed::key);
            pictures.forEach(feed::write);
            if (main.isEmpty()) {
                main = Optional.of(feed);
            } else {
                sides.add(feed);
            }
        });
    }

    private Optional<LadderFeed> open(Set<String> rungs, long msn) {
        LadderFeed[] self = new LadderFeed[1];
        Optional<LadderFeed> feed = opener.open(writers(rungs.stream(), msn), failure -> ended(self[0], failure));
        feed.ifPresent(opened -> self[0] = opened);
        return feed;
    }

    private Map<String, DerivedWriter> writers(Stream<String> rungs, long msn) {
        Map<String, DerivedWriter> writers = new HashMap<>();
        rungs.forEach(rung -> writers.put(rung, derivation.writer(rung, true, msn, OptionalLong.empty(), List.of())));
        return writers;
    }

    /** Whether a segment is being made in this rendition, or will be when the source has come to it. */
    boolean covers(String rendition, long msn) {
        return Stream.of(main.stream(), sides.stream(), ending.stream())
                .flatMap(feeds -> feeds)
                .anyMatch(feed -> feed.covers(rendition, msn));
    }

    /** The source pauses or changes: what was fed is written, up to this segment. */
    void end(long lastMsn) {
        main.ifPresent(feed -> end(feed, lastMsn));
        main = Optional.empty();
        sides.forEach(feed -> end(feed, lastMsn));
        sides.clear();
    }

    private void end(LadderFeed feed, long lastMsn) {
        ending.add(feed);
        feed.end(lastMsn);
    }

    private void ended(LadderFeed feed, Optional<String> failure) {
        ending.remove(feed);
        if (failure.isPresent()) {
            feed.abandon();
            main = main.filter(other -> other != feed);
            sides.remove(feed);
        }
        ended.accept(failure);
    }

    /** The worker is gone, and everything in it. */
    void abandon() {
        Stream.of(main.stream(), sides.stream(), ending.stream())
                .flatMap(feeds -> feeds)
                .forEach(LadderFeed::abandon);
        main = Optional.empty();
        sides.clear();
        ending.clear();
    }
}
