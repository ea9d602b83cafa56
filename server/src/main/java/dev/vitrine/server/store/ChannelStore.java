package dev.vitrine.server.store;

import dev.vitrine.config.Network;
import dev.vitrine.server.store.Channel.KeySource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The channels and the hashes of their stream keys. */
public final class ChannelStore {

    /** 26 letters of 5 bits: more than the 128 bits that make guessing hopeless. */
    private static final int KEY_LENGTH = 26;

    private static final String COLUMNS = "id, title, capture_delay_ms, key_source, created, encoder_cues, allow_from";

    private final Database database;
    private final InstantSource clock;
    private final boolean logins;

    public ChannelStore(Database database, InstantSource clock) {
        this(database, clock, false);
    }

    /**
     * A store that may keep what logging in by user and password needs.
     *
     * @param logins whether keys that are made from now on also open a log-in
     */
    public ChannelStore(Database database, InstantSource clock, boolean logins) {
        this.database = database;
        this.clock = clock;
        this.logins = logins;
    }

    /** A channel and the key that can publish on it. The key is not kept: whoever gets this must show it. */
    public record Keyed(Channel channel, String streamKey) {
        @Override
        public String toString() {
            return "Keyed[" + channel.id() + "]";
        }
    }

    /**
     * Makes the configured channels what the file says, at every start: the file's title, key and delay win. A channel
     * whose key was in the file once and is not any more stays, without a key; {@link #newKey} gives it one.
     *
     * @return the channels that are new and whose key is not in the file, with the keys that were made for them
     */
    public List<Keyed> configure(List<ConfiguredChannel> configured) {
        return database.write(handle -> {
            handle.execute("UPDATE channel SET key_source = 'DATABASE', key_hash = NULL, login = NULL"
                    + " WHERE key_source = 'CONFIGURATION'");
            List<Keyed> made = new ArrayList<>();
            for (ConfiguredChannel channel : configured) {
                configure(handle, channel).ifPresent(made::add);
            }
            return made;
        });
    }

