package dev.vitrine.server.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may log in. */
public final class UserStore {

    /** Length is what makes a password strong; there is no rule about its letters (NIST SP 800-63B §5.1.1.2). */
    public static final int SHORTEST_PASSWORD = 8;

    /** Bounds the work that an unknown caller can ask for. */
    public static final int LONGEST_PASSWORD = 1024;

    private static final int FIRST_PASSWORD = 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private final Database database;
    private final InstantSource clock;
    private final int iterations;
    private final String nobodysHash;

    public UserStore(Database database, InstantSource clock) {
        this(database, clock, PasswordHash.ITERATIONS);
    }

    /**
     * With hashes of other strength.
     *
     * @param iterations fewer make tests quick
     */
    UserStore(Database database, InstantSource clock, int iterations) {
        this.database = database;
        this.clock = clock;
        this.iterations = iterations;
        this.nobodysHash = "pbkdf2-sha256$" + iterations + "$AAAAAAAAAAAAAAAAAAAAAA==$AAAA";
    }

    /** A store whose hashes are quick to make and to break: for tests of what lies above it. */
    public static UserStore quick(Database database, InstantSource clock) {
        return new UserStore(database, clock, 1000);
    }

    /**
     * Somebody who may log in.
     *
     * @param passwordChanged sessions that began before are over
     */
    public record User(String name, Instant passwordChanged) {}

    public List<User> list() {
        return database.read(handle -> handle.createQuery("SELECT name, changed FROM user ORDER BY name")
                .map((row, context) -> new User(row.getString("name"), Instant.ofEpochMilli(row.getLong("changed"))))
                .list());
    }

    public Optional<User> find(String name) {
        return database.read(handle -> handle.createQuery("SELECT name, changed FROM user WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> new User(row.getString("name"), Instant.ofEpochMilli(row.getLong("changed"))))
                .findOne());
    }

    /**
     * False when there is a user of that name.
     *
     * @throws IllegalArgumentException for a name or a password that cannot be
     */
    public boolean add(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("user name '" + name
                    + "' must be 1 to 64 letters, digits or '.', '_', '@', '-', starting with a letter or digit");
        }
        String hash = hash(password);
        return database.write(handle -> handle.execute(
                        "INSERT INTO user (name, password, changed) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
                        name,
                        hash,
                        clock.millis()))
                > 0;
    }

    /** A name and the password that goes with it, to be shown once. */
    public record Credentials(String name, String password) {
        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

    /** Makes the user {@code admin} with a random password when there is nobody yet: the first start. */
    public Optional<Credentials> addFirst() {
        return list().isEmpty() ? Optional.of(resetFirst()) : Optional.empty();
    }

    /** A new random password for {@code admin}, who is made when there is none. */
    public Credentials resetFirst() {
        Credentials credentials = new Credentials("admin", Secrets.random(FIRST_PASSWORD));
        if (!add(credentials.name(), credentials.password())) {
            changePassword(credentials.name(), credentials.password());
        }
        return credentials;
    }

    /** Sets another password and ends the user's sessions. False when there is no such user. */
    public boolean changePassword(String name, String password) {
        String hash = hash(password);
        return database.write(handle -> handle.execute(
                        "UPDATE user SET password = ?, changed = ? WHERE name = ?", hash, clock.millis(), name))
                > 0;
    }

    /** The user, if that is the password. Takes as long for an unknown name as for a known one. */
    public Optional<User> authenticate(String name, String password) {
        if (password.length() > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        Optional<String> kept =
                database.read(handle -> handle.createQuery("SELECT password FROM user WHERE name = :name")
                        .bind("name", name)
                        .mapTo(String.class)
                        .findOne());
        boolean right = PasswordHash.matches(password, kept.orElse(nobodysHash));
        return right && kept.isPresent() ? find(name) : Optional.empty();
    }

    private String hash(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("a password must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD
                    + " characters, not " + password.length());
        }
        return PasswordHash.of(password, iterations);
    }
}
