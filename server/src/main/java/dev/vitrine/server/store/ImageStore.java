package dev.vitrine.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Product pictures, each in a file named by its content: {@code <data>/images/<sha256>.<ext>}. Never changed. */
public final class ImageStore {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.(png|jpg|webp|avif)");

    private final Path directory;

    public ImageStore(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /**
     * Keeps the picture and answers its name.
     *
     * @throws IllegalArgumentException when the bytes are no picture of a kind that we serve
     */
    public String save(byte[] bytes) throws IOException {
        ImageKind kind = ImageKind.of(bytes)
                .orElseThrow(() -> new IllegalArgumentException(
                        "this is no PNG, JPEG, WebP or AVIF picture (its first bytes were looked at, not its name)"));
        String name = sha256(bytes) + "." + kind.extension();
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            Path partial = Files.createTempFile(directory, "upload", ".part");
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return name;
    }

    /** The picture's file; empty when the name is none of ours or there is none. */
    public Optional<Path> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(directory.resolve(name)).filter(Files::isRegularFile);
    }

    /** Of a name that {@link #find} found. */
    public static String mediaType(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return "image/" + (extension.equals("jpg") ? "jpeg" : extension);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