    /** In order of creation. */
    public List<Channel> list() {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM channel ORDER BY created, id")
                .map((row, context) -> channel(row))
                .list());
    }

    public Optional<Channel> find(String id) {
        return database.read(handle -> find(handle, id));
    }

    /** The channel that this stream key opens. */
    public Optional<Channel> findByKey(String streamKey) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM channel WHERE key_hash = :hash")
                .bind("hash", Secrets.hash(streamKey))
                .map((row, context) -> channel(row))
                .findOne());
    }

    /** What a log-in to the channel is checked against; empty when there is no channel, or no log-in to it. */
    public Optional<EncoderLogin> login(String id) {
        return database.read(
                handle -> handle.createQuery("SELECT login FROM channel WHERE id = :id AND login IS NOT NULL")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne()
                        .map(EncoderLogin::parse));
    }

    private @Nullable String login(String id, String key) {
        return logins ? EncoderLogin.of(id, key, Secrets.random(8)).toString() : null;
    }

    /** Empty when there is a channel with this id. */
    public Optional<Keyed> create(String id, String title) {
        Channel channel = new Channel(id, title, Duration.ZERO, KeySource.DATABASE, now(), IngestRules.NONE);
        String key = Secrets.random(KEY_LENGTH);
        int created = database.write(handle -> handle.createUpdate("INSERT INTO channel"
                        + " (id, title, key_hash, login, key_source, created)"
                        + " VALUES (:id, :title, :hash, :login, 'DATABASE', :created) ON CONFLICT (id) DO NOTHING")
                .bind("id", id)
                .bind("title", title)
                .bind("hash", Secrets.hash(key))
                .bind("login", login(id, key))
                .bind("created", channel.created().toEpochMilli())
                .execute());
        return created == 0 ? Optional.empty() : Optional.of(new Keyed(channel, key));
    }

    /** The old key stops working. Empty when there is no such channel or its key is in the configuration. */
    public Optional<String> newKey(String id) {
        String key = Secrets.random(KEY_LENGTH);
        int changed = database.write(handle -> handle.createUpdate(
                        "UPDATE channel SET key_hash = :hash, login = :login WHERE id = :id AND key_source = 'DATABASE'")
                .bind("hash", Secrets.hash(key))
                .bind("login", login(id, key))
                .bind("id", id)
                .execute());
        return changed == 0 ? Optional.empty() : Optional.of(key);
    }

    /** Sets what an operator can set. Empty when there is no such channel. */
    public Optional<Channel> update(String id, String title, Duration captureDelay, IngestRules ingest) {
        return database.write(handle -> find(handle, id).map(old -> {
            Channel changed = new Channel(id, title, captureDelay, old.keySource(), old.created(), ingest);
            handle.execute(
                    "UPDATE channel SET title = ?, capture_delay_ms = ?, encoder_cues = ?, allow_from = ? WHERE id = ?",
                    title,
                    captureDelay.toMillis(),
                    ingest.encoderCues(),
                    networks(ingest),
                    id);
            return changed;
        }));
    }

    /** False when there was none. */
    public boolean delete(String id) {
        return database.write(handle -> handle.execute("DELETE FROM channel WHERE id = ?", id)) > 0;
    }

    private Optional<Keyed> configure(Handle handle, ConfiguredChannel configured) {
        boolean fixed = configured.streamKey().isPresent();
        Channel channel = new Channel(
                configured.id(),
                configured.title(),
                configured.captureDelay(),
                fixed ? KeySource.CONFIGURATION : KeySource.DATABASE,
                now(),
                configured.ingest());
        String key = configured.streamKey().orElseGet(() -> Secrets.random(KEY_LENGTH));
        boolean known = find(handle, channel.id()).isPresent();
        handle.createUpdate("INSERT INTO channel (id, title, key_hash, login, key_source, capture_delay_ms,"
                        + " created, encoder_cues, allow_from)"
                        + " VALUES (:id, :title, :hash, :login, :source, :delay, :created, :cues, :networks)"
                        + " ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                        + (fixed
                                ? " key_hash = excluded.key_hash, login = excluded.login, key_source = excluded.key_source,"
                                : "")
                        + " capture_delay_ms = CASE excluded.capture_delay_ms WHEN 0 THEN capture_delay_ms"
                        + " ELSE excluded.capture_delay_ms END,"
                        + " encoder_cues = max(encoder_cues, excluded.encoder_cues),"
                        + " allow_from = CASE excluded.allow_from WHEN '' THEN allow_from"
                        + " ELSE excluded.allow_from END")
                .bind("id", channel.id())
                .bind("title", channel.title())
                .bind("hash", Secrets.hash(key))
                .bind("login", login(channel.id(), key))
                .bind("cues", channel.ingest().encoderCues())
                .bind("networks", networks(channel.ingest()))
                .bind("source", channel.keySource().name())
                .bind("delay", channel.captureDelay().toMillis())
                .bind("created", channel.created().toEpochMilli())
                .execute();
        return fixed || known ? Optional.empty() : Optional.of(new Keyed(channel, key));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Optional<Channel> find(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM channel WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> channel(row))
                .findOne();
    }

    private static Channel channel(ResultSet row) throws SQLException {
        return new Channel(
                row.getString("id"),
                row.getString("title"),
                Duration.ofMillis(row.getLong("capture_delay_ms")),
                KeySource.valueOf(row.getString("key_source")),
                Instant.ofEpochMilli(row.getLong("created")),
                new IngestRules(
                        row.getBoolean("encoder_cues"),
                        Arrays.stream(row.getString("allow_from").split(" "))
                                .filter(text -> !text.isEmpty())
                                .map(Network::parse)
                                .toList()));
    }

    private static String networks(IngestRules ingest) {
        return ingest.allowFrom().stream().map(Network::text).collect(Collectors.joining(" "));
    }
}
