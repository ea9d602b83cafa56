package dev.vitrine.server;

import dev.vitrine.config.Secret;
import dev.vitrine.config.VitrineConfig;
import dev.vitrine.config.VitrineConfig.ChannelConfig;
import dev.vitrine.config.VitrineConfig.Takeover;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.server.store.ConfiguredChannel;
import dev.vitrine.server.store.IngestRules;
import dev.vitrine.server.stream.ChannelRegistry;
import dev.vitrine.server.stream.Clocks;
import dev.vitrine.server.stream.Ladders;
import dev.vitrine.server.stream.MediaThreads;
import dev.vitrine.server.stream.ReplayShelf;
import dev.vitrine.server.stream.ShowRoom;
import dev.vitrine.server.stream.Storage;
import dev.vitrine.server.stream.StreamSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** What the configuration means to the channels and what is on them. */
final class StreamSetup {

    private StreamSetup() {}

    /** Where shows are, each under its epoch. */
    static Path shows(Path data) {
        return data.resolve("shows");
    }

    static Storage storage(VitrineConfig config, Stores stores, ReplayShelf replays, Path data, Clocks clocks) {
        return new Storage(
                stores.shows(),
                replays,
                shows(data),
                new Storage.Policy(
                        config.storage().replayRetention(),
                        config.hls().window(),
                        config.storage().quota().bytes()),
                Storage.diskOf(data),
                clocks.wall());
    }

    /** @param disk one thread, for segments */
    static ChannelRegistry channels(
            VitrineConfig config,
            Stores stores,
            Storage storage,
            Path data,
            Clocks clocks,
            MediaThreads mediaThreads,
            ExecutorService workers,
            ExecutorService disk,
            Ladders ladders) {
        StreamSettings settings = new StreamSettings(
                packager(config.hls()),
                config.rtmp().takeover() == Takeover.TAKEOVER,
                config.rtmp().deadAfter(),
                config.hls().grace(),
                config.cues().maxPerSecond(),
                config.rtmp().maxBuffered().bytes());
        return new ChannelRegistry(
                stores.channels(),
                settings,
                new ShowRoom(
                        stores.shows(),
                        stores.channels(),
                        stores.cues(),
                        LeaseSettings.of(config.cues().lease()),
                        settings,
                        storage,
                        shows(data),
                        disk),
                clocks,
                mediaThreads,
                workers,
                ladders,
                RtmpSetup.services(config.rtmp(), stores.catalogue(), workers));
    }

    private static PackagerSettings packager(VitrineConfig.Hls hls) {
        return new PackagerSettings(hls.segmentDuration(), hls.targetDuration(), hls.partDuration(), hls.window());
    }

    static List<ConfiguredChannel> configured(VitrineConfig config) {
        return config.channels().stream().map(StreamSetup::configured).toList();
    }

    private static ConfiguredChannel configured(ChannelConfig channel) {
        return new ConfiguredChannel(
                channel.id(),
                channel.title(),
                channel.streamKey().map(Secret::value),
                channel.captureDelay(),
                new IngestRules(channel.encoderCues(), channel.allowFrom()));
    }
}
