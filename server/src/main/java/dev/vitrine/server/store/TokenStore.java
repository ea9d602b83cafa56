package dev.vitrine.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for scripts. Each look-up asks the database (an index, microseconds), so a token that another process revoked
 * stops working at once.
 */
public final class TokenStore {

    /** So that a token can be told from other secrets, and found when it leaks. */
    private static final String PREFIX = "vit_";

    private static final int LENGTH = 32;
    private static final int LONGEST_NAME = 100;
    private static final long USE_RESOLUTION_MILLIS = 60_000;

    private final Database database;
    private final InstantSource clock;

    public TokenStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What may be shown of a token.
     *
     * @param lastUsed to the minute; null when it never was
     */
    public record Token(
            String id,
            String name,
            Instant created,
            @Nullable Instant lastUsed) {}

    /** A token and its secret, which is not kept. */
    public record Issued(Token token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + "]";
        }
    }

    public Issued create(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a token's name must be one line of 1 to " + LONGEST_NAME + " characters: say what uses it");
        }
        Token token = new Token(Secrets.random(8), name, Instant.ofEpochMilli(clock.millis()), null);
        String secret = PREFIX + Secrets.random(LENGTH);
        database.change(handle -> handle.execute(
                "INSERT INTO token (id, name, hash, created) VALUES (?, ?, ?, ?)",
                token.id(),
                name,
                Secrets.hash(secret),
                token.created().toEpochMilli()));
        return new Issued(token, secret);
    }

    public List<Token> list() {
        return database.read(
                handle -> handle.createQuery("SELECT id, name, created, last_used FROM token ORDER BY created, id")
                        .map((row, context) -> token(row))
                        .list());
    }

    /** False when there is no such token. */
    public boolean revoke(String id) {
        return database.write(handle -> handle.execute("DELETE FROM token WHERE id = ?", id)) > 0;
    }

    /** The token of this secret, noted as used. */
    public Optional<Token> authenticate(String secret) {
        Optional<Token> found = database.read(
                handle -> handle.createQuery("SELECT id, name, created, last_used FROM token WHERE hash = :hash")
                        .bind("hash", Secrets.hash(secret))
                        .map((row, context) -> token(row))
                        .findOne());
        found.filter(this::usedLongAgo)
                .ifPresent(token -> database.change(handle ->
                        handle.execute("UPDATE token SET last_used = ? WHERE id = ?", clock.millis(), token.id())));
        return found;
    }

    private boolean usedLongAgo(Token token) {
        Instant used = token.lastUsed();
        return used == null || clock.millis() - used.toEpochMilli() > USE_RESOLUTION_MILLIS;
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("created")),
                Rows.instant(row, "last_used"));
    }
}
