package dev.vitrine.server.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A channel that the YAML file declares. {@link #toString()} leaves the key out.
 *
 * @param streamKey fixed in the file; empty: made and kept by the server
 * @param captureDelay zero: as it was set in the console
 * @param ingest each member that is off or empty: as it was set in the console
 */
public record ConfiguredChannel(
        String id, String title, Optional<String> streamKey, Duration captureDelay, IngestRules ingest) {

    /** One that allows its encoder nothing of its own. */
    public ConfiguredChannel(String id, String title, Optional<String> streamKey, Duration captureDelay) {
        this(id, title, streamKey, captureDelay, IngestRules.NONE);
    }

    @Override
    public String toString() {
        return "ConfiguredChannel[id=" + id + ", title=" + title + "]";
    }
}
