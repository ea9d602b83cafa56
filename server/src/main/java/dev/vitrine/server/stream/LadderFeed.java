package dev.vitrine.server.stream;

import dev.vitrine.hls.DerivedWriter;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.transcoder.Rung;
import dev.vitrine.transcoder.Transcoder;
import dev.vitrine.transcoder.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One run of the decoder and what is written of it: a stretch of the source that starts at a random access point, in one
 * or more rungs. Media thread only; what the worker says comes over the lane.
 */
final class LadderFeed {

    private final Transcoder transcoder;
    private final Executor lane;
    private final Map<String, Deque<DerivedWriter>> writers = new HashMap<>();
    private final Track video;
    private long newestPts = Long.MIN_VALUE;
    private boolean dead;

    /**
     * @param rungs all that may ever be active, the largest first
     * @param active with what is written of each
     * @param ended told on the lane when nothing more comes
     */
    LadderFeed(
            Worker worker,
            Track video,
            List<Rung> rungs,
            Map<String, DerivedWriter> active,
            Executor lane,
            Consumer<Optional<String>> ended) {
        this.lane = lane;
        this.video = video;
        Map<String, MediaSink> outputs = new HashMap<>();
        for (Rung rung : rungs) {
            writers.put(rung.name(), new ArrayDeque<>());
            outputs.put(rung.name(), new Output(rung.name()));
        }
        active.forEach((rung, writer) -> writersOf(rung).add(writer));
        transcoder = new Transcoder(
                worker,
                rungs,
                outputs,
                active.keySet(),
                failure -> lane.execute(() -> {
                    dead |= failure.isPresent();
                    ended.accept(failure);
                }));
        transcoder.tracks(List.of(video));
    }

    private Deque<DerivedWriter> writersOf(String rung) {
        return writers.computeIfAbsent(rung, name -> new ArrayDeque<>());
    }

    Track video() {
        return video;
    }

    void write(AccessUnit unit) {
        newestPts = Math.max(newestPts, unit.pts());
        transcoder.write(unit);
    }

    void key(long pts) {
        transcoder.key(pts);
    }

    Set<String> active() {
        return transcoder.active();
    }

    /**
     * From the random access point at {@code pts} on, with which the segment {@code msn} begins, exactly these.
     *
     * @param joining those among them that were not active before, with what is written of them
     */
    void activate(long pts, long msn, Set<String> rungs, Map<String, DerivedWriter> joining) {
        for (String rung : transcoder.active()) {
            if (!rungs.contains(rung)) {
                Optional.ofNullable(writersOf(rung).peekLast()).ifPresent(writer -> writer.endAt(msn - 1));
            }
        }
        joining.forEach((rung, writer) -> writersOf(rung).add(writer));
        transcoder.activate(pts, rungs);
    }

    /** The source may have ended a part. */
    void sourceWentOn() {
        writers.values().forEach(queue -> queue.forEach(DerivedWriter::sourceWentOn));
    }

    /** Nothing follows; what was fed is written, up to this segment. */
    void end(long lastMsn) {
        writers.values()
                .forEach(queue -> Optional.ofNullable(queue.peekLast()).ifPresent(writer -> writer.endAt(lastMsn)));
        transcoder.end("the feed ends");
    }

    /** The worker is gone, or nothing of it is wanted. */
    void abandon() {
        dead = true;
        writers.values().forEach(queue -> queue.forEach(DerivedWriter::abandon));
        transcoder.drop();
    }

    /** Whether a segment of a rung is being written here, or will be. */
    boolean covers(String rung, long msn) {
        return !dead && writersOf(rung).stream().anyMatch(writer -> writer.msn() <= msn && !writer.endsBefore(msn));
    }

    /** How far a rung's newest picture is behind the newest that was fed, in nanoseconds; empty before its first. */
    OptionalLong lagNanos(String rung) {
        OptionalLong coded = transcoder.codedPts(rung);
        return coded.isPresent()
                ? OptionalLong.of(video.timescale().nanos(newestPts - coded.getAsLong()))
                : OptionalLong.empty();
    }

    int codedMicros(String rung) {
        return transcoder.codedMicros(rung);
    }

    private final class Output implements MediaSink {

        private final String rung;

        Output(String rung) {
            this.rung = rung;
        }

        private void first(Consumer<DerivedWriter> action) {
            lane.execute(() -> {
                DerivedWriter writer = writersOf(rung).peekFirst();
                if (writer != null && !dead) {
                    action.accept(writer);
                }
            });
        }

        @Override
        public void tracks(List<Track> tracks) {
            first(writer -> writer.tracks(tracks));
        }

        @Override
        public void write(AccessUnit unit) {
            first(writer -> writer.write(unit));
        }

        @Override
        public void end(String reason) {
            first(writer -> {
                writer.end(reason);
                writersOf(rung).removeFirst();
            });
        }
    }
}
