package dev.vitrine.rtmp;

import dev.vitrine.media.DataMessage;
import dev.vitrine.media.LeftOut;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.rtmp.codec.FormatException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns one publication's messages into access units. The last place where a {@link ByteBuf} exists: payloads are copied
 * once into the heap, and nothing behind it counts references.
 *
 * <pre>
 *   Probing ── both configurations, or one and the wait is over ──▶ Starting ── first random access point ──▶ Flowing
 *     holds what comes                   announces the tracks         holds audio and data                 writes
 * </pre>
 *
 * <p>Metadata is not believed, but for a rate until there is one: tracks are those whose sequence header came. One that comes late is announced late.
 */
final class FlvDemuxer {

    /** How long one track waits for the other, in stream time and by the clock. */
    static final int PROBE_MILLIS = 500;

    static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Audio units and data messages that wait for the first picture: more than 5 s of AAC. */
    private static final int MAX_WAITING = 256;

    /** Tracks worth telling of. */
    private static final int MAX_LEFT_OUT = 16;

    /** A programme time before any that occurs. */
    private static final long ALWAYS = Long.MIN_VALUE;

    private sealed interface State {
        void accept(Item item);
    }

    /** Something on the time line, at an unwrapped moment. */
    private record Item(
            long millis,
            @Nullable Lane lane,
            FlvTag.@Nullable Frame frame,
            @Nullable DataMessage message) {
        long presentation() {
            return frame == null ? millis : millis + frame.compositionMillis();
        }

        int bytes() {
            return frame == null ? 0 : frame.payload().length;
        }
    }

