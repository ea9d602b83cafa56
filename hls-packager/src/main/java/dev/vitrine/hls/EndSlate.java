package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a show ends with whose encoder was away: its last key picture, standing, in silence.
 *
 * <p>Gaps keep a playlist going while an encoder is away, but one that ends with them has no end: hls.js, Shaka and video.js
 * wait for the media of its last segment, and their viewers look at a spinner for good. Media thread only.
 */
final class EndSlate {

    private static final Logger LOG = LoggerFactory.getLogger(EndSlate.class);

    private List<Track> tracks = List.of();
    private Optional<AccessUnit> newest = Optional.empty();

    /** From here on. */
    void tracks(List<Track> now) {
        if (!now.equals(tracks)) {
            tracks = now;
            newest = Optional.empty();
        }
    }

    /** In decoding order. */
    void picture(AccessUnit picture) {
        if (picture.randomAccess()) {
            newest = Optional.of(picture);
        }
    }

    /** A segment of these tracks that starts with a key picture. Waits for the disk. */
    void pictureOf(SourceSegment segment) {
        try {
            segment.load().pictures().stream().findFirst().ifPresent(this::picture);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("segment {} cannot be read: should its show end now, it has no last picture", segment.msn(), e);
        }
    }

    /** One run a track; none when there is no such picture, or sound that cannot be silent. */
    List<TrackRun> between(long startNanos, long endNanos) {
        List<TrackRun> runs = new ArrayList<>();
        Optional<Track> video = tracks.stream().filter(Track::isVideo).findFirst();
        if (tracks.isEmpty() || !Silence.isPossible(tracks) || (video.isPresent() && newest.isEmpty())) {
            return runs;
        }
        video.ifPresent(track -> {
            long start = track.timescale().ticks(Duration.ofNanos(startNanos));
            long length = track.timescale().ticks(Duration.ofNanos(endNanos)) - start;
            byte[] payload = newest.orElseThrow().payload();
            runs.add(new TrackRun(
                    track, List.of(new Sample(new AccessUnit(track.id(), start, start, true, payload), length))));
        });
        runs.addAll(Silence.between(tracks, startNanos, endNanos));
        return runs;
    }
}
