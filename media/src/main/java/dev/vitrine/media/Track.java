package dev.vitrine.media;

import java.util.Optional;

/**
 * One elementary stream of a programme.
 *
 * @param id unique in its programme, 1 or more; an ISO BMFF {@code track_ID}
 * @param timescale what the ticks of this track's access units count
 * @param format what a decoder has to know
 */
public record Track(int id, Timescale timescale, TrackFormat format) {

    public Track {
        if (id < 1) {
            throw new IllegalArgumentException("track id " + id + " is not positive");
        }
    }

    public boolean isVideo() {
        return format instanceof VideoFormat;
    }

    public Optional<VideoFormat> video() {
        return format instanceof VideoFormat video ? Optional.of(video) : Optional.empty();
    }

    public Optional<AudioFormat> audio() {
        return format instanceof AudioFormat audio ? Optional.of(audio) : Optional.empty();
    }
}
