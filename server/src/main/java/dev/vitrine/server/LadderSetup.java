package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Switch;
import dev.vitrine.config.VitrineConfig.Transcode;
import dev.vitrine.server.stream.LadderSettings;
import dev.vitrine.server.stream.Ladders;
import dev.vitrine.transcoder.EncoderChoice;
import dev.vitrine.transcoder.WorkerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What the configuration means to the renditions below the source. */
public final class LadderSetup {

    private static final int WORKER_HEAP_MEGABYTES = 96;

    private LadderSetup() {}

    static Ladders ladders(VitrineConfig config, Path data, Executor threads, Executor disk, LongSupplier nanos) {
        Map<String, Switch> channels =
                config.channels().stream().collect(Collectors.toMap(ChannelConfig::id, ChannelConfig::transcode));
        int processors = Runtime.getRuntime().availableProcessors();
        return new Ladders(
                channel -> settings(
                        config.transcode(), channels.getOrDefault(channel, Switch.AUTO), processors, worker(data)),
                threads,
                disk,
                nanos);
    }

    /** Whether any channel offers renditions on this machine. */
    public static boolean isWanted(VitrineConfig config) {
        int processors = Runtime.getRuntime().availableProcessors();
        WorkerSettings worker = worker(config.data());
        return settings(config.transcode(), Switch.AUTO, processors, worker).isPresent()
                || config.channels().stream()
                        .anyMatch(channel -> settings(config.transcode(), channel.transcode(), processors, worker)
                                .isPresent());
    }

    /** How worker processes are started. */
    public static WorkerSettings worker(Path data) {
        return new WorkerSettings(data.resolve("native"), data.resolve("tmp"), WORKER_HEAP_MEGABYTES);
    }

    /**
     * A channel's ladder.
     *
     * @param channel the channel's own switch; auto: as all
     */
    static Optional<LadderSettings> settings(
            Transcode transcode, Switch channel, int processors, WorkerSettings worker) {
        Switch mode = channel == Switch.AUTO ? transcode.mode() : channel;
        if (mode == Switch.OFF || (mode == Switch.AUTO && processors < 2)) {
            return Optional.empty();
        }
        return Optional.of(new LadderSettings(
                transcode.renditions().isEmpty() ? fitting(processors) : transcode.renditions(),
                transcode.audioOnly(),
                EncoderChoice.of(transcode.encoder().word(), transcode.preset().word()),
                transcode.linger(),
                transcode.pinned(),
                worker));
    }

    /** Serving needs most of two processors for itself; three rungs of 1080p30 take one and a half. */
    private static List<Integer> fitting(int processors) {
        return processors < 4 ? List.of(480) : List.of(720, 480, 360);
    }
}
