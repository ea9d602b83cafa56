package dev.vitrine.hls;

import dev.vitrine.hls.playlist.RenditionReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What viewers may ask of one presentation, now or in a moment. Thread-safe.
 *
 * <pre>
 *   media thread ── publish(version) ──▶ latest version ◀── request() ── any thread
 *                                            │                 │ not there yet
 *                                            └── wakes ──▶ parked requests ◀── expire() ── the server's timer
 * </pre>
 *
 * A parked request costs one object, no thread. It is answered by the version that holds what it waits for, by the end
 * of the presentation, or after three target durations with 503 (RFC 8216bis §6.2.5.2).
 *
 * <p>Paths are relative to the presentation, see {@link MediaRequest}; one more, {@code ../index.m3u8}, is the
 * multivariant playlist for an address one level higher, where its children start with the epoch.
 */
public final class HlsPublication {

    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    /** The plain playlist goes stale with the next part. */
    private static final String SHORT = "public, max-age=1";

    static final String PLAYLIST = "live.m3u8";
    private static final String MULTIVARIANT = "index.m3u8";
    private static final String MULTIVARIANT_ABOVE = "../index.m3u8";

    private final String epoch;
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    /** Made from the source, in the order in which they are offered. */
    private final List<DerivedRendition> derived = new CopyOnWriteArrayList<>();

    private final Map<String, Resource> media = new ConcurrentHashMap<>();
    private final InBandView inBand = new InBandView();
    private final Multivariants multivariants = new Multivariants();
    private final WaitingRoom room = new WaitingRoom(this::answer);
    /** Guarded by itself. */
    private final List<Concluding> concluding = new ArrayList<>();

    private volatile PackagerSettings settings = PackagerSettings.defaults();
    private volatile boolean closed;
    private volatile @Nullable StillSource still;

    /** A rendition and the newest version of its playlist. */
    private record Feed(int order, Rendition rendition, PlaylistVersion version) {}

    /** A last version that is not told yet, and since when; empty before the next beat. */
    private record Concluding(Rendition rendition, PlaylistVersion version, OptionalLong sinceNanos) {}

    public HlsPublication(String epoch) {
        Presentation.requireEpoch(epoch);
        this.epoch = epoch;
    }

    public String epoch() {
        return epoch;
    }

    /**
     * Answers now, or parks.
     *
     * @param nowNanos as {@link System#nanoTime()} tells it; {@link #expire} counts from the same clock
     * @param done called exactly once unless the request is withdrawn: at once on this thread, or later on the media
     *     thread or the one that calls {@link #expire}; must be cheap and not throw
     */
    public Parked request(MediaRequest request, long nowNanos, Consumer<Answer> done) {
        Optional<DerivedRendition> asked = derived.isEmpty() ? Optional.empty() : derived(directory(request.path()));
        asked.ifPresent(rendition -> rendition.demand().asked(rendition.name(), nowNanos));
        Optional<Answer> answer = answer(request);
        if (answer.isPresent()) {
            done.accept(answer.get());
            return () -> false;
        }
        Parked parked = room.park(request, nowNanos + settings.threeTargets().toNanos(), done);
        asked.ifPresent(rendition -> rendition.demand().wanted(rendition.name(), file(request.path())));
        return parked;
    }

    /** Answers 503 to those who waited too long, and tells of the end when it is time. To be called a few times a second. */
    public void expire(long nowNanos) {
        List<Concluding> due = new ArrayList<>();
        synchronized (concluding) {
            concluding.replaceAll(last -> new Concluding(
                    last.rendition(),
                    last.version(),
                    OptionalLong.of(last.sinceNanos().orElse(nowNanos))));
            concluding.removeIf(last -> {
                boolean over = nowNanos - last.sinceNanos().orElse(nowNanos)
                        >= settings.partDuration().toNanos();
                return over && due.add(last);
            });
        }
        room.expire(
                nowNanos,
                () -> new Answer.Refused(
                        503,
                        "nothing new for three target durations ("
                                + settings.threeTargets().toSeconds() + " s)"));
        due.forEach(last -> publish(last.rendition(), last.version()));
    }

    /** Whether an end is still to be told, by {@link #expire}. */
    public boolean concludes() {
        synchronized (concluding) {
            return !concluding.isEmpty();
        }
    }

    /** How many requests are waiting. */
    public int parked() {
        return room.size();
    }

    /** Whether media was published and the presentation has not ended. */
    public boolean live() {
        return !feeds.isEmpty() && !ended();
    }

    /** Whether every rendition has ended; nothing will change any more. */
    public boolean ended() {
        return closed || (!feeds.isEmpty() && feeds.values().stream().allMatch(HlsPublication::ended));
    }

    /** The media date up to which the first rendition is published. */
    public Optional<Instant> edge() {
        return first().flatMap(feed -> feed.version().content().edge());
    }

