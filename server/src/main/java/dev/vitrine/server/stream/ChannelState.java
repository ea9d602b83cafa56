package dev.vitrine.server.stream;

import dev.vitrine.overlay.CueReceipt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a channel at one moment: the live half of the channel object in {@code docs/api.md}. Immutable.
 *
 * @param channel its id
 * @param phase whether a show is on and fed
 * @param since when this phase began; null when offline
 * @param show the show that is on; null when offline
 * @param edge media date of the newest frame at ingest; null before the first
 * @param encoder what the publisher calls itself; null when there is none
 * @param publisher its address; null when there is none
 * @param video of the source; null until known
 * @param audio of the source; null until known
 * @param renditions what viewers can choose from, the source first
 * @param viewers players that asked for media in the last seconds
 * @param lastError what last went wrong on this show; null when nothing did
 * @param advice what the operator should change at the encoder
 * @param cue the change that brought what the shop shows now; null when offline or before the first
 */
public record ChannelState(
        String channel,
        Phase phase,
        @Nullable Instant since,
        @Nullable OnAir show,
        @Nullable Instant edge,
        @Nullable String encoder,
        @Nullable String publisher,
        @Nullable Video video,
        @Nullable Audio audio,
        List<RenditionState> renditions,
        int viewers,
        @Nullable LastError lastError,
        List<Advice> advice,
        @Nullable CueReceipt cue) {

    public ChannelState {
        renditions = List.copyOf(renditions);
        advice = List.copyOf(advice);
    }

    /** The state of a channel on which nothing is on. */
    public static ChannelState offline(String channel) {
        return new ChannelState(
                channel, Phase.OFFLINE, null, null, null, null, null, null, null, List.of(), 0, null, List.of(), null);
    }

    /** Whether a show is on, and fed. */
    public enum Phase {
        /** No show. */
        OFFLINE,
        /** Media is arriving. */
        LIVE,
        /** A show is on, the encoder is away; the playlist goes on. */
        HOLD
    }

    /** The show that is on. */
    public record OnAir(String id, String epoch, String title, Instant start) {}

    /**
     * The picture as it was measured; a number is null until it has been.
     *
     * @param codec for people, such as {@code H.264}
     * @param codecs RFC 6381, such as {@code avc1.64001f}
     * @param gopSeconds from one random access point to the next
     * @param bitrate bits per second
     */
    public record Video(
            String codec,
            String codecs,
            int width,
            int height,
            @Nullable Double frameRate,
            @Nullable Double gopSeconds,
            @Nullable Long bitrate) {}

    /**
     * The sound as it was measured.
     *
     * @param codec for people, such as {@code AAC}
     * @param codecs RFC 6381, such as {@code mp4a.40.2}
     * @param bitrate bits per second; null until measured
     */
    public record Audio(
            String codec,
            String codecs,
            int sampleRate,
            int channels,
            @Nullable Long bitrate) {}

    /**
     * One of the streams viewers can choose from.
     *
     * @param codecs RFC 6381, comma-separated
     * @param bandwidth peak bits per second, as in the multivariant playlist
     */
    public record RenditionState(String name, String codecs, int width, int height, long bandwidth) {}

    /** What went wrong, in words for the operator. */
    public record LastError(Instant at, String message) {}

    /** What the operator should change. */
    public record Advice(Level level, String text) {

        /** How much it matters. */
        public enum Level {
            INFO,
            WARN,
            ERROR
        }
    }
}
