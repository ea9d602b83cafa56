package dev.vitrine.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    Path directory;

    @Test
    void open_newFile_isReadableByItsOwnerOnly() throws Exception {
        try (Database database = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void schemaVersion_isTheNewestMigration() throws Exception {
        Path migrations = Path.of(getClass().getResource("/db/migration").toURI());
        try (var files = Files.list(migrations)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))
                    .map(Integer::parseInt)
                    .last()
                    .isEqualTo(Database.SCHEMA_VERSION);
        }
        try (Database database = open()) {
            assertThat(database.<Integer>read(handle -> handle.createQuery(
                                    "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(Database.SCHEMA_VERSION);
        }
    }

    @Test
    void open_secondTime_findsWhatWasWritten() {
        try (Database database = open()) {
            new ChannelStore(database, InstantSource.system()).create("main", "Main");
        }
        try (Database database = open()) {
            assertThat(new ChannelStore(database, InstantSource.system()).list())
                    .extracting(Channel::id)
                    .containsExactly("main");
        }
    }

    @Test
    void open_notADatabase_saysWhichFile() throws Exception {
        Path file = directory.resolve("vitrine.db");
        Files.writeString(
                file, "this is a letter to my aunt, not a database, and quite long, as letters are".repeat(20));
        assertThatThrownBy(() -> Database.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a database");
    }

    @Test
    void write_whenTheWorkFails_leavesNothing() {
        try (Database database = open()) {
            assertThatThrownBy(() -> database.change(handle -> {
                        handle.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')");
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(database.<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM meta")
                            .mapTo(Integer.class)
                            .one()))
                    .isZero();
        }
    }

    @Test
    void read_cannotWrite() {
        try (Database database = open()) {
            assertThatThrownBy(() -> database.read(handle -> handle.execute("DELETE FROM meta")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("readonly");
        }
    }

    @Test
    void changedElsewhere_onlyForAnotherProcesssWrites() {
        try (Database server = open();
                Database command = open()) {
            server.change(handle -> handle.execute("INSERT INTO meta (name, value) VALUES ('mine', '1')"));
            assertThat(server.changedElsewhere()).isFalse();

            command.change(handle -> handle.execute("INSERT INTO meta (name, value) VALUES ('theirs', '1')"));
            assertThat(server.changedElsewhere()).isTrue();
            assertThat(server.changedElsewhere()).isFalse();
        }
    }

    @Test
    void write_fromManyThreadsAndTwoProcesses_losesNothing() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (Database one = open();
                Database other = open()) {
            List<Callable<Boolean>> writes = IntStream.range(0, 80)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        (i % 2 == 0 ? one : other)
                                .change(handle ->
                                        handle.execute("INSERT INTO meta (name, value) VALUES (?, '1')", "key" + i));
                        return true;
                    })
                    .toList();
            for (var written : threads.invokeAll(writes)) {
                assertThat(written.get()).isTrue();
            }
            assertThat(one.<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM meta")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(80);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void copyTo_whileOpen_isACompleteDatabase() {
        Path copy = directory.resolve("copy.db");
        try (Database database = open()) {
            new ChannelStore(database, InstantSource.system()).create("main", "Main");
            database.copyTo(copy);
            assertThat(database.integrity()).isEqualTo("ok");
        }
        try (Database database = Database.open(copy)) {
            assertThat(new ChannelStore(database, InstantSource.system()).find("main"))
                    .isPresent();
        }
    }

    @Test
    void dataLock_heldOnce() throws Exception {
        try (DataLock lock = DataLock.acquire(directory).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(DataLock.acquire(directory)).isEmpty();
        }
        try (DataLock again = DataLock.acquire(directory).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    private Database open() {
        return Database.open(directory.resolve("vitrine.db"));
    }
}
