package dev.vitrine.rtmp;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.DataMessage;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds an ingest to what {@link MediaSink} promises to whoever implements it. */
final class PromisedSink implements MediaSink {

    private final Map<Integer, Timescale> tracks = new HashMap<>();
    private final Map<Integer, Long> lastDts = new HashMap<>();
    private final Set<LeftOut> leftOut = new HashSet<>();
    private boolean ended;

    @Override
    public void tracks(List<Track> announced) {
        require(!ended, "tracks after the end");
        require(!announced.isEmpty(), "no track announced");
        Map<Integer, Timescale> before = Map.copyOf(tracks);
        tracks.clear();
        for (Track track : announced) {
            require(tracks.put(track.id(), track.timescale()) == null, "track " + track.id() + " announced twice");
            if (!track.timescale().equals(before.get(track.id()))) {
                lastDts.remove(track.id());
            }
        }
    }

    @Override
    public void write(AccessUnit unit) {
        require(!ended, "a unit after the end");
        require(tracks.containsKey(unit.trackId()), "a unit of track " + unit.trackId() + ", which was not announced");
        require(unit.payload().length > 0, "an empty unit");
        Long last = lastDts.put(unit.trackId(), unit.dts());
        require(last == null || unit.dts() > last, "dts " + unit.dts() + " after " + last);
    }

    @Override
    public void message(DataMessage message) {
        require(!ended, "a message after the end");
        require(message.millis() >= 0, "a message at " + message.millis() + " ms");
    }

    @Override
    public void leftOut(LeftOut track) {
        require(!ended, "a track left out after the end");
        require(leftOut.add(track), track + " left out twice");
    }

    @Override
    public void end(String reason) {
        require(!ended, "two ends");
        ended = true;
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new AssertionError(otherwise);
        }
    }
}