    /** Media sequence number of the first rendition's last complete segment. */
    public OptionalLong lastMsn() {
        return first().stream().mapToLong(feed -> feed.version().lastMsn()).findFirst();
    }

    /** How many parts of the segment after {@link #lastMsn} are published, less one; empty when none is. */
    public OptionalInt lastPart() {
        return first().stream()
                .mapToInt(feed -> feed.version().content().openParts() - 1)
                .filter(part -> part >= 0)
                .findFirst();
    }

    /** Names of the renditions, in the order in which they joined. */
    public List<String> renditions() {
        return ordered().stream().map(feed -> feed.rendition().name()).toList();
    }

    /**
     * The newest complete segment that starts with a picture, its init segment in front of it: what a decoder needs for a
     * still. Empty while there is none.
     */
    public Optional<byte[]> stillSource() {
        return Optional.ofNullable(still).map(StillSource::bytes);
    }

    // From here on, for packagers only.

    void stillFrom(String init, List<ByteBuffer> parts) {
        if (get(init).map(Resource::body).orElse(null) instanceof Body.InMemory memory) {
            still = new StillSource(memory.bytes(), parts);
        }
    }

    /** All renditions of a presentation have equal target durations and server control (§6.2.4). */
    void join(String rendition, PackagerSettings joining) {
        if (!feeds.isEmpty() && !settings.equals(joining)) {
            throw new IllegalArgumentException("rendition " + rendition + " has " + joining + " but the presentation "
                    + epoch + " has " + settings);
        }
        settings = joining;
    }

    void put(String path, Resource resource) {
        media.put(path, resource);
    }

    InBandView inBand() {
        return inBand;
    }

    Optional<Resource> get(String path) {
        return Optional.ofNullable(media.get(path));
    }

    void remove(String path) {
        media.remove(path);
        if (!derived.isEmpty() && directory(path).equals(HlsPackager.SOURCE)) {
            derived.forEach(rendition -> media.remove(rendition.name() + "/" + file(path)));
        }
    }

    /** Offers another rendition of the source. */
    void derive(DerivedRendition rendition) {
        if (feeds.containsKey(rendition.name()) || derived(rendition.name()).isPresent()) {
            throw new IllegalArgumentException("presentation " + epoch + " has a rendition " + rendition.name());
        }
        derived.add(rendition);
        Feed source = feeds.get(HlsPackager.SOURCE);
        if (source != null) {
            rendition.offer(source.version(), settings.threeParts());
        }
    }

    Optional<DerivedRendition> derived(String name) {
        for (DerivedRendition rendition : derived) {
            if (rendition.name().equals(name)) {
                return Optional.of(rendition);
            }
        }
        return Optional.empty();
    }

    /** Something that is waited for may be there. */
    void wakeUp() {
        room.wake();
    }

    /** How far the others are, for {@code rendition}'s playlist. */
    private List<RenditionReport> reportsFor(String rendition) {
        List<RenditionReport> reports = new ArrayList<>();
        if (feeds.size() > 1 || !feeds.containsKey(rendition)) {
            for (Feed feed : inOrder()) {
                String name = feed.rendition().name();
                if (!name.equals(rendition)) {
                    reports.add(report(name, feed.version()));
                }
            }
        }
        for (DerivedRendition other : derived) {
            if (!other.name().equals(rendition)) {
                other.shown().ifPresent(version -> reports.add(report(other.name(), version)));
            }
        }
        return reports;
    }

    void publish(Rendition rendition, PlaylistVersion version) {
        feeds.compute(
                rendition.name(),
                (name, old) -> new Feed(old == null ? feeds.size() : old.order(), rendition, version));
        if (rendition.name().equals(HlsPackager.SOURCE)) {
            derived.forEach(other -> other.offer(version, settings.threeParts()));
        }
        room.wake();
    }

    /**
     * The last version of a rendition, told when viewers have had time to take the part before it: hls.js 1.7 holds a
     * segment whose last part comes together with EXT-X-ENDLIST for loaded, and never shows that part.
     */
    void conclude(Rendition rendition, PlaylistVersion version) {
        synchronized (concluding) {
            concluding.add(new Concluding(rendition, version, OptionalLong.empty()));
        }
    }

    /** Nothing was ever published and nothing will be. */
    void close() {
        closed = true;
        room.wake();
    }

    /** What can be said at once; empty when it has to wait: see {@link #request}. */
    public Optional<Answer> answer(MediaRequest request) {
        String path = request.path();
        if (path.equals(MULTIVARIANT) || path.equals(MULTIVARIANT_ABOVE)) {
            return multivariant(path.equals(MULTIVARIANT) ? "" : epoch + "/", request.view());
        }
        String directory = directory(path);
        String file = file(path);
        return file.equals(PLAYLIST)
                ? playlist(directory, request.directives(), request.view())
                : resource(directory, file, request.view());
    }

