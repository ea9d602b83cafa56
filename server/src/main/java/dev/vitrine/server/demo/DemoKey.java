package dev.vitrine.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The demo channel's stream key: random, and the same at the next start, so that an encoder set up once goes on working. */
public final class DemoKey {

    private DemoKey() {}

    /**
     * The key, made at the first call.
     *
     * @param data the demo's data directory; made when it is not there
     */
    public static String of(Path data) throws IOException {
        Path file = data.resolve("demo-key");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        Files.createDirectories(data);
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, key + "\n");
        return key;
    }
}
