package dev.vitrine.server.store;

import dev.vitrine.config.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * What a channel allows its encoder beyond pictures and sound.
 *
 * @param encoderCues whether cues may come as messages of the encoder
 * @param allowFrom networks that may publish, at most 64; empty: all
 */
public record IngestRules(boolean encoderCues, List<Network> allowFrom) {

    /** As a channel is born. */
    public static final IngestRules NONE = new IngestRules(false, List.of());

    private static final int MOST_NETWORKS = 64;

    public IngestRules {
        allowFrom = List.copyOf(allowFrom);
        if (allowFrom.size() > MOST_NETWORKS) {
            throw new IllegalArgumentException(
                    "allowFrom has " + allowFrom.size() + " networks, at most " + MOST_NETWORKS + " are possible");
        }
    }

    /** Whether a publisher at this address may come in. */
    public boolean admits(InetAddress address) {
        return allowFrom.isEmpty() || Network.anyContains(allowFrom, address);
    }
}
