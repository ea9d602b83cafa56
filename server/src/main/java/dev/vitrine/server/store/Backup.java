package dev.vitrine.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Everything that an operator made, in one ZIP file: {@code vitrine.db} and {@code images/…}. It holds hashes of
 * passwords and the server's own secret, so it is readable by its owner only.
 */
public final class Backup {

    private static final String DATABASE = "vitrine.db";
    private static final String IMAGES = "images/";

    private Backup() {}

    /**
     * Writes {@code target}, which must not exist, from a directory that a server may be using.
     *
     * @return the number of files in it
     */
    public static int write(DataDirectory data, Path target) throws IOException {
        if (!Files.exists(data.database())) {
            throw new NoSuchFileException("there is no database at " + data.database());
        }
        Path copy = Files.createTempDirectory(data.root(), "backup").resolve(DATABASE);
        try (Database database = Database.open(data.database())) {
            database.copyTo(copy);
            createPrivate(target);
            return zip(copy, data.images(), target);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it exists already", e);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(copy.resolveSibling(""));
        }
    }

    /**
     * Puts the backup in the place of what is there.
     *
     * @param replace whether a database that is there may be replaced; it is kept beside
     */
    @SuppressWarnings("try") // the lock is held, not used
    public static void restore(Path backup, DataDirectory data, boolean replace) throws IOException {
        try (DataLock lock = DataLock.acquire(data.root())
                        .orElseThrow(
                                () -> new IOException("a server is running on " + data.root() + ": stop it first"));
                ZipFile zip = new ZipFile(backup.toFile())) {
            if (Files.exists(data.database()) && !replace) {
                throw new IOException("there is a database at " + data.database() + " (--force replaces it)");
            }
            Path fresh = data.database().resolveSibling(DATABASE + ".restored");
            extractDatabase(zip, fresh);
            extractImages(zip, new ImageStore(data.images()));
            replace(fresh, data.database());
        }
    }

    private static int zip(Path database, Path images, Path target) throws IOException {
        int files = 1;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target, StandardOpenOption.WRITE))) {
            add(zip, DATABASE, database);
            if (Files.isDirectory(images)) {
                ImageStore kept = new ImageStore(images);
                try (DirectoryStream<Path> found = Files.newDirectoryStream(images)) {
                    for (Path image : found) {
                        String name = String.valueOf(image.getFileName());
                        if (kept.find(name).isPresent()) {
                            add(zip, IMAGES + name, image);
                            files++;
                        }
                    }
                }
            }
        }
        return files;
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private static void extractDatabase(ZipFile zip, Path fresh) throws IOException {
        ZipEntry entry = zip.getEntry(DATABASE);
        if (entry == null) {
            throw new IOException("there is no " + DATABASE + " in it: not a backup of ours");
        }
        Files.deleteIfExists(fresh);
        createPrivate(fresh);
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        try (Database database = Database.open(fresh)) {
            String found = database.integrity();
            if (!found.equals("ok")) {
                throw new IOException("its database is damaged: " + found);
            }
        }
    }

    /** Through the store, which looks at the content and gives the name: a name from a file is not trusted. */
    private static void extractImages(ZipFile zip, ImageStore images) throws IOException {
        var entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().startsWith(IMAGES) && !entry.isDirectory()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    images.save(in.readAllBytes());
                }
            }
        }
    }

    private static void replace(Path fresh, Path database) throws IOException {
        for (String suffix : new String[] {"-wal", "-shm"}) {
            // The old database's journal would be replayed into the new one.
            Path journal = database.resolveSibling(DATABASE + suffix);
            if (Files.exists(journal)) {
                Files.move(
                        journal,
                        database.resolveSibling(DATABASE + ".before" + suffix),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(database)) {
            Files.move(database, database.resolveSibling(DATABASE + ".before"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, database);
    }

    private static void createPrivate(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }
}
