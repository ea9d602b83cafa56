package dev.vitrine.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.overlay.CueAction;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.CueRecord;
import dev.vitrine.overlay.LeaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link CueLog} promises, on a real file. */
class CueStoreTest {

    private static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("vitrine.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void read_whatNeverWas_isEmpty() {
        assertThat(new CueStore(database).read("never")).isEmpty();
    }

    @Test
    void append_keepsOrderAndShowsApart_acrossReopening() {
        List<CueRecord> records = records("epoch1");
        List<CueRecord> others = records("epoch2");
        CueLog log = new CueStore(database);
        for (int i = 0; i < records.size(); i++) {
            log.append(List.of(records.get(i)));
            log.append(List.of(others.get(i)));
        }
        log.append(List.of());
        database.close();
        open();
        assertThat(new CueStore(database).read("epoch1")).isEqualTo(records);
        assertThat(new CueStore(database).read("epoch2")).isEqualTo(others);
    }

    @Test
    void append_failing_keepsNone() {
        List<CueRecord> records = records("epoch1");
        List<CueRecord> broken = new ArrayList<>(records);
        broken.add(null);
        assertThatThrownBy(() -> new CueStore(database).append(broken)).isInstanceOf(RuntimeException.class);
        assertThat(new CueStore(database).read("epoch1")).isEmpty();
    }

    @Test
    void desk_reopened_goesOnWhereItWas() {
        CueLog log = new CueStore(database);
        CueDesk desk = new CueDesk("epoch1", START, log, LeaseSettings.DEFAULT);
        var first = desk.apply(CueCommand.of(CueAction.PIN, "TS-01").withKey("k1"), START, START);
        CueDesk reopened = new CueDesk("epoch1", START, log, LeaseSettings.DEFAULT);
        assertThat(reopened.timeline().changes()).isEqualTo(desk.timeline().changes());
        assertThat(reopened.apply(CueCommand.of(CueAction.PIN, "TS-01").withKey("k1"), START, START))
                .isEqualTo(first);
    }

    /** Every kind of record that a desk writes. */
    private static List<CueRecord> records(String epoch) {
        List<CueRecord> written = new ArrayList<>();
        CueLog memory = new CueLog() {
            @Override
            public void append(List<CueRecord> records) {
                written.addAll(records);
            }

            @Override
            public List<CueRecord> read(String ofEpoch) {
                return List.copyOf(written);
            }
        };
        CueDesk desk = new CueDesk(epoch, START, memory, LeaseSettings.DEFAULT);
        desk.apply(CueCommand.of(CueAction.PIN, "TS-01"), START.plusSeconds(1), START.plusSeconds(1));
        desk.apply(CueCommand.offer("TS-02", START.plusSeconds(60)), START.plusSeconds(2), START.plusSeconds(2));
        desk.undo(START.plusSeconds(3), Optional.of("linh"), Optional.of("k"));
        return written;
    }
}
