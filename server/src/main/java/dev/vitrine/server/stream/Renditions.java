package dev.vitrine.server.stream;

import dev.vitrine.server.stream.ChannelState.RenditionState;
import java.util.List;

/** What viewers of a show can choose from. */
final class Renditions {

    private Renditions() {}

    static List<RenditionState> of(LiveShow show) {
        return List.of();
    }
}
