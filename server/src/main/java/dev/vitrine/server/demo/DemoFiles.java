package dev.vitrine.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The sample catalogue and cue sheet, laid out as files where the programme's process can read them.
 *
 * @param data the demo's data directory
 */
public record DemoFiles(Path data) {

    /** After so long the sheet starts over. */
    static final int REPEAT_SECONDS = 132;

    Path products() {
        return data.resolve("demo").resolve("products.json");
    }

    Path sheet() {
        return data.resolve("demo").resolve("sheet.csv");
    }

    Path art() {
        return data.resolve("demo").resolve("art");
    }

    public DemoFiles write() throws IOException {
        Files.createDirectories(data.resolve("demo"));
        copy("products.json", products());
        copy("sheet.csv", sheet());
        return this;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + resource)) {
            Files.copy(Objects.requireNonNull(in, resource), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
