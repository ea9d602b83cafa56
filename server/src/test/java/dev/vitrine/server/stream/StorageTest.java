package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.DiskSegmentStore;
import dev.vitrine.server.store.CueStore;
import dev.vitrine.server.store.Database;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.ShowStore;
import dev.vitrine.testkit.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");
    private static final long DISK = 10_000_000_000L;

    @TempDir
    private Path directory;

    private Database database;
    private ShowStore shows;
    private long free = DISK / 2;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("vitrine.db"));
        shows = new ShowStore(database, () -> NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void replaysOlderThanTheRetention_go_andTheOthersStay() throws Exception {
        Show old = ended("old", Duration.ofDays(31), 1_000);
        Show young = ended("young", Duration.ofDays(29), 2_000);
        Storage storage = storage(Duration.ofDays(30), 1_000_000);

        storage.sweep();

        assertThat(storage.bytes(old)).isEmpty();
        assertThat(storage.bytes(young)).contains(2_000L);
        assertThat(directory.resolve("shows").resolve(old.epoch())).doesNotExist();
        assertThat(shows.find(old.id())).as("that it was is kept").isPresent();
        assertThat(storage.usage().replayBytes()).isEqualTo(2_000);
        assertThat(storage.deleted()).isEqualTo(1);
    }

    @Test
    void noRetention_whoIsStillWatching_seesTheEnd() throws Exception {
        Show justNow = ended("now", Duration.ofMinutes(29), 1_000);
        Show before = ended("before", Duration.ofMinutes(31), 1_000);
        Storage storage = storage(Duration.ZERO, 1_000_000);

        storage.sweep();

        assertThat(storage.bytes(justNow)).isPresent();
        assertThat(storage.bytes(before)).isEmpty();
    }

    @Test
    void quotaUsedUp_theOldestGo_untilItIsEnough() throws Exception {
        Show third = ended("third", Duration.ofHours(1), 4_000);
        Show first = ended("first", Duration.ofHours(3), 4_000);
        Show second = ended("second", Duration.ofHours(2), 4_000);
        Storage storage = storage(Duration.ofDays(30), 8_500);

        storage.sweep();

        assertThat(storage.bytes(first)).isEmpty();
        assertThat(storage.bytes(second)).isPresent();
        assertThat(storage.bytes(third)).isPresent();
    }

    @Test
    void liveCounts_andIsNeverDeleted() throws Exception {
        Show past = ended("past", Duration.ofHours(3), 4_000);
        Path live = directory.resolve("shows").resolve("live1234");
        file(live.resolve("source/s0.m4s"), 9_000);
        Storage storage = storage(Duration.ofDays(30), 5_000);
        storage.opened("live1234", new DiskSegmentStore(live, Runnable::run));

        storage.sweep();

        assertThat(storage.bytes(past)).isEmpty();
        assertThat(live.resolve("source/s0.m4s")).exists();
        assertThat(storage.usage().liveBytes()).isEqualTo(9_000);
        assertThat(storage.usage().full()).isFalse();
    }

    /** A server has hundreds of shows behind it, and a few on air. */
    @Test
    void showThatIsOver_hasNoFileOpen() {
        Path live = directory.resolve("shows").resolve("live1234");
        Storage storage = storage(Duration.ofDays(30), 5_000);
        DiskSegmentStore store = new DiskSegmentStore(live, Runnable::run);
        storage.opened("live1234", store);
        store.note("resumed source ;");
        assertThat(OpenFiles.under(live)).hasSize(1);

        storage.closed("live1234");

        assertThat(OpenFiles.under(live)).isEmpty();
    }

    @Test
    void diskNearlyFull_replaysGo_thenMediaIsRefused_andTakenAgain() throws Exception {
        Show past = ended("past", Duration.ofHours(3), 4_000);
        Storage storage = storage(Duration.ofDays(30), 1_000_000);
        assertThat(storage.reserve()).isEqualTo(DISK / 50);
        assertThat(storage.floor()).isEqualTo(DISK / 200);

        free = storage.reserve() + 1;
        storage.sweep();
        assertThat(storage.bytes(past)).isPresent();

        free = storage.reserve() - 1;
        assertThat(storage.roomForMedia()).isTrue();
        storage.sweep();
        assertThat(storage.bytes(past)).isEmpty();

        free = storage.floor() - 1;
        storage.sweep();
        assertThat(storage.roomForMedia()).isFalse();
        assertThat(storage.usage().full()).isTrue();

        free = DISK / 2;
        storage.sweep();
        assertThat(storage.roomForMedia()).isTrue();
        assertThat(storage.usage().full()).isFalse();
    }

    private Storage storage(Duration retention, long quota) {
        Path root = directory.resolve("shows");
        return new Storage(
                shows,
                new ReplayShelf(root, new CueStore(database)),
                root,
                new Storage.Policy(retention, Duration.ofMinutes(30), quota),
                new Storage.Disk() {
                    @Override
                    public long free() {
                        return free;
                    }

                    @Override
                    public long size() {
                        return DISK;
                    }
                },
                () -> NOW);
    }

    private Show ended(String title, Duration ago, int bytes) throws IOException {
        Instant end = NOW.minus(ago);
        Show show = shows.plan("main", title, end.minusSeconds(60), null).ended(end);
        shows.create(show);
        file(directory.resolve("shows").resolve(show.epoch()).resolve("source/s0.m4s"), bytes);
        return show;
    }

    private static void file(Path path, int bytes) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[bytes]);
    }
}
