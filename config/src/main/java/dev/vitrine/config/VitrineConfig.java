package dev.vitrine.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything an operator can set, checked. What each key means stands in {@code vitrine.yml}, nowhere else. */
public record VitrineConfig(
        Path data,
        Http http,
        Https https,
        Rtmp rtmp,
        Rtmps rtmps,
        Hls hls,
        Cues cues,
        Storage storage,
        Transcode transcode,
        List<ChannelConfig> channels,
        Brand brand,
        Embed embed,
        Log log) {

    public VitrineConfig {
        channels = List.copyOf(channels);
    }

    /** The same with other channels. */
    public VitrineConfig withChannels(List<ChannelConfig> others) {
        return new VitrineConfig(
                data, http, https, rtmp, rtmps, hls, cues, storage, transcode, others, brand, embed, log);
    }

    /**
     * Playback, pages, console and API.
     *
     * @param publicUrl empty: from each request
     * @param maxRequestsPerAddress per second
     */
    public record Http(
            String host,
            int port,
            Optional<URI> publicUrl,
            List<String> trustedProxies,
            int maxConnections,
            int maxConnectionsPerAddress,
            int maxRequestsPerAddress) {

        public Http {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /** Certificate and key are both there or both absent. */
    public record Https(String host, int port, Optional<Path> certificate, Optional<Path> key) {

        public boolean enabled() {
            return certificate.isPresent();
        }
    }

    /**
     * Where encoders publish.
     *
     * @param loginApp the application in which encoders log in with user and password; empty: none
     */
    public record Rtmp(
            String host,
            int port,
            String app,
            String loginApp,
            Takeover takeover,
            Duration deadAfter,
            Duration handshakeTimeout,
            Duration idleTimeout,
            int maxConnections,
            ByteSize maxMessage,
            ByteSize maxBuffered,
            RtmpBudgets budgets,
            PublishHook publishHook) {}

    /** What one stranger may cost beyond the sizes in {@link Rtmp}. */
    public record RtmpBudgets(
            int waitingPerAddress,
            int chunkStreams,
            int messagesPerSecond,
            ByteSize bufferedInTotal,
            int amfDepth,
            int amfElements,
            ByteSize amfText) {}

    /**
     * A web service that is asked about each publisher.
     *
     * @param url empty: nobody is asked
     * @param otherwise what happens when it does not answer in time
     */
    public record PublishHook(Optional<URI> url, Duration deadline, Otherwise otherwise) {}

    /** Enabled with {@link Https}. */
    public record Rtmps(String host, int port) {}

    public record Hls(
            Duration segmentDuration,
            Duration targetDuration,
            Duration partDuration,
            Duration window,
            Duration grace) {}

    public record Cues(Duration lease, int maxPerSecond) {}

    public record Storage(Duration replayRetention, ByteSize quota) {}

    /**
     * Renditions below the source.
     *
     * @param renditions shorter sides in pixels, the largest first; empty: as many as the machine can make
     * @param logo drawn into the renditions; the source stays as it is
     */
    public record Transcode(
            Switch mode,
            List<Integer> renditions,
            boolean audioOnly,
            Encoder encoder,
            Preset preset,
            Duration linger,
            boolean pinned,
            Optional<Path> logo,
            Corner logoCorner) {

        public Transcode {
            renditions = List.copyOf(renditions);
        }
    }

    /**
     * A channel that exists from the start.
     *
     * @param streamKey empty: made and kept by the server
     * @param transcode auto: as all channels
     * @param encoderCues whether the encoder may place cues
     * @param allowFrom networks that may publish; empty: all
     */
    public record ChannelConfig(
            String id,
            String title,
            Optional<Secret> streamKey,
            Duration captureDelay,
            Switch transcode,
            boolean encoderCues,
            List<Network> allowFrom) {

        public ChannelConfig {
            allowFrom = List.copyOf(allowFrom);
        }
    }

    /**
     * How pages look.
     *
     * @param accent {@code #rrggbb}, lower case
     */
    public record Brand(String name, String accent, Language language) {}

    public record Embed(List<String> allowedOrigins, List<String> frameAncestors) {

        public Embed {
            allowedOrigins = List.copyOf(allowedOrigins);
            frameAncestors = List.copyOf(frameAncestors);
        }

        /** Who may frame the embed page; empty: everybody. */
        public List<String> framers() {
            return frameAncestors.isEmpty() ? allowedOrigins : frameAncestors;
        }
    }

    public record Log(Level level, Format format) {}

    /** What becomes of a second publisher with the same key. */
    public enum Takeover implements Word {
        TAKEOVER,
        REJECT
    }

    /** Whether something is done; auto leaves it to the machine. */
    public enum Switch implements Word {
        AUTO,
        ON,
        OFF
    }

    /** What encodes renditions. */
    public enum Encoder implements Word {
        AUTO,
        X264,
        OPENH264,
        NVENC,
        QSV,
        VAAPI,
        VIDEOTOOLBOX
    }

    /** Of a picture. */
    public enum Corner implements Word {
        TOP_LEFT,
        TOP_RIGHT,
        BOTTOM_LEFT,
        BOTTOM_RIGHT
    }

    /** How hard x264 tries. */
    public enum Preset implements Word {
        ULTRAFAST,
        SUPERFAST,
        VERYFAST,
        FASTER,
        FAST,
        MEDIUM
    }

    /** Yes or no. */
    public enum Answer implements Word {
        TRUE,
        FALSE
    }

    /** What becomes of a publisher about whom the hook said nothing. */
    public enum Otherwise implements Word {
        REFUSE,
        ADMIT
    }

    /** The language of pages and player. */
    public enum Language implements Word {
        EN,
        VI,
        AUTO
    }

    /** How much is logged. */
    public enum Level implements Word {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /** How log lines look. */
    public enum Format implements Word {
        TEXT,
        JSON
    }

    /** An enum constant that operators write in lower case. */
    public interface Word {

        String name();

        /** As it is written in the file. */
        default String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
