package dev.vitrine.server.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file, one writer, a few readers.
 *
 * <pre>
 *   write(work) ── lock ──▶ one connection, BEGIN IMMEDIATE, synchronous=FULL ──▶ WAL, on disk at return
 *   read(work)  ── queue of connections, query_only ──▶ sees the last commit, never waits for the writer
 * </pre>
 *
 * <p>Another process (an admin command beside a running server) may write at any time: transactions begin IMMEDIATE, so
 * that two writers queue for at most {@link #BUSY_TIMEOUT} rather than fail half-way. {@link #changedElsewhere} tells a
 * cache that they did.
 */
public final class Database implements AutoCloseable {

    /** The newest migration in {@code db/migration}; a test keeps it true. */
    static final int SCHEMA_VERSION = 2;

    /** The second, when it is the write-ahead log's index that cannot grow. */
    private static final Set<SQLiteErrorCode> DISK_FULL =
            Set.of(SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final int READERS = 3;

    /** After so long a file's date stands for what is in it. */
    private static final long SETTLED_NANOS = 2_000_000_000L;

    private final Path file;
    private final Connection writerConnection;
    private final Jdbi writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<Jdbi> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Connection> readerConnections = new ArrayList<>();
    /** Every write, ours or another process's, goes through it. */
    private final File log;

    private long seenDataVersion;
    private volatile long seenWritten;
    private volatile long seenNanos = System.nanoTime();

    private Database(Path file) throws SQLException {
        this.file = file;
        this.log = new File(file + "-wal");
        this.writerConnection = connect(file, false);
        this.writer = Jdbi.create(writerConnection);
        for (int i = 0; i < READERS; i++) {
            Connection connection = connect(file, true);
            readerConnections.add(connection);
            readers.add(Jdbi.create(connection));
        }
        this.seenDataVersion = dataVersion();
    }

    /**
     * Opens the file, makes it when there is none (readable by its owner only), and brings its schema up to date.
     *
     * @throws StoreException when it cannot be opened or was written by a newer version
     */
    public static Database open(Path file) {
        try {
            create(file);
            migrate(file);
            return new Database(file);
        } catch (IOException | SQLException | RuntimeException e) {
            throw new StoreException("cannot open the database " + file + ": " + rootMessage(e), e);
        }
    }

    /** Does in memory what {@link #open} does first, so that the library behind it is awake. */
    public static void rehearse() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Jdbi.create(connection).useTransaction(handle -> {
                handle.execute("CREATE TABLE t (a TEXT)");
                handle.createUpdate("INSERT INTO t VALUES (:a)").bind("a", "a").execute();
                handle.createQuery("SELECT a FROM t WHERE a = :a")
                        .bind("a", "a")
                        .mapTo(String.class)
                        .list();
            });
        } catch (SQLException e) {
            throw new StoreException("the database library does not work: " + rootMessage(e), e);
        }
    }

    public Path file() {
        return file;
    }

    /** Runs {@code work} in a transaction, alone; what it wrote is on disk when this returns. */
    <T> T write(Function<Handle, T> work) {
        writing.lock();
        try {
            return writer.inTransaction(work::apply);
        } catch (JdbiException e) {
            if (isDiskFull(e)) {
                throw new DiskFullException("the disk of " + file + " is full", e);
            }
            throw new StoreException("cannot write to the database " + file + ": " + rootMessage(e), e);
        } finally {
            writing.unlock();
        }
    }

    /** As {@link #write}, for work without an answer. */
    void change(Consumer<Handle> work) {
        write(handle -> {
            work.accept(handle);
            return true;
        });
    }

    /** Runs {@code work} on what was last committed. */
    <T> T read(Function<Handle, T> work) {
        Jdbi reader = take();
        try {
            return reader.withHandle(work::apply);
        } catch (JdbiException e) {
            throw new StoreException("cannot read the database " + file + ": " + rootMessage(e), e);
        } finally {
            readers.add(reader);
        }
    }

    /** Whether another process has written since this was last asked. Cheap: mostly, one file's date is looked at. */
    boolean changedElsewhere() {
        long written = log.lastModified();
        if (written != seenWritten) {
            seenWritten = written;
            seenNanos = System.nanoTime();
        } else if (System.nanoTime() - seenNanos > SETTLED_NANOS) {
            return false;
        }
        // Until it has settled: two writes may bear one date, and a writer dates the file before readers see it.
        writing.lock();
        try {
            long version = dataVersion();
            boolean changed = version != seenDataVersion;
            seenDataVersion = version;
            return changed;
        } finally {
            writing.unlock();
        }
    }

    /** Writes a consistent copy, beside running readers and writers. The target must not exist. */
    public void copyTo(Path target) {
        writing.lock();
        try {
            writer.useHandle(handle -> handle.execute("VACUUM INTO ?", target.toString()));
        } catch (JdbiException e) {
            throw new StoreException("cannot copy the database to " + target + ": " + rootMessage(e), e);
        } finally {
            writing.unlock();
        }
    }

    /** {@code ok}, or what SQLite finds damaged. */
    public String integrity() {
        return read(handle -> String.join(
                "; ",
                handle.createQuery("PRAGMA quick_check").mapTo(String.class).list()));
    }

    /**
     * Begins and ends a transaction that changes nothing.
     *
     * @throws StoreException when one that changes something would fail
     */
    public void requireWritable() {
        change(handle -> {});
    }

    @Override
    public void close() {
        writing.lock();
        try {
            for (Connection connection : readerConnections) {
                connection.close();
            }
            writerConnection.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close the database " + file + ": " + rootMessage(e), e);
        } finally {
            writing.unlock();
        }
    }

    private long dataVersion() {
        return writer.withHandle(handle ->
                handle.createQuery("PRAGMA data_version").mapTo(Long.class).one());
    }

    private Jdbi take() {
        try {
            Jdbi reader = readers.poll(BUSY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (reader == null) {
                throw new StoreException("the database " + file + " has been busy for " + BUSY_TIMEOUT.toSeconds()
                        + " s: all " + READERS + " readers are taken");
            }
            return reader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            // Opened as it is; its permissions are the operator's.
        }
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        Connection connection = DriverManager.getConnection(url(file), config.toProperties());
        if (readOnly) {
            // Not SQLITE_OPEN_READONLY: such a connection could not read a WAL whose shared memory is not there yet.
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    private static void migrate(Path file) throws SQLException {
        if (schemaVersion(file) == SCHEMA_VERSION) {
            return; // Flyway needs a third of a second to find out the same, at every start.
        }
        Flyway.configure()
                .dataSource(url(file), null, null)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static int schemaVersion(Path file) throws SQLException {
        try (Connection connection = connect(file, false);
                var statement = connection.createStatement();
                var tables = statement.executeQuery(
                        "SELECT count(*) FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
            if (!tables.next() || tables.getInt(1) == 0) {
                return 0;
            }
            try (var versions = statement.executeQuery(
                    "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")) {
                return versions.next() ? versions.getInt(1) : 0;
            }
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    private static boolean isDiskFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && DISK_FULL.contains(sqlite.getResultCode())) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
