package dev.vitrine.server.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A channel that the YAML file declares. {@link #toString()} leaves the key out.
 *
 * @param streamKey fixed in the file; empty: made and kept by the server
 * @param captureDelay zero: as it was set in the console
 */
public record ConfiguredChannel(String id, String title, Optional<String> streamKey, Duration captureDelay) {

    @Override
    public String toString() {
        return "ConfiguredChannel[id=" + id + ", title=" + title + "]";
    }
}
