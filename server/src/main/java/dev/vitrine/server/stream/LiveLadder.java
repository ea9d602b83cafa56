package dev.vitrine.server.stream;

import dev.vitrine.hls.Demand;
import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.DerivedWriter;
import dev.vitrine.hls.SourcePicture;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.RenditionState;
import dev.vitrine.transcoder.Ladder;
import dev.vitrine.transcoder.Rung;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A show's renditions below the source: made while somebody watches them, and out of the source's recent past when
 * somebody asks for what was not made.
 *
 * <pre>
 *                 open segment's pictures, kept
 *   source ──┬──▶ ▒▒▒▒▒▒▒▒▒──▶ side feed   a rung that was asked for now: catches up to the next segment
 *            └────────────────▶ main feed   all rungs that are watched, from segment to segment
 *   source's segments ────────▶ {@link LadderJobs}  single segments: somebody went back, or a worker died
 * </pre>
 *
 * The feeds are {@link LadderFeeds}.
 *
 * Everything but {@link Demand} on the channel's media thread.
 */
final class LiveLadder implements Demand, LadderWaits.Makers, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveLadder.class);

    static final String SOUND = "audio";

    /** Past segments that are made at a time while the show itself is not encoded. */
    private static final int PAST_AT_A_TIME = 2;

    /** So far behind the source the show is not held up by what is past. */
    private static final long IN_TIME_NANOS = 400_000_000;

    private final String channel;
    private final LadderSettings settings;
    private final Derivation derivation;
    private final Executor lane;
    private final LongSupplier nanos;
    private final LadderWorker worker;
    private final LadderJobs jobs;
    private final LadderWaits waits;
    private final LadderRelief relief;

    /** When somebody asked for a rendition last, and whether that has been noticed. */
    private final Map<String, Long> askedNanos = new ConcurrentHashMap<>();

    private final Set<String> noticed = ConcurrentHashMap.newKeySet();

    private final LadderOffer offer;
    /** The take's picture. */
    private Optional<Track> video = Optional.empty();

    /** Renditions that are to be made as the source comes. */
    private final Set<String> wanted = new LinkedHashSet<>();

    private final LadderFeeds feeds;
    private Optional<DerivedWriter> sound = Optional.empty();
    private final RecentPictures kept = new RecentPictures();
    private final Consumer<SourcePicture> picture = this::picture;
    private long seenMsn = -1;
    private List<Rung> toldOf = List.of();
    private List<RenditionState> told = List.of();
    private boolean failing;
    private String lastFailure = "";
    private volatile LadderState state = LadderState.IDLE;
    private volatile boolean hurries = true;
    private boolean over;

    LiveLadder(
            String channel,
            LadderSettings settings,
            Derivation derivation,
            WorkerReserve reserve,
            Executor lane,
            Executor threads,
            Executor disk,
            LongSupplier nanos) {
        this.channel = channel;
        this.settings = settings;
        this.derivation = derivation;
        this.lane = lane;
        this.nanos = nanos;
        this.worker = new LadderWorker(channel, reserve, lane, threads, nanos, this::workerIsReady, this::workerDied);
        this.feeds = new LadderFeeds(derivation, this::open, this::ended);
        this.jobs = new LadderJobs(
                channel, derivation, lane, disk, this::rungsFor, feeds::covers, this::roomForPast, worker::failed);
        this.waits = new LadderWaits(derivation, this, nanos);
        this.relief = new LadderRelief(nanos);
        this.offer = new LadderOffer(settings, derivation, this);
        offer.goOn();
        keepPinned();
    }

    // ---- viewers; on their threads ----

    @Override
    public void asked(String rendition, long now) {
        askedNanos.put(rendition, now);
        if (noticed.add(rendition)) {
            hurries = true;
            lane.execute(() -> wake(rendition));
        }
    }

    @Override
    public void wanted(String rendition, String file) {
        hurries = true;
        lane.execute(() -> waits.add(rendition, file));
    }

    // ---- the source ----

    /** The take's tracks, after the packager was told. */
    void tracks(List<Track> now) {
        endFeeds();
        video = now.stream().filter(Track::isVideo).findFirst();
        kept.clear();
        seenMsn = derivation.newestMsn().orElse(-1);
        offer.tracks(now);
    }

    /** After the packager has taken it. */
    void write(AccessUnit unit) {
        if (video.isEmpty() || unit.trackId() != video.get().id()) {
            return; // parts end, and pictures find their places, when a picture comes
        }
        if (offer.picture(unit)) {
            keepPinned();
        }
        if (isAtRest()) {
            return; // who wakes it needs the newest pictures, and they are kept where they are
        }
        derivation.takePictures(picture);
        feeds.sourceWentOn();
        sound.ifPresent(DerivedWriter::sourceWentOn);
    }

    /** Nobody watches a rendition, and none is being made. */
    private boolean isAtRest() {
        return wanted.isEmpty() && feeds.isIdle();
    }

    /**
     * One that the packager has cut: it holds pictures back for as long as they are decoded before they are shown, and only
     * then is known which of them begins a segment.
     */
    private void picture(SourcePicture picture) {
        AccessUnit unit = picture.unit();
        boolean begins = picture.msn() != seenMsn;
        seenMsn = picture.msn();
        if (begins && unit.randomAccess()) {
            kept.begin();
            stand();
            letGo();
            feeds.segmentBegins(picture.msn(), unit.pts(), pictured());
        } else if (begins) {
            feeds.key(ticks(derivation.startNanos(picture.msn()).orElse(0)));
        }
        kept.add(unit);
        feeds.write(unit);
    }

    private Optional<LadderFeed> open(Map<String, DerivedWriter> writers, Consumer<Optional<String>> ended) {
        return worker.get()
                .map(running -> new LadderFeed(running, video.orElseThrow(), offer.rungs(), writers, lane, ended));
    }

    private void ended(Optional<String> failure) {
        closeWhenWritten();
        failure.ifPresent(why -> {
            lastFailure = why;
            worker.failed();
            log.info("channel {}: renditions stopped: {}", channel, why);
        });
    }

    /** The source pauses or changes: what was fed is written to its end. */
    void endFeeds() {
        derivation.takePictures(picture);
        feeds.end(derivation.newestMsn().orElse(-1));
        kept.clear();
        sound.ifPresent(DerivedWriter::sourceWentOn);
    }

    /** The source has become longer by a gap. */
    void gap() {
        endFeeds();
        seenMsn = derivation.newestMsn().orElse(-1);
        feeds.sourceWentOn();
        sound.ifPresent(DerivedWriter::sourceWentOn);
        stand();
    }

    /** In those that are watched, what came to a gap: the last picture stands, in silence. */
    private void stand() {
        long newest = derivation.newestMsn().orElse(-1);
        for (String rendition : wanted) {
            for (long msn = Math.max(0, newest - 2); msn <= newest; msn++) {
                standsIn(rendition, msn);
            }
        }
    }

    // ---- what is offered, wanted, made ----

    private void keepPinned() {
        if (settings.pinned()) {
            derivation.takePictures(picture);
            offer.rungs().forEach(rung -> {
                wanted.add(rung.name());
                derivation.awake(rung.name(), true);
            });
        }
    }

    private void wake(String rendition) {
        if (isResting(rendition) || !offer.has(rendition)) {
            noticed.remove(rendition);
            return;
        }
        if (wanted.contains(rendition)) {
            return;
        }
        derivation.takePictures(picture); // those of before, which are for nobody
        wanted.add(rendition);
        derivation.awake(rendition, true);
        if (rendition.equals(SOUND)) {
            derivation
                    .newestMsn()
                    .ifPresent(msn ->
                            sound = Optional.of(derivation.writer(SOUND, false, msn, OptionalLong.empty(), List.of())));
            sound.ifPresent(DerivedWriter::sourceWentOn);
            return;
        }
        catchUp(Set.of(rendition));
    }

    /** Makes the open segment from its beginning. */
    private void catchUp(Set<String> names) {
        if (derivation.isOpen() && !kept.isEmpty()) {
            long msn = derivation.newestMsn().orElseThrow();
            OptionalLong key = derivation.isIndependent(msn)
                    ? OptionalLong.empty()
                    : OptionalLong.of(ticks(derivation.startNanos(msn).orElse(0)));
            feeds.catchUp(names, msn, key, kept);
        }
    }

    /** Those that nobody has asked for lately are made no longer. */
    private void letGo() {
        long now = nanos.getAsLong();
        for (String rendition : List.copyOf(wanted)) {
            boolean old = now - askedNanos.getOrDefault(rendition, now)
                    > settings.linger().toNanos();
            if ((old && !settings.pinned()) || isResting(rendition)) {
                wanted.remove(rendition);
                noticed.remove(rendition);
                derivation.awake(rendition, false);
                if (rendition.equals(SOUND)) {
                    sound = Optional.empty();
                }
            }
        }
    }

    /** The wanted ones that an encoder makes. */
    private Set<String> pictured() {
        return wanted.stream().filter(name -> !name.equals(SOUND)).collect(Collectors.toSet());
    }

    @Override
    public boolean hopeful(String rendition, long msn) {
        return isCovered(rendition, msn)
                || (offer.has(rendition) && !(failing || isResting(rendition) || jobs.gaveUp(rendition, msn)));
    }

    @Override
    public void make(String rendition, long msn) {
        if (!standsIn(rendition, msn) && !isCovered(rendition, msn)) {
            jobs.want(rendition, msn);
            jobs.go(rendition.equals(SOUND) ? Optional.empty() : worker.get());
        }
    }

    /** Whether the encoder was away there, and the last picture stands in; who has none yet makes it first. */
    private boolean standsIn(String rendition, long msn) {
        derivation.missingPicture(rendition, msn).ifPresent(before -> {
            if (!isCovered(rendition, before)) {
                jobs.want(rendition, before);
                jobs.go(worker.get());
            }
        });
        return derivation.slate(rendition, msn);
    }

    @Override
    public void fill(String rendition, long msn) {
        if (standsIn(rendition, msn)) {
            return;
        }
        if (rendition.equals(SOUND)) {
            make(rendition, msn); // nothing is missing that the source has not
        } else {
            jobs.fill(rendition, msn);
        }
    }

    private boolean isCovered(String rendition, long msn) {
        boolean bySound = rendition.equals(SOUND)
                && sound.filter(writer -> writer.msn() <= msn).isPresent();
        return bySound || feeds.covers(rendition, msn);
    }

    // ---- the worker ----

    private void workerIsReady() {
        Set<String> pictures = pictured();
        if (!feeds.isRunning() && !pictures.isEmpty()) {
            catchUp(pictures);
        }
        jobs.go(worker.get());
    }

    private void workerDied() {
        feeds.abandon();
        // What was being made is made again; what may be asked for meanwhile is asked for again.
        derivation.newestMsn().ifPresent(newest -> {
            for (String rendition : pictured()) {
                derivation.awake(rendition, true);
                for (long msn = Math.max(0, newest - 3); msn < newest; msn++) {
                    if (!derivation.isMade(rendition, msn)) {
                        jobs.want(rendition, msn);
                    }
                }
            }
        });
    }

    /** Whether the next beat should come soon. Any thread. */
    boolean hurries() {
        return hurries;
    }

    /** Ten times a second while it {@link #hurries}, else now and then. */
    void beat() {
        worker.beat();
        if (isAtRest() && !hurries && relief.isEmpty() && state.deaths() == worker.deaths()) {
            relief.idle();
            return; // all else is as it was at the last beat
        }
        if (feeds.codedMicros().values().stream().anyMatch(micros -> micros > 0)) {
            worker.works();
        }
        boolean hasWork = jobs.hasWork() || (!feeds.isRunning() && !pictured().isEmpty());
        if (hasWork && !jobs.isBusy()) {
            jobs.go(worker.get());
        }
        if (failing != worker.isFailing()) {
            failing = worker.isFailing();
            offer.rungs().forEach(rung -> derivation.available(rung.name(), !failing && !isResting(rung.name())));
            log.warn(
                    "channel {}: the transcoder {}",
                    channel,
                    failing ? "dies or fails again and again; viewers get the source" : "works again");
        }
        relieve();
        waits.look();
        state = observed();
        hurries = feeds.isRunning() || !wanted.isEmpty() || !waits.isEmpty() || jobs.hasWork() || failing;
    }

    /** When the machine cannot keep up, a rung rests. */
    private void relieve() {
        relief.rested().forEach(rung -> derivation.available(rung, !failing));
        if (!feeds.isRunning()) {
            relief.idle();
            return;
        }
        List<String> active = offer.rungs().stream()
                .map(Rung::name)
                .filter(feeds.active()::contains)
                .toList();
        relief.watch(active, feeds.lagNanos()).ifPresent(rung -> {
            derivation.available(rung, false);
            log.warn(
                    "channel {}: this machine cannot keep up with {}; it rests for {} s. Offer fewer renditions"
                            + " (transcode.renditions) or a faster preset (transcode.preset)",
                    channel,
                    rung,
                    Duration.ofNanos(LadderRelief.REST_NANOS).toSeconds());
        });
    }

    /** How many past segments may be made now: what is live goes before what is past. */
    private int roomForPast() {
        if (!feeds.isRunning()) {
            return PAST_AT_A_TIME;
        }
        return feeds.lagNanos() > IN_TIME_NANOS ? 0 : 1;
    }

    private boolean isResting(String rendition) {
        return relief.isResting(rendition);
    }

    // ---- what is told ----

    /** As channels tell it: name, size, and whether it is being made. */
    List<RenditionState> renditions() {
        if (!toldOf.equals(offer.rungs())) {
            toldOf = offer.rungs();
            told = toldOf.stream()
                    .map(rung -> new RenditionState(
                            rung.name(), rung.codecs(), rung.width(), rung.height(), rung.maxBitsPerSecond()))
                    .toList();
        }
        return told;
    }

    /** How it was at the last beat; any thread. */
    LadderState state() {
        return state;
    }

    private LadderState observed() {
        return new LadderState(
                feeds.codedMicros(), List.copyOf(relief.resting()), failing, worker.deaths(), lastFailure);
    }

    private List<Rung> rungsFor(VideoFormat format) {
        return Ladder.refit(offer.rungs(), format);
    }

    private long ticks(long showNanos) {
        return video.orElseThrow().timescale().ticks(Duration.ofNanos(showNanos));
    }

    /** The show is over: what was fed is still written, for those who see its end. */
    void finish() {
        stand();
        endFeeds();
        over = true;
        closeWhenWritten();
    }

    private void closeWhenWritten() {
        if (over && !feeds.isEnding()) {
            close();
        }
    }

    @Override
    public void close() {
        jobs.close();
        worker.close();
    }
}
