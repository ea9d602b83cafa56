package dev.vitrine.server.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jdbi.v3.core.Handle;

/** What the signed session cookies rest on: the server's secret, and the list of those that were logged out early. */
public final class SessionStore {

    private static final String SECRET = "session-secret";
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final InstantSource clock;

    public SessionStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Made at the first call, the same ever after. */
    public byte[] secret() {
        String kept = database.write(handle -> {
            byte[] fresh = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(fresh);
            handle.execute(
                    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                    SECRET,
                    Base64.getEncoder().encodeToString(fresh));
            return handle.createQuery("SELECT value FROM meta WHERE name = :name")
                    .bind("name", SECRET)
                    .mapTo(String.class)
                    .one();
        });
        return Base64.getDecoder().decode(kept);
    }

    /** The session is over, and stays so until it would have ended by itself. */
    public void revoke(String sessionId, Instant until) {
        database.change(handle -> {
            forgetExpired(handle);
            handle.execute(
                    "INSERT INTO revoked_session (id, until) VALUES (?, ?) ON CONFLICT (id) DO UPDATE"
                            + " SET until = max(until, excluded.until)",
                    sessionId,
                    until.toEpochMilli());
        });
    }

    public boolean isRevoked(String sessionId) {
        return database.read(handle -> handle.createQuery("SELECT count(*) FROM revoked_session WHERE id = :id")
                        .bind("id", sessionId)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    private void forgetExpired(Handle handle) {
        handle.execute("DELETE FROM revoked_session WHERE until < ?", clock.millis());
    }
}
