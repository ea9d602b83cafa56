package dev.vitrine.server;

import dev.vitrine.server.http.Health;
import dev.vitrine.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What must hold for the server to do its work, and the words for what does not. */
final class Readiness {

    /** A minute and a half of a 6 Mbit/s stream: below it the next thing to happen is a full disk. */
    private static final long LITTLE_DISK = 64L << 20;

    private Readiness() {}

    static Health of(Database database, Path data, BooleanSupplier rtmpListens) {
        List<Health.Check> checks = new ArrayList<>();
        checks.add(new Health.Check("database", () -> {
            database.requireWritable();
            return Optional.empty();
        }));
        checks.add(new Health.Check("disk", () -> disk(data)));
        checks.add(new Health.Check(
                "rtmp",
                () -> rtmpListens.getAsBoolean()
                        ? Optional.empty()
                        : Optional.of("encoders cannot connect: the RTMP listener is closed")));
        return new Health(checks);
    }

    private static Optional<String> disk(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            if (free < LITTLE_DISK) {
                return Optional.of("the data directory " + data + " has " + free + " bytes free, fewer than "
                        + LITTLE_DISK + ": make room, or lower storage.quota");
            }
            return Files.isWritable(data)
                    ? Optional.empty()
                    : Optional.of("the data directory " + data + " cannot be written any more");
        } catch (IOException e) {
            return Optional.of("the data directory " + data + " cannot be looked at: " + e);
        }
    }
}
