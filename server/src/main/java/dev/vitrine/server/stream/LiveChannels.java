package dev.vitrine.server.stream;

import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.overlay.CueRefused;
import dev.vitrine.server.store.Channel;
import java.time.Instant;
import java.util.Optional;

/** What the rest of the server may ask of the live programmes. Thread-safe. */
public interface LiveChannels {

    /** What can be said about the channel now; {@link ChannelState#offline} for one that is unknown. Does not block. */
    ChannelState state(String channelId);

    /** Media date of the newest frame at ingest, without capture delay; empty when no show is on. */
    Optional<Instant> liveDate(String channelId);

    /** The desk of the show that is on. */
    Optional<CueDesk> desk(String channelId);

    /**
     * Changes what the shop shows. Durable when it returns; blocks for that long.
     *
     * @param at a media date; empty: {@code newest} plus the channel's capture delay
     * @param newest what {@link #liveDate} said when somebody clicked; empty: now
     * @throws CueRefused when no show is on (conflict), or the desk refuses
     */
    CueReceipt cue(String channelId, CueCommand command, Optional<Instant> at, Optional<Instant> newest);

    /**
     * Takes back the last change, from the newest frame on. Durable when it returns.
     *
     * @param newest what {@link #liveDate} said when somebody clicked; empty: now
     * @throws CueRefused when no show is on, or there is nothing to take back (conflict)
     */
    CueReceipt undoCue(
            String channelId, Optional<Instant> newest, Optional<String> by, Optional<String> idempotencyKey);

    /** The channel has another key: whoever publishes with the old one is disconnected. */
    void keyChanged(String channelId);

    void channelAdded(Channel channel);

    /** Its title or capture delay changed. */
    void channelChanged(Channel channel);

    void channelRemoved(String channelId);

    /** Ends the show now. False when none is on. */
    boolean end(String channelId);

    /** From now on {@code listener} hears of changes. */
    void subscribe(LiveListener listener);
}
