package dev.vitrine.server;

import dev.vitrine.server.store.UserStore;
import java.security.SecureRandom;
import java.util.Optional;

/** A server without users gets one, so that somebody can log in; its password is told once and kept hashed. */
public final class FirstUser {

    private static final String NAME = "admin";

    /** Without letters that are mistaken for each other when they are typed from a screen. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private FirstUser() {}

    /** A login to tell the operator. */
    public record Login(String name, String password) {
        @Override
        public String toString() {
            return "Login[" + name + "]";
        }
    }

    /** Empty when there are users already. */
    public static Optional<Login> create(UserStore users) {
        if (!users.list().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(reset(users));
    }

    /** A new password for {@code admin}, who is created when missing. */
    public static Login reset(UserStore users) {
        String password = password();
        if (!users.add(NAME, password)) {
            users.changePassword(NAME, password);
        }
        return new Login(NAME, password);
    }

    /** 16 of 31 letters: 79 bits. */
    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
