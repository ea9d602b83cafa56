package dev.vitrine.server.store;

/** A channel that the YAML file declares, with its fixed key. {@link #toString()} leaves the key out. */
public record ConfiguredChannel(String id, String title, String streamKey) {

    @Override
    public String toString() {
        return "ConfiguredChannel[id=" + id + ", title=" + title + "]";
    }
}
