package dev.vitrine.server.stream;

import dev.vitrine.overlay.CueReason;
import dev.vitrine.overlay.CueReceipt;
import java.util.Optional;

/** Hears what happens on the live programmes. Called from any thread; must not block and must not throw. */
public interface LiveListener {

    /** A channel's phase, show, publisher, tracks, advice or last error changed; not for each frame or viewer. */
    void onChannel(ChannelState state);

    /**
     * What the shop shows changed: a command, an undo, or the end of an offer; not for renewals.
     *
     * @param by who asked for it; empty when nobody did
     */
    void onCue(String channelId, CueReceipt receipt, CueReason reason, Optional<String> by);
}
