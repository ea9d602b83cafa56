package dev.vitrine.media;

import java.util.concurrent.CompletionStage;

/** Says who may publish, and hands an admitted publisher the sink for its programme. Every ingest asks it. */
public interface PublishGate {

    /**
     * Must not block: the caller may be an event loop. The stage may complete on any thread; the ingest reads nothing
     * of the programme until it has.
     */
    CompletionStage<Admission> admit(PublishRequest request);

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
