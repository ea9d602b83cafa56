package dev.vitrine.server.store;

import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.CueRecord;
import java.util.List;

/** The cue log in the database: a line of JSON a record, in the order in which they came. */
public final class CueStore implements CueLog {

    private final Database database;

    public CueStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<CueRecord> records) {
        database.change(handle -> {
            for (CueRecord record : records) {
                handle.execute(
                        "INSERT INTO cue_record (epoch, line, json) VALUES (?,"
                                + " (SELECT coalesce(max(line), 0) + 1 FROM cue_record WHERE epoch = ?), ?)",
                        record.epoch(),
                        record.epoch(),
                        record.toJson());
            }
        });
    }

    @Override
    public List<CueRecord> read(String epoch) {
        return database.read(
                handle -> handle.createQuery("SELECT json FROM cue_record WHERE epoch = :epoch ORDER BY line")
                        .bind("epoch", epoch)
                        .mapTo(String.class)
                        .map(CueRecord::parse)
                        .list());
    }
}
