package dev.vitrine.server;

import dev.vitrine.config.VitrineConfig;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Switch;
import dev.vitrine.config.VitrineConfig.Transcode;
import dev.vitrine.server.stream.LadderSettings;
import dev.vitrine.server.stream.Ladders;
import dev.vitrine.transcoder.EncoderChoice;
import dev.vitrine.transcoder.LogoPlace;
import dev.vitrine.transcoder.Worker;
import dev.vitrine.transcoder.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration means to the renditions below the source. */
public final class LadderSetup {

    private static final Logger log = LoggerFactory.getLogger(LadderSetup.class);

    private static final int WORKER_HEAP_MEGABYTES = 96;

    private LadderSetup() {}

    static Ladders ladders(VitrineConfig config, Path data, Executor threads, Executor disk, LongSupplier nanos) {
        Map<String, Switch> channels =
                config.channels().stream().collect(Collectors.toMap(ChannelConfig::id, ChannelConfig::transcode));
        int processors = Runtime.getRuntime().availableProcessors();
        WorkerSettings worker = worker(data, config.transcode());
        worker.logo()
                .map(LogoPlace::file)
                .filter(file -> isWanted(config) && !Files.isReadable(file))
                .ifPresent(file -> log.warn("transcode.logo: {} cannot be read; renditions go without it", file));
        return new Ladders(
                channel -> settings(config.transcode(), channels.getOrDefault(channel, Switch.AUTO), processors),
                worker,
                threads,
                disk,
                nanos);
    }

    /** Whether any channel offers renditions on this machine. */
    public static boolean isWanted(VitrineConfig config) {
        int processors = Runtime.getRuntime().availableProcessors();
        return settings(config.transcode(), Switch.AUTO, processors).isPresent()
                || config.channels().stream()
                        .anyMatch(channel -> settings(config.transcode(), channel.transcode(), processors)
                                .isPresent());
    }

    /** FFmpeg's name of what is to encode. */
    public static String encoder(Transcode transcode) {
        return EncoderChoice.of(transcode.encoder().word(), transcode.preset().word())
                .encoder();
    }

    /**
     * Tries the encoders in a process of its own, where renditions are offered, and says in the log what came of it: better
     * now than when the first viewer asks.
     *
     * @return ends the trial
     */
    static AutoCloseable probe(VitrineConfig config, Path data, Executor threads) {
        if (!isWanted(config)) {
            return () -> {};
        }
        String wanted = encoder(config.transcode());
        try {
            Worker worker = Worker.probe(worker(data, config.transcode()), threads);
            CompletableFuture<?> unused = worker.encoders().thenAccept(found -> tell(wanted, found));
            return worker;
        } catch (IOException e) {
            log.error("no transcoder can be started, renditions will have gaps: {}", e.toString());
            return () -> {};
        }
    }

    private static void tell(String wanted, List<String> found) {
        if (found.contains(wanted)) {
            log.info("renditions are encoded with {}; what works here: {}", wanted, String.join(", ", found));
        } else {
            log.error(
                    "transcode.encoder: {} does not work on this machine, renditions will have gaps and viewers get the"
                            + " source; what works here: {}",
                    wanted,
                    String.join(", ", found));
        }
    }

    /** How worker processes are started. */
    public static WorkerSettings worker(Path data, Transcode transcode) {
        return new WorkerSettings(
                data.resolve("native"),
                data.resolve("tmp"),
                WORKER_HEAP_MEGABYTES,
                transcode
                        .logo()
                        .map(file -> new LogoPlace(
                                file,
                                LogoPlace.Corner.valueOf(transcode.logoCorner().name()))));
    }

    /**
     * A channel's ladder.
     *
     * @param channel the channel's own switch; auto: as all
     */
    static Optional<LadderSettings> settings(Transcode transcode, Switch channel, int processors) {
        Switch mode = channel == Switch.AUTO ? transcode.mode() : channel;
        if (mode == Switch.OFF || (mode == Switch.AUTO && processors < 2)) {
            return Optional.empty();
        }
        return Optional.of(new LadderSettings(
                transcode.renditions().isEmpty() ? fitting(processors) : transcode.renditions(),
                transcode.audioOnly(),
                EncoderChoice.of(transcode.encoder().word(), transcode.preset().word()),
                transcode.linger(),
                transcode.pinned()));
    }

    /** Serving needs most of two processors for itself; three rungs of 1080p30 take one and a half. */
    private static List<Integer> fitting(int processors) {
        return processors < 4 ? List.of(480) : List.of(720, 480, 360);
    }
}
