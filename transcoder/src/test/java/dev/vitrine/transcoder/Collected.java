package dev.vitrine.transcoder;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps everything. */
final class Collected implements MediaSink {

    final List<Track> tracks = new CopyOnWriteArrayList<>();
    final List<AccessUnit> units = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void tracks(List<Track> now) {
        tracks.addAll(now);
    }

    @Override
    public void write(AccessUnit unit) {
        units.add(unit);
    }

    @Override
    public void end(String reason) {
        ends.add(reason);
    }

    VideoFormat format() {
        return tracks.get(0).video().orElseThrow();
    }

    List<Long> keyPts() {
        return units.stream()
                .filter(AccessUnit::randomAccess)
                .map(AccessUnit::pts)
                .toList();
    }
}
