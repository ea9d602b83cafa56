package dev.vitrine.server.http;

import dev.vitrine.server.http.SessionCookies.Session;
import java.util.Optional;

/** Who is asking. */
sealed interface Principal {

    /** For the log of cues and for people. */
    String name();

    /** A person with a browser. */
    record Person(Session session) implements Principal {
        @Override
        public String name() {
            return session.user();
        }
    }

    /** A script with a token. */
    record Script(String name) implements Principal {}

    /** Anybody: only calls that are open to all see this. */
    record Anybody() implements Principal {
        @Override
        public String name() {
            return "anybody";
        }
    }

    /** The browser's session, where there is one. */
    default Optional<Session> browser() {
        return this instanceof Person person ? Optional.of(person.session()) : Optional.empty();
    }
}
