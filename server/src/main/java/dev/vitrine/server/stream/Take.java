package dev.vitrine.server.stream;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.DataMessage;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.media.PublisherConnection;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one connection of an encoder brings to a channel. Written to by the ingest's event loop; remembers the newest
 * frame there, before any queue, because that is what "now" means to the person who clicks.
 */
final class Take implements MediaSink {

    private static final long NONE = Long.MIN_VALUE;

    private final PublishRequest request;
    private final Consumer<Signal> lane;
    private final InstantSource clock;
    private final LongSupplier nanos;

    // Event loop only.
    private List<Track> tracks = List.of();
    private final Map<Integer, Timescale> timescales = new HashMap<>();
    private int leadingTrack;
    private long bitsPerSecond;
    private boolean begun;

    /** Show time of this take's time 0; set by the media thread. */
    private volatile long offsetNanos = NONE;

    private volatile long newestNanos = NONE;
    private volatile List<LeftOut> leftOut = List.of();
    private volatile boolean ended;

    /**
     * @param lane where signals go
     * @param clock read once, when the first access unit comes
     * @param nanos the monotonic clock, read at the same moment
     */
    Take(PublishRequest request, Consumer<Signal> lane, InstantSource clock, LongSupplier nanos) {
        this.request = request;
        this.lane = lane;
        this.clock = clock;
        this.nanos = nanos;
    }

    PublishRequest request() {
        return request;
    }

    PublisherConnection connection() {
        return request.connection();
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void tracks(List<Track> now) {
        tracks = now;
        timescales.clear();
        now.forEach(track -> timescales.put(track.id(), track.timescale()));
        leadingTrack = now.stream()
                .filter(Track::isVideo)
                .findFirst()
                .orElse(now.get(0))
                .id();
        if (begun) {
            lane.accept(new Signal.Tracks(this, now));
        }
    }

    @Override
    public void write(AccessUnit unit) {
        if (!begun) {
            begun = true;
            lane.accept(new Signal.Begin(this, tracks, bitsPerSecond, clock.instant(), nanos.getAsLong()));
        }
        if (unit.trackId() == leadingTrack) {
            Timescale timescale = timescales.get(leadingTrack);
            if (timescale != null) {
                newestNanos = Math.max(newestNanos, timescale.nanos(unit.pts()));
            }
        }
        lane.accept(new Signal.Media(this, unit));
    }

    @Override
    public void declared(long now) {
        bitsPerSecond = now;
    }

    @Override
    public void message(DataMessage message) {
        if (begun) {
            lane.accept(new Signal.Words(this, message));
        }
    }

    @Override
    public void leftOut(LeftOut track) {
        List<LeftOut> more = new ArrayList<>(leftOut);
        more.add(track);
        leftOut = List.copyOf(more);
    }

    /** What the encoder sends beside, or instead of, what is played. */
    List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public void end(String reason) {
        ended = true;
        lane.accept(new Signal.Left(this, reason));
    }

    /** On the media thread, before the first access unit reaches the packager. */
    void placeAt(long showNanos) {
        offsetNanos = showNanos;
    }

    /** Where this take lies; 0 before it has its place. */
    long offsetNanos() {
        long offset = offsetNanos;
        return offset == NONE ? 0 : offset;
    }

    /** Show time of the newest frame that came in; empty before the first has its place. */
    OptionalLong newestShowNanos() {
        long offset = offsetNanos;
        long newest = newestNanos;
        return offset == NONE || newest == NONE ? OptionalLong.empty() : OptionalLong.of(offset + newest);
    }
}
