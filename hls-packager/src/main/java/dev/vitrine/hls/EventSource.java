package dev.vitrine.hls;

import dev.vitrine.media.TimedEvent;
import java.util.List;

/** Where the packager finds what to announce. */
@FunctionalInterface
public interface EventSource {

    /**
     * All events of the show so far in order of creation: an immutable snapshot that begins with everything an earlier
     * snapshot held. Called on the media thread, and cheap.
     */
    List<TimedEvent> events();
}