    private final MediaSink sink;
    private final LongSupplier nanoTime;
    private final int maxHeldBytes;
    private final OddityCounter oddities;
    private final ProgrammeClock clock;
    private final VideoTagReader videoTags = new VideoTagReader();
    private final AudioTagReader audioTags = new AudioTagReader();
    private final Set<LeftOut> leftOut = new HashSet<>();
    private final Lane video;
    private final Lane audio;
    private State state;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param maxHeldBytes payload held while probing
     */
    FlvDemuxer(MediaSink sink, LongSupplier nanoTime, int maxHeldBytes, OddityCounter oddities) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.maxHeldBytes = maxHeldBytes;
        this.oddities = oddities;
        this.clock = new ProgrammeClock(oddities);
        this.video = Lane.video(oddities);
        this.audio = Lane.audio(oddities);
        this.state = new Probing();
    }

    /** A video message; {@code timestamp} is its 32 bits of milliseconds. */
    void video(long timestamp, ByteBuf body) {
        try {
            take(video, clock.follow(timestamp), videoTags.read(body));
        } catch (FormatException e) {
            throw new RtmpException("video message at " + timestamp + " ms: " + e.getMessage());
        }
    }

    /** An audio message. */
    void audio(long timestamp, ByteBuf body) {
        try {
            take(audio, clock.follow(timestamp), audioTags.read(body));
        } catch (FormatException e) {
            throw new RtmpException("audio message at " + timestamp + " ms: " + e.getMessage());
        }
    }

    /** A data message: its name and what follows. */
    void data(long timestamp, List<Object> values) {
        DataMessages.bitsPerSecond(values).ifPresent(sink::declared);
        long millis = clock.unwrap(timestamp);
        DataMessages.read(millis, values).ifPresent(message -> state.accept(new Item(millis, null, null, message)));
    }

    void end(String reason) {
        if (state instanceof Probing probing) {
            probing.decide();
        }
        sink.end(reason);
    }

    private void take(Lane lane, long millis, List<FlvTag> tags) {
        for (FlvTag tag : tags) {
            take(lane, millis, tag);
        }
        if (state instanceof Probing probing) {
            probing.consider(millis);
        }
    }

    private void take(Lane lane, long millis, FlvTag tag) {
        if (tag instanceof FlvTag.Configuration configuration) {
            if (lane.learn(configuration.format()) && !(state instanceof Probing)) {
                announce();
            }
        } else if (tag instanceof FlvTag.Frame && !lane.isKnown()) {
            // VP9 and AV1 may tell their size with the first key frame only.
            oddities.count(Oddity.UNDECODABLE_DROPPED, "media before its format is known");
        } else if (tag instanceof FlvTag.Frame frame) {
            state.accept(new Item(millis, lane, frame, null));
        } else if (tag instanceof FlvTag.NotTaken other) {
            leaveOut(other);
        } else if (tag instanceof FlvTag.Unusable unusable) {
            oddities.count(unusable.oddity(), unusable.detail());
        }
    }

    private void leaveOut(FlvTag.NotTaken other) {
        if (other.track().reason() == LeftOut.Reason.CODEC) {
            oddities.count(Oddity.CODEC_UNSUPPORTED, other.detail());
        }
        if (leftOut.size() < MAX_LEFT_OUT && leftOut.add(other.track())) {
            sink.leftOut(other.track());
        }
    }

    private void announce() {
        List<Track> tracks = Stream.of(video, audio)
                .map(Lane::track)
                .flatMap(Optional::stream)
                .toList();
        sink.tracks(tracks);
    }

    private void write(Item item) {
        if (item.message != null) {
            long millis = Math.max(0, clock.place(item.millis));
            sink.message(new DataMessage(millis, item.message.name(), item.message.fields()));
        } else if (item.lane != null && item.frame != null) {
            sink.write(item.lane.unit(clock.place(item.lane.placement, item.millis), item.frame));
        }
    }

    /** Which tracks are there? */
    private final class Probing implements State {

        private final List<Item> held = new ArrayList<>();
        private long heldBytes;
        private boolean begun;
        private long firstMillis;
        private long firstNanos;

        @Override
        public void accept(Item item) {
            if (item.frame == null && held.size() >= MAX_WAITING) {
                return;
            }
            held.add(item);
            heldBytes += item.bytes();
        }

        /** After each audio or video message: is the wait over? */
        void consider(long millis) {
            if (!begun) {
                begun = true;
                firstMillis = millis;
                firstNanos = nanoTime.getAsLong();
            }
            boolean waited = Math.abs(millis - firstMillis) >= PROBE_MILLIS
                    || nanoTime.getAsLong() - firstNanos >= PROBE_NANOS
                    || heldBytes > maxHeldBytes;
            if ((video.isKnown() && audio.isKnown()) || waited) {
                decide();
            }
        }

        void decide() {
            if (!video.isKnown() && !audio.isKnown()) {
                return; // Nothing can be held either: frames are dropped until they can be decoded.
            }
            announce();
            state = new Starting(video.isKnown());
            for (Item item : held) {
                state.accept(item);
            }
        }
    }

    /** Where does the programme begin? With video at its first random access point, else at its first unit. */
    private final class Starting implements State {

        private final boolean withVideo;
        private final Deque<Item> waiting = new ArrayDeque<>();

        Starting(boolean withVideo) {
            this.withVideo = withVideo;
        }

        @Override
        public void accept(Item item) {
            if (item.frame == null || (item.lane == audio && withVideo)) {
                waiting.add(item);
                if (waiting.size() > MAX_WAITING) {
                    waiting.remove();
                }
            } else if (item.lane == audio || item.frame.randomAccess()) {
                begin(item);
            } else {
                oddities.count(Oddity.UNDECODABLE_DROPPED, "video before the first keyframe");
            }
        }

        private void begin(Item first) {
            long audioFrom = withVideo ? Math.max(first.millis, first.presentation()) : ALWAYS;
            clock.startAt(first.millis);
            Flowing flowing = new Flowing(audioFrom);
            state = flowing;
            flowing.accept(first);
            waiting.forEach(flowing::accept);
        }
    }

    /** The programme is on. */
    private final class Flowing implements State {

        private long audioFrom;

        Flowing(long audioFrom) {
            this.audioFrom = audioFrom;
        }

        @Override
        public void accept(Item item) {
            if (item.lane == audio && isTooEarly(item.millis)) {
                return;
            }
            if (item.lane == video && item.frame != null) {
                if (video.awaitsRandomAccess && !item.frame.randomAccess()) {
                    oddities.count(Oddity.UNDECODABLE_DROPPED, "video before a keyframe of its configuration");
                    return;
                }
                video.awaitsRandomAccess = false;
            }
            write(item);
        }

        /** Audio of before the first picture. Far before it, the two do not share a time line, and it is let through. */
        private boolean isTooEarly(long millis) {
            if (audioFrom != ALWAYS && millis < audioFrom && millis >= audioFrom - ProgrammeClock.MAX_AHEAD_MILLIS) {
                return true;
            }
            audioFrom = ALWAYS;
            return false;
        }
    }
}
