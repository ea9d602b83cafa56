package dev.vitrine.rtmp;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.DataMessage;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told: as values, and as lines that a person can compare. */
final class RecordingSink implements MediaSink {

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<AccessUnit> units = new CopyOnWriteArrayList<>();
    final List<List<Track>> announced = new CopyOnWriteArrayList<>();
    final List<DataMessage> messages = new CopyOnWriteArrayList<>();
    final List<LeftOut> leftOut = new CopyOnWriteArrayList<>();
    final List<Long> declared = new CopyOnWriteArrayList<>();
    volatile String ended = "";

    @Override
    public void tracks(List<Track> tracks) {
        announced.add(tracks);
        lines.add("tracks "
                + String.join(
                        " + ", tracks.stream().map(RecordingSink::describe).toList()));
    }

    private static String describe(Track track) {
        return track.format() instanceof VideoFormat video
                ? video.codecs() + " " + video.width() + "x" + video.height()
                : track.format().codecs() + " " + track.timescale().ticksPerSecond() + " Hz";
    }

    @Override
    public void write(AccessUnit unit) {
        units.add(unit);
        lines.add((unit.trackId() == Lane.VIDEO_TRACK ? "video" : "audio") + " dts " + unit.dts()
                + (unit.pts() == unit.dts() ? "" : " pts " + unit.pts())
                + (unit.trackId() == Lane.VIDEO_TRACK && unit.randomAccess() ? " key" : ""));
    }

    @Override
    public void message(DataMessage message) {
        messages.add(message);
        lines.add("message " + message.millis() + " " + message.name() + " " + new TreeMap<>(message.fields()));
    }

    @Override
    public void declared(long bitsPerSecond) {
        declared.add(bitsPerSecond);
    }

    @Override
    public void leftOut(LeftOut track) {
        leftOut.add(track);
    }

    @Override
    public void end(String reason) {
        ended = reason;
        lines.add("end: " + reason);
    }

    List<AccessUnit> of(int trackId) {
        return units.stream().filter(unit -> unit.trackId() == trackId).toList();
    }
}
