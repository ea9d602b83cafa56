package dev.vitrine.transcoder;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.transcoder.Message.Active;
import dev.vitrine.transcoder.Message.Coded;
import dev.vitrine.transcoder.Message.Drop;
import dev.vitrine.transcoder.Message.End;
import dev.vitrine.transcoder.Message.Format;
import dev.vitrine.transcoder.Message.KeyAt;
import dev.vitrine.transcoder.Message.Open;
import dev.vitrine.transcoder.Message.Rested;
import dev.vitrine.transcoder.Message.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A programme's picture in, the same picture in other sizes out: a sink in front of a sink for each rung. What is
 * decoded is what came since the last {@link #tracks}; one {@link Worker} may run several transcoders.
 *
 * <p>Only the video track is taken. Its id, its timescale and its pictures' pts are those of what comes out; every
 * random access point of the source is one in every rung, and nothing is reordered, so dts equals pts.
 */
public final class Transcoder implements MediaSink {

    private final Worker worker;
    private final List<Rung> rungs;
    private final Map<String, ? extends MediaSink> outputs;
    private final Consumer<Optional<String>> ended;
    private final Set<String> active;
    private final Map<String, Long> codedPts = new ConcurrentHashMap<>();
    private final Map<String, Integer> codedMicros = new ConcurrentHashMap<>();

    private Optional<Track> source = Optional.empty();
    private int pipeline;

    /**
     * Nothing runs before {@link #tracks}.
     *
     * @param rungs the largest first
     * @param outputs by rung; called on a thread of the worker's
     * @param active names of the rungs to begin with
     * @param ended told once, on that thread, when nothing more comes: of what went wrong, or of nothing; outputs were
     *     ended before unless something did
     */
    public Transcoder(
            Worker worker,
            List<Rung> rungs,
            Map<String, ? extends MediaSink> outputs,
            Set<String> active,
            Consumer<Optional<String>> ended) {
        this.worker = worker;
        this.rungs = List.copyOf(rungs);
        this.outputs = Map.copyOf(outputs);
        this.active = new HashSet<>(active);
        this.ended = ended;
    }

    /** Once: a programme that changes needs another transcoder. */
    @Override
    public void tracks(List<Track> tracks) {
        if (source.isPresent()) {
            throw new IllegalStateException("the tracks of a transcoder are told once");
        }
        Track video = tracks.stream()
                .filter(Track::isVideo)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no video track to transcode"));
        source = Optional.of(video);
        VideoFormat format = video.video().orElseThrow();
        pipeline = worker.open(new Outputs(video));
        worker.send(new Open(pipeline, format, video.timescale(), rungs, List.copyOf(active)));
    }

    @Override
    public void write(AccessUnit unit) {
        if (source.isPresent() && unit.trackId() == source.get().id()) {
            worker.send(new Unit(pipeline, unit.pts(), unit.dts(), unit.randomAccess(), unit.payload()));
        }
    }

    /** The first picture at or after {@code pts} becomes a random access point although the source has none there. */
    public void key(long pts) {
        worker.send(new KeyAt(pipeline, pts));
    }

    /** From the picture at {@code fromPts} on, which has to be a random access point, these and no others are made. */
    public void activate(long fromPts, Set<String> names) {
        active.clear();
        active.addAll(names);
        worker.send(new Active(pipeline, fromPts, List.copyOf(names)));
    }

    public Set<String> active() {
        return Set.copyOf(active);
    }

    /** The newest picture that came out of a rung. */
    public OptionalLong codedPts(String rung) {
        Long pts = codedPts.get(rung);
        return pts == null ? OptionalLong.empty() : OptionalLong.of(pts);
    }

    /** What scaling and encoding a picture takes in a rung, in microseconds, smoothed; 0 before the first. */
    public int codedMicros(String rung) {
        return codedMicros.getOrDefault(rung, 0);
    }

    /** Nothing follows; what is in the pipeline still comes out. */
    @Override
    public void end(String reason) {
        worker.send(new End(pipeline));
    }

    /** Nothing more is wanted. */
    public void drop() {
        worker.send(new Drop(pipeline));
    }

    private final class Outputs implements Worker.Pipe {

        private final Track video;

        Outputs(Track video) {
            this.video = video;
        }

        @Override
        public void format(Format format) {
            Optional.ofNullable(outputs.get(format.rung()))
                    .ifPresent(sink -> sink.tracks(List.of(new Track(video.id(), video.timescale(), format.format()))));
        }

        @Override
        public void coded(Coded coded) {
            codedPts.put(coded.rung(), coded.pts());
            codedMicros.merge(coded.rung(), coded.micros(), (old, now) -> old + (now - old) / 16);
            Optional.ofNullable(outputs.get(coded.rung()))
                    .ifPresent(sink -> sink.write(
                            new AccessUnit(video.id(), coded.pts(), coded.pts(), coded.key(), coded.payload())));
        }

        @Override
        public void rested(Rested rested) {
            codedPts.remove(rested.rung());
            Optional.ofNullable(outputs.get(rested.rung())).ifPresent(sink -> sink.end("the rung rests"));
        }

        @Override
        public void ended(Optional<String> failure) {
            ended.accept(failure);
        }
    }
}
