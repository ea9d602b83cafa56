package dev.vitrine.server.stream;

import dev.vitrine.hls.Replay;
import dev.vitrine.media.MediaClock;
import dev.vitrine.overlay.CueChange;
import dev.vitrine.overlay.CueCompaction;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.CueTimeline;
import dev.vitrine.server.store.Show;
import dev.vitrine.server.store.Show.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finished shows as video on demand. What was asked for lately is kept open: playlists, and where each segment lies, some
 * hundred bytes a segment. Blocks for the disk; thread-safe.
 */
public final class ReplayShelf {

    private static final int KEPT_OPEN = 16;

    private final Path directory;
    private final CueLog log;
    private final Map<String, Opened> opened = new LinkedHashMap<>(KEPT_OPEN * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Opened> eldest) {
            return size() > KEPT_OPEN;
        }
    };

    /**
     * A show that can be watched again.
     *
     * @param changes of what the shop showed, renewals merged, every one closed
     */
    public record Opened(Show show, Replay replay, List<CueChange> changes) {

        public Opened {
            changes = List.copyOf(changes);
        }
    }

    /** @param directory where the shows are, each under its epoch */
    public ReplayShelf(Path directory, CueLog log) {
        this.directory = directory;
        this.log = log;
    }

    /** Empty when the show is not over, or its media is not kept. */
    public Optional<Opened> find(Show show) {
        if (show.state() != State.ENDED) {
            return Optional.empty();
        }
        synchronized (opened) {
            Opened known = opened.get(show.id());
            if (known != null) {
                return Optional.of(known);
            }
        }
        // Not under the lock: a long show takes a moment, and must not hold up the others. Twice at most.
        Optional<Opened> found = open(show);
        synchronized (opened) {
            found.ifPresent(fresh -> opened.put(show.id(), fresh));
        }
        return found;
    }

    /** Its media goes, or changes. */
    void forget(String showId) {
        synchronized (opened) {
            opened.remove(showId);
        }
    }

    /** Where the show's files are. */
    public Path directory(Show show) {
        return directory.resolve(show.epoch());
    }

    /** What the shop showed, whether there is media of it or not. */
    public List<CueChange> changes(Show show) {
        return CueTimeline.of(log.read(show.epoch())).changes();
    }

    private Optional<Opened> open(Show show) {
        Instant start = show.start();
        if (start == null) {
            return Optional.empty();
        }
        CueTimeline timeline = CueTimeline.of(log.read(show.epoch()));
        try {
            return Replay.open(directory(show), new MediaClock(start), end -> CueCompaction.events(timeline, end))
                    .map(replay -> new Opened(show, replay, CueCompaction.changes(timeline, replay.end())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the media of show " + show.id() + " cannot be read", unreadable);
        }
    }
}
