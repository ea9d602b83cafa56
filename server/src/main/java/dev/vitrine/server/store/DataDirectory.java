package dev.vitrine.server.store;

import java.nio.file.Path;

/** Where things are kept below the directory {@code data} of the configuration. */
public record DataDirectory(Path root) {

    public Path database() {
        return root.resolve("vitrine.db");
    }

    public Path images() {
        return root.resolve("images");
    }
}
