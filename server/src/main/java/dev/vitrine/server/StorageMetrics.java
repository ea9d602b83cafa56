package dev.vitrine.server;

import dev.vitrine.server.http.Metrics;
import dev.vitrine.server.stream.Storage;
import java.util.Map;

/** What a supervisor wants to know of the room that shows take. */
final class StorageMetrics {

    private StorageMetrics() {}

    static void register(Metrics metrics, Storage storage) {
        metrics.gauges(
                "vitrine_storage_bytes",
                "Room that shows take.",
                "kind",
                () -> Map.of("replay", (double) storage.usage().replayBytes(), "live", (double)
                        storage.usage().liveBytes()));
        metrics.gauge(
                "vitrine_storage_quota_bytes",
                "Room that shows may take.",
                () -> storage.usage().quotaBytes());
        metrics.gauge(
                "vitrine_storage_free_bytes",
                "Room on the disk of the data directory.",
                () -> storage.usage().freeBytes());
        metrics.gauge(
                "vitrine_storage_full",
                "1 while media is not kept for want of room.",
                () -> storage.usage().full() ? 1 : 0);
        metrics.gauge(
                "vitrine_replays_deleted",
                "Replays that went since the start, by policy or by hand.",
                storage::deleted);
    }
}
