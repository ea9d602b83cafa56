package dev.vitrine.server.store;

import dev.vitrine.server.store.Show.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The shows: planned, on air and over. */
public final class ShowStore {

    private static final DateTimeFormatter ID_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String COLUMNS = "id, channel, title, epoch, start, finish, state, continuity, cue_sheet";
    private static final int LISTED = 500;

    private final Database database;
    private final InstantSource clock;

    public ShowStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A show that is to come, with an id and an epoch of its own. Not yet kept: {@link #create} does that. */
    public Show plan(String channel, String title, @Nullable Instant start, @Nullable String cueSheet) {
        Instant named = start == null ? Instant.ofEpochMilli(clock.millis()) : start;
        String id = ID_DATE.format(named) + "-" + Secrets.random(4);
        return new Show(id, channel, title, Secrets.random(8), start, null, State.PLANNED, null, cueSheet);
    }

    public void create(Show show) {
        database.change(handle -> handle.createUpdate("INSERT INTO show (" + COLUMNS + ", created)"
                        + " VALUES (:id, :channel, :title, :epoch, :start, :finish, :state, :continuity, :sheet, :now)")
                .bind("id", show.id())
                .bind("channel", show.channel())
                .bind("title", show.title())
                .bind("epoch", show.epoch())
                .bind("start", millis(show.start()))
                .bind("finish", millis(show.end()))
                .bind("state", show.state().name())
                .bind("continuity", show.continuity())
                .bind("sheet", show.cueSheet())
                .bind("now", clock.millis())
                .execute());
    }

    /** Writes everything but id, channel and epoch. False when there is no such show. */
    public boolean update(Show show) {
        return database.write(handle -> handle.createUpdate("UPDATE show SET title = :title, start = :start,"
                                + " finish = :finish, state = :state, continuity = :continuity, cue_sheet = :sheet"
                                + " WHERE id = :id")
                        .bind("id", show.id())
                        .bind("title", show.title())
                        .bind("start", millis(show.start()))
                        .bind("finish", millis(show.end()))
                        .bind("state", show.state().name())
                        .bind("continuity", show.continuity())
                        .bind("sheet", show.cueSheet())
                        .execute())
                > 0;
    }

    public Optional<Show> find(String id) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM show WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> show(row))
                .findOne());
    }

    /** The show that is on: live or held. There is at most one a channel. */
    public Optional<Show> open(String channel) {
        return first("WHERE channel = :channel AND state IN ('LIVE', 'HOLD') ORDER BY created DESC", channel);
    }

    /** Every show that is on: what a restart has to take up again. */
    public List<Show> open() {
        return database.read(handle -> list(handle, "WHERE state IN ('LIVE', 'HOLD') ORDER BY created"));
    }

    /** The planned show that the channel's next broadcast takes: the one that starts first, undated ones last. */
    public Optional<Show> planned(String channel) {
        return first("WHERE channel = :channel AND state = 'PLANNED' ORDER BY start IS NULL, start, created", channel);
    }

    /** Newest first, at most 500. */
    public List<Show> list() {
        return database.read(
                handle -> list(handle, "ORDER BY coalesce(start, created) DESC, created DESC LIMIT " + LISTED));
    }

    /** Every show that is over. */
    public List<Show> ended() {
        return database.read(handle -> list(handle, "WHERE state = 'ENDED'"));
    }

    /** The channel's shows that are over, the newest first. */
    public List<Show> ended(String channel) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS
                        + " FROM show WHERE channel = :channel AND state = 'ENDED' ORDER BY finish DESC, created DESC")
                .bind("channel", channel)
                .map((row, context) -> show(row))
                .list());
    }

    /** Takes out a show that is not on, with its cues. False when there is no such show. */
    public boolean delete(Show show) {
        return database.write(handle -> {
                    handle.execute("DELETE FROM cue_record WHERE epoch = ?", show.epoch());
                    return handle.execute("DELETE FROM show WHERE id = ? AND state IN ('PLANNED', 'ENDED')", show.id());
                })
                > 0;
    }

    private Optional<Show> first(String where, String channel) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM show " + where + " LIMIT 1")
                .bind("channel", channel)
                .map((row, context) -> show(row))
                .findOne());
    }

    private static List<Show> list(Handle handle, String where) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM show " + where)
                .map((row, context) -> show(row))
                .list();
    }

    private static Show show(ResultSet row) throws SQLException {
        return new Show(
                row.getString("id"),
                row.getString("channel"),
                row.getString("title"),
                row.getString("epoch"),
                Rows.instant(row, "start"),
                Rows.instant(row, "finish"),
                State.valueOf(row.getString("state")),
                row.getString("continuity"),
                row.getString("cue_sheet"));
    }

    private static @Nullable Long millis(@Nullable Instant date) {
        return date == null ? null : date.toEpochMilli();
    }
}
