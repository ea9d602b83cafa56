package dev.vitrine.media;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says who may publish, and hands an admitted publisher the sink for its programme. Every ingest asks it. */
public interface PublishGate {

    /**
     * Must not block: the caller may be an event loop. The stage may complete on any thread; the ingest reads nothing
     * of the programme until it has.
     */
    CompletionStage<Admission> admit(PublishRequest request);

    /** What a log-in of this user is checked against; empty: there is no such user. Must not block. */
    default CompletionStage<Optional<Login>> login(String user) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * What Adobe's scheme keeps of a password.
     *
     * @param salt sent to whoever asks
     * @param saltedPassword base64(MD5(user + salt + password)), a secret; {@link #toString()} leaves it out
     */
    record Login(String salt, String saltedPassword) {
        @Override
        public String toString() {
            return "Login[salt=" + salt + "]";
        }
    }

    /** The answer. */
    sealed interface Admission permits Admitted, Refused {}

    /**
     * Come in.
     *
     * @param channel the channel's id, for logs; never the key
     * @param sink where the programme goes; called from one thread at a time
     */
    record Admitted(String channel, MediaSink sink) implements Admission {}

    /**
     * Stay out.
     *
     * @param cause which kind of refusal, so that each ingest can say it in its protocol
     * @param reason for the person at the encoder; holds no key
     */
    record Refused(Cause cause, String reason) implements Admission {}

    /** Kinds of refusal. */
    enum Cause {
        /** No channel has this key, or it is not allowed from there. */
        UNAUTHORISED,
        /** The channel is taken by a publisher that is alive. */
        BUSY,
        /** We cannot take it now: shutting down, no room. */
        UNAVAILABLE
    }
}
