package dev.vitrine.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which files this process holds open. Linux alone. */
public final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** Those in {@code directory}, once for each time they are open. */
    public static List<Path> under(Path directory) {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open.add(Files.readSymbolicLink(descriptor));
                } catch (NoSuchFileException closedMeanwhile) {
                    // So it is not open.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open.stream().filter(path -> path.startsWith(directory)).toList();
    }
}
