package dev.vitrine.hls;

import dev.vitrine.media.TimedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings events into the playlist, each once and in the order in which they became known. Media thread. */
final class Announcements {

    private final String rendition;
    private final EventSource events;
    private final SegmentWindow window;
    private final SegmentStore store;
    private final InBandCues inBand;
    private int announced;

    Announcements(String rendition, EventSource events, SegmentWindow window, SegmentStore store, InBandCues inBand) {
        this.rendition = rendition;
        this.events = events;
        this.window = window;
        this.store = store;
        this.inBand = inBand;
    }

    /** How many there were. */
    int count() {
        return announced;
    }

    /** Lists what is new. */
    void announce() {
        List<TimedEvent> all = events.events();
        for (; announced < all.size(); announced++) {
            TimedEvent event = all.get(announced);
            store.note(new JournalLine.Range(rendition, window.nextMsn(), window.openParts(), event.id()).text());
            list(event);
        }
    }

    private void list(TimedEvent event) {
        window.announce(event);
        inBand.announce(event);
    }

    /** Begins to list again what was listed before a restart, each where it stood. */
    Again again(List<JournalLine.Range> listed) {
        return new Again(listed);
    }

    /** One pass over what was listed. */
    final class Again {
        private final Deque<JournalLine.Range> ranges;
        private final Set<String> listed;
        private final List<TimedEvent> all = events.events();
        private final Map<String, TimedEvent> byId = new HashMap<>();

        private Again(List<JournalLine.Range> listed) {
            this.ranges = new ArrayDeque<>(listed);
            this.listed = listed.stream().map(JournalLine.Range::id).collect(Collectors.toSet());
            all.forEach(event -> byId.put(event.id(), event));
        }

        /** Lists what stood up to this place. */
        void upTo(long msn, int partsInFront) {
            while (!ranges.isEmpty()
                    && (ranges.element().msn() < msn
                            || (ranges.element().msn() == msn
                                    && ranges.element().parts() <= partsInFront))) {
                Optional.ofNullable(byId.get(ranges.remove().id())).ifPresent(Announcements.this::list);
            }
        }

        /** Lists what is left; what comes next is new. */
        void rest() {
            upTo(Long.MAX_VALUE, 0);
            while (announced < all.size() && listed.contains(all.get(announced).id())) {
                announced++;
            }
        }
    }
}
