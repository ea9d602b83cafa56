package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPackager;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Gives shows their ladders.
 *
 * @param settings by channel; empty: no renditions beside the source
 * @param threads starts a thread for each task: three a worker process
 * @param disk may wait for a disk
 */
public record Ladders(
        Function<String, Optional<LadderSettings>> settings, Executor threads, Executor disk, LongSupplier nanos) {

    /**
     * The ladder of a show that is about to begin, or to go on.
     *
     * @param lane the channel's media thread
     */
    Optional<LiveLadder> of(String channel, HlsPackager packager, Executor lane) {
        return settings.apply(channel)
                .filter(LadderSettings::isOn)
                .map(on -> new LiveLadder(channel, on, packager.derivation(), lane, threads, disk, nanos));
    }
}
