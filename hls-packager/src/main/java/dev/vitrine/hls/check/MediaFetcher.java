package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Fetcher.Fetched;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.Part;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what a playlist lists, once, and some of what it lists no more. Segments in their order on one thread, parts
 * on another, hints on a third; a body is read, reduced to facts and forgotten before the next is asked for.
 */
final class MediaFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of what was there before, so many of the last segments are looked at. */
    private static final int LAST_SEGMENTS = 4;
    /** Of the parts that went, one in so many is asked for again. */
    private static final int PART_SAMPLE = 5;

    private final String rendition;
    private final Fetcher fetcher;
    private final Consumer<Observed> seen;
    private final long untilNanos;

    private final ExecutorService segments = thread("segments");
    private final ExecutorService parts = thread("parts");
    private final ExecutorService hints = thread("hints");
    private final ExecutorService later = thread("what went");

    private final Map<String, InitFacts> inits = new ConcurrentHashMap<>();
    private final Set<String> askedInits = new HashSet<>();
    private long nextSegment = -1;
    private final Map<String, Long> knownParts = new HashMap<>();
    private Optional<String> hinted = Optional.empty();
    private Map<URI, MediaSegment> listed = Map.of();
    private Map<URI, Part> listedParts = Map.of();
    private final Map<URI, Long> firstListed = new HashMap<>();
    private double longest;
    private int partsGone;

    MediaFetcher(URI playlist, Fetcher fetcher, Consumer<Observed> seen, long untilNanos) {
        this.rendition = playlist.toString();
        this.fetcher = fetcher;
        this.seen = seen;
        this.untilNanos = untilNanos;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static ExecutorService thread(String what) {
        return Executors.newSingleThreadExecutor(task -> daemon(task, "hls check " + what));
    }

    /** What is new in it. */
    void fetch(PlaylistText text, MediaPlaylist playlist) throws InterruptedException {
        gone(text, playlist);
        if (!text.mediaIsPlain() || playlist.segments().isEmpty()) {
            return;
        }
        long first = playlist.msn(0);
        int count = playlist.segments().size();
        if (nextSegment < first) {
            nextSegment = playlist.tail().endList() ? first : Math.max(first, first + count - LAST_SEGMENTS);
        }
        for (int i = 0; i < count; i++) {
            long msn = first + i;
            MediaSegment segment = playlist.segments().get(i);
            if (segment.gap()) {
                nextSegment = msn == nextSegment ? msn + 1 : nextSegment;
                continue;
            }
            Optional<URI> map = Listings.mapOf(text, playlist, i);
            if (msn >= nextSegment || !segment.parts().isEmpty()) {
                if (map.isPresent()) {
                    init(map.get());
                }
                parts(text, segment, msn, map);
            }
            if (segment.ending().isPresent() && msn == nextSegment) {
                nextSegment++;
                URI uri = text.url().resolve(segment.ending().get().uri());
                segments.execute(() -> media(uri, msn, Optional.empty(), map));
            }
        }
        knownParts.values().removeIf(msn -> msn < first + count - 20);
        hint(text, playlist);
    }

    private void parts(PlaylistText text, MediaSegment segment, long msn, Optional<URI> map) {
        for (int i = 0; i < segment.parts().size(); i++) {
            Part part = segment.parts().get(i);
            URI uri = text.url().resolve(part.uri());
            int index = i;
            if (!part.gap() && knownParts.put(uri.toString(), msn) == null) {
                parts.execute(() -> media(uri, msn, Optional.of(index), map));
            }
        }
    }

    private void init(URI uri) throws InterruptedException {
        if (askedInits.add(uri.toString())) {
            Fetched fetched = fetcher.media(uri, PATIENCE);
            InitFacts facts = InitFacts.read(fetched.body());
            inits.put(uri.toString(), facts);
            seen.accept(new Observed.Init(rendition, uri.toString(), fetched.http(), facts));
        }
    }

    private void media(URI uri, long msn, Optional<Integer> part, Optional<URI> map) {
        if (System.nanoTime() > untilNanos) {
            return;
        }
        safely(() -> {
            Fetched fetched = fetcher.media(uri, PATIENCE);
            MediaFacts facts = fetched.http().found()
                    ? FragmentReader.read(fetched.body(), map.map(URI::toString).map(inits::get))
                    : MediaFacts.other(List.of());
            seen.accept(new Observed.Media(rendition, msn, part, fetched.http(), facts));
        });
    }

    private void hint(PlaylistText text, MediaPlaylist playlist) {
        Optional<String> hint = playlist.tail().hints().stream()
                .filter(said -> said.type().equals("PART"))
                .map(said -> text.url().resolve(said.uri()).toString())
                .findFirst();
        if (hint.isPresent() && !hint.equals(hinted)) {
            hinted = hint;
            Duration patience =
                    playlist.header().targetDuration().multipliedBy(4).plusSeconds(5);
            hints.execute(() -> safely(() -> {
                Fetched fetched = fetcher.media(URI.create(hint.get()), patience);
                seen.accept(new Observed.Hint(rendition, hint.get(), fetched.http()));
            }));
        }
    }

    /** Asks for what the last playlist listed and this one does not. */
    private void gone(PlaylistText text, MediaPlaylist playlist) {
        Map<URI, MediaSegment> now = new LinkedHashMap<>();
        Map<URI, Part> partsNow = new LinkedHashMap<>();
        double duration = 0;
        for (MediaSegment segment : playlist.segments()) {
            if (segment.ending().isPresent() && !segment.gap()) {
                now.put(text.url().resolve(segment.ending().get().uri()), segment);
                duration += segment.ending().get().duration().toNanos() / 1e9;
            }
            segment.parts().stream()
                    .filter(part -> !part.gap())
                    .forEach(part -> partsNow.put(text.url().resolve(part.uri()), part));
        }
        longest = Math.max(longest, duration);
        long time = System.nanoTime();
        if (!listed.isEmpty()) {
            now.keySet().stream().filter(uri -> !listed.containsKey(uri)).forEach(uri -> firstListed.put(uri, time));
            listed.forEach((uri, segment) -> {
                if (!now.containsKey(uri)) {
                    double length = segment.ending().orElseThrow().duration().toNanos() / 1e9;
                    Long first = firstListed.remove(uri);
                    double left = first == null ? 0 : length + longest - (time - first) / 1e9;
                    removed(uri, false, Math.max(0, 0.8 * left));
                }
            });
            double target = playlist.header().targetDuration().toSeconds();
            listedParts.forEach((uri, part) -> {
                if (!partsNow.containsKey(uri) && partsGone++ % PART_SAMPLE == 0) {
                    removed(uri, true, 2.5 * target);
                }
            });
        }
        listed = now;
        listedParts = partsNow;
    }

    private void removed(URI uri, boolean part, double delaySeconds) {
        Runnable ask = () -> safely(() -> {
            Fetched fetched = fetcher.probe(uri, PATIENCE);
            seen.accept(new Observed.Removed(rendition, part, fetched.http(), delaySeconds));
        });
        CompletableFuture.delayedExecutor((long) (delaySeconds * 1e3), TimeUnit.MILLISECONDS, later)
                .execute(ask);
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void safely(Step step) {
        try {
            step.run();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException ours) {
            LOG.error("checking failed", ours);
        }
    }

    /** Waits for all segments that were asked for. */
    void drain() throws InterruptedException {
        segments.shutdown();
        parts.shutdown();
        segments.awaitTermination(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    void close() throws InterruptedException {
        for (ExecutorService each : List.of(segments, parts, hints, later)) {
            each.shutdownNow();
            each.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