    private Optional<Answer> multivariant(String prefix, View view) {
        List<Feed> all = ordered();
        if (all.isEmpty()) {
            return closed ? notFound(MULTIVARIANT) : Optional.empty();
        }
        return Optional.of(new Answer.Found(multivariants
                .of(prefix, view, all.stream().map(Feed::rendition).toList())
                .resource(SHORT)));
    }

    private Optional<Answer> playlist(String rendition, Directives directives, View view) {
        Optional<PlaylistVersion> found = Optional.ofNullable(feeds.get(rendition))
                .map(Feed::version)
                .or(() -> derived(rendition).flatMap(DerivedRendition::told));
        if (found.isEmpty()) {
            return feeds.isEmpty() && !closed ? Optional.empty() : notFound(rendition + "/" + PLAYLIST);
        }
        PlaylistVersion version =
                found.get().telling(() -> reportsFor(rendition)).in(view);
        Duration partTarget = settings.partDuration();
        Optional<String> refusal = BlockingReload.refusal(version, directives, partTarget);
        if (refusal.isPresent()) {
            return Optional.of(new Answer.Refused(400, refusal.get()));
        }
        if (!BlockingReload.satisfied(version, directives)) {
            return Optional.empty();
        }
        boolean blocking = directives.msn().isPresent() && !version.content().ended();
        // Shared caches may keep the answer to a blocking reload for six target durations (§B.1), browsers must not:
        // video.js asks again for a part it has, and would be shown the same playlist until it expired.
        String cacheControl = blocking
                ? "public, max-age=0, s-maxage=" + settings.targetDuration().toSeconds() * 6
                : SHORT;
        return Optional.of(new Answer.Found(version.render(directives.skip()).resource(cacheControl)));
    }

    private Optional<Answer> resource(String rendition, String file, View view) {
        String path = rendition + "/" + file;
        Resource found = media.get(path);
        if (found != null) {
            return Optional.of(new Answer.Found(view == View.DEFAULT ? found : inBand(rendition, file, found)));
        }
        Feed feed = feeds.get(rendition);
        Optional<DerivedRendition> made = derived.isEmpty() ? Optional.empty() : derived(rendition);
        if (made.isPresent() && isGap(made.get(), file)) {
            return notFound(path);
        }
        if (made.isPresent()
                && !ended()
                && (isInSource(file) || isSlate(made.get(), file) || made.get().hints(file))) {
            return made.get().isAvailable()
                    ? Optional.empty()
                    : Optional.of(
                            new Answer.Refused(503, rendition + " cannot be made just now; take another rendition"));
        }
        boolean hinted = feed != null
                && feed.version()
                        .content()
                        .hint()
                        .map(hint -> hint.uri().equals(file))
                        .orElse(false);
        return hinted ? Optional.empty() : notFound(path);
    }

    private Resource inBand(String rendition, String file, Resource plain) {
        String like = feeds.containsKey(rendition) ? rendition : HlsPackager.SOURCE;
        return inBand.of(rendition, like, file, plain, this::get);
    }

    private static Optional<Answer> notFound(String path) {
        return Optional.of(new Answer.Refused(404, "no " + path + " in this presentation"));
    }

    private static boolean isGap(DerivedRendition rendition, String file) {
        return SegmentWindow.msn(file).stream().anyMatch(rendition::isGap);
    }

    private static boolean isSlate(DerivedRendition rendition, String file) {
        return SegmentWindow.msn(file).stream().anyMatch(rendition::isSlate);
    }

    private boolean isInSource(String file) {
        return media.containsKey(HlsPackager.SOURCE + "/" + file);
    }

    private static String directory(String path) {
        return path.substring(0, Math.max(path.indexOf('/'), 0));
    }

    private static String file(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    private static RenditionReport report(String name, PlaylistVersion version) {
        int openParts = version.content().openParts();
        long last = version.lastMsn();
        int lastPart = (openParts > 0 ? openParts : version.partCount(last)) - 1;
        return new RenditionReport(
                "../" + name + "/" + PLAYLIST,
                OptionalLong.of(openParts > 0 ? last + 1 : last),
                lastPart >= 0 ? OptionalLong.of(lastPart) : OptionalLong.empty());
    }

    private Optional<Feed> first() {
        return feeds.values().stream().min(Comparator.comparingInt(Feed::order));
    }

    private List<Feed> inOrder() {
        List<Feed> ordered = new ArrayList<>(feeds.values());
        ordered.sort(Comparator.comparingInt(Feed::order));
        return ordered;
    }

    /** Those too that are made of the first. */
    private List<Feed> ordered() {
        List<Feed> ordered = inOrder();
        if (!derived.isEmpty() && !ordered.isEmpty()) {
            Rendition source = ordered.get(0).rendition();
            for (DerivedRendition rendition : derived) {
                rendition
                        .shown()
                        .ifPresent(version ->
                                ordered.add(new Feed(ordered.size(), rendition.description(source), version)));
            }
        }
        return ordered;
    }

    private static boolean ended(Feed feed) {
        return feed.version().content().ended();
    }
}
