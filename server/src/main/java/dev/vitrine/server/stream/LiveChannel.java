package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPublication;
import dev.vitrine.media.PublishGate.Admission;
import dev.vitrine.media.PublishGate.Admitted;
import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.media.Timescale;
import dev.vitrine.overlay.CueChange;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.LastError;
import dev.vitrine.server.stream.ChannelState.OnAir;
import dev.vitrine.server.stream.ChannelState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel: at most one show, at most one publisher that feeds it. The show outlives the publisher's connection; it
 * ends when nobody came back within the grace time, or when the operator says so.
 */
final class LiveChannel {

    private static final Logger log = LoggerFactory.getLogger(LiveChannel.class);

    /** How often a channel that is live looks after itself: silence of its publisher, measurements. */
    private static final long CALM_BEAT_NANOS = 1_000_000_000L;

    private final String id;
    private final StreamSettings settings;
    private final Shows shows;
    private final Clocks clocks;
    private final Executor mediaThread;
    private final Executor workers;
    private final Consumer<LiveChannel> changed;
    private final Ladders ladders;
    private final Lane<Signal> lane;
    private final ViewerCounter viewers = new ViewerCounter();
    private final Takeovers takeovers;
    private final EncoderCues encoderCues;

    private volatile @Nullable Take publisher;
    private volatile @Nullable LiveShow show;

    /** The show that ended last: its viewers still have its end to see. */
    private volatile @Nullable LiveShow previous;

    private volatile Measured measured = Measured.NOTHING;
    private volatile Phase phase = Phase.OFFLINE;
    private volatile @Nullable Instant since;
    private volatile @Nullable LastError lastError;

    // Housekeeping thread only.
    private long lastBeatNanos;

    // Only by who drains the lane.
    private long heldSinceNanos;
    private long lastMeasuredNanos;
    private long lastMeasuredLeadNanos;
    private boolean preparing;

    /**
     * A channel with nothing on.
     *
     * @param cues where the encoder's cues go
     * @param changed told of every change of state that an operator would want to see, on any thread
     */
    LiveChannel(
            String id,
            StreamSettings settings,
            Shows shows,
            Clocks clocks,
            Executor mediaThread,
            Executor workers,
            Ladders ladders,
            EncoderCues.Desk cues,
            Consumer<LiveChannel> changed) {
        this.id = id;
        this.settings = settings;
        this.shows = shows;
        this.clocks = clocks;
        this.mediaThread = mediaThread;
        this.workers = workers;
        this.changed = changed;
        this.ladders = ladders;
        this.takeovers = new Takeovers(settings.takeover(), settings.deadAfter());
        this.encoderCues = new EncoderCues(id, cues, workers, this::complain);
        this.lane = new Lane<>(mediaThread, settings.maxQueuedBytes(), this::on, this::mayRead);
    }

    String id() {
        return id;
    }

    Optional<LiveShow> show() {
        return Optional.ofNullable(show);
    }

    /** The publication with this epoch: of the show that is on, or of the one before. */
    Optional<HlsPublication> publication(String epoch) {
        LiveShow current = show;
        if (current != null && current.identity().epoch().equals(epoch)) {
            return Optional.of(current.publication());
        }
        LiveShow last = previous;
        return last != null && last.identity().epoch().equals(epoch)
                ? Optional.of(last.publication())
                : Optional.empty();
    }

    ViewerCounter viewers() {
        return viewers;
    }

    // ---- who may publish; on workers ----

    synchronized Admission admit(PublishRequest request) {
        Take old = publisher;
        if (old != null && !old.ended()) {
            Duration silence = lane.isFull() ? Duration.ZERO : old.connection().silence();
            switch (takeovers.judge(silence, clocks.nanos().getAsLong())) {
                case STAYS_OUT -> {
                    return new Refused(
                            Cause.BUSY,
                            "channel '" + id + "' already has a publisher; stop it first, or set rtmp.takeover");
                }
                case FLAPS -> {
                    String words =
                            "two encoders publish to channel '" + id + "' with the same key in turns; stop one of them";
                    complain(words);
                    return new Refused(Cause.BUSY, words);
                }
                case TAKES_OVER -> replace(old, request, "another encoder took over with the same key");
                case REPLACES_THE_DEAD ->
                    replace(
                            old,
                            request,
                            "nothing came for " + silence.toSeconds() + " s, and the same key came again");
            }
        }
        Take take = new Take(request, this::bring, clocks.wall(), clocks.nanos());
        publisher = take;
        log.info("channel {}: publisher {} ({})", id, request.connection().remote(), request.encoder());
        changed.accept(this);
        return new Admitted(id, take);
    }

    private void replace(Take old, PublishRequest request, String reason) {
        log.info(
                "channel {}: {} takes over from {}: {}",
                id,
                request.connection().remote(),
                old.connection().remote(),
                reason);
        publisher = null;
        old.connection().close(reason);
    }

    /** Goes on with a show that a server which stopped left on air, as if its publisher had left now. */
    void takeUp(LiveShow left) {
        send(new Signal.Task(() -> {
            climb(left);
            show = left;
            heldSinceNanos = clocks.nanos().getAsLong();
            noteError("The server was started again; the encoder is not back yet.");
            enter(Phase.HOLD);
        }));
    }

    /** A show that was over while no server was there: its viewers get its end, and it becomes a replay. */
    void closeUp(LiveShow left) {
        send(new Signal.Task(() -> {
            left.packager().end("the server was away for longer than the grace time");
            previous = left;
            workers.execute(() -> shows.ended(id, left));
        }));
    }

    /** Ends the publisher's connection, whatever it does; the show goes into its grace time. */
    void disconnect(String reason) {
        Take take = publisher;
        if (take != null) {
            take.connection().close(reason);
        }
    }

    /** Ends the show now. */
    boolean end(String reason) {
        if (show == null) {
            return false;
        }
        disconnect(reason);
        send(new Signal.Task(() -> endShow(reason)));
        return true;
    }

    // ---- what others ask; any thread ----

    /** Media date of the newest frame at ingest; the end of what is published while the encoder is away. */
    Optional<Instant> liveDate() {
        LiveShow current = show;
        if (current == null) {
            return Optional.empty();
        }
        Take take = publisher;
        OptionalLong newest = take == null ? OptionalLong.empty() : take.newestShowNanos();
        return Optional.of(newest.isPresent() ? current.dateOf(newest.getAsLong()) : current.edge());
    }

    ChannelState state() {
        LiveShow current = show;
        Take take = publisher;
        Measured now = measured;
        return new ChannelState(
                id,
                phase,
                since,
                current == null
                        ? null
                        : new OnAir(
                                current.identity().id(),
                                current.identity().epoch(),
                                current.identity().title(),
                                current.clock().anchor()),
                liveDate().orElse(null),
                take == null ? null : take.request().encoder(),
                take == null ? null : address(take),
                now.video(),
                now.audio(),
                now.renditions(),
                viewers.count(clocks.nanos().getAsLong()),
                lastError,
                now.advice(),
                current == null ? null : lastCue(current.desk()).orElse(null));
    }

    /** How the renditions of the show that is on fare. */
    LadderState ladder() {
        LiveShow current = show;
        return current == null
                ? LadderState.IDLE
                : current.ladder().map(LiveLadder::state).orElse(LadderState.IDLE);
    }

    private static Optional<CueReceipt> lastCue(CueDesk desk) {
        List<CueChange> changes = desk.timeline().changes();
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        CueChange last = changes.get(changes.size() - 1);
        return Optional.of(new CueReceipt(last.id(), last.q(), last.start(), last.state()));
    }

    /** The cue desk has something new: the next part tells viewers. */
    void cuesChanged() {
        send(new Signal.Task(() -> {
            LiveShow current = show;
            if (current != null) {
                current.packager().eventsChanged();
            }
        }));
    }

    /**
     * Whether a beat should come soon: a gap is being written, a rendition is being made or waited for, or viewers have
     * to be told of an end.
     */
    boolean hurries() {
        LiveShow current = show;
        LiveShow last = previous;
        return phase == Phase.HOLD
                || (current != null
                        && current.ladder().filter(LiveLadder::hurries).isPresent())
                || (last != null && last.publication().concludes());
    }

    /** The regular beat, from the housekeeping thread. */
    void tick() {
        long now = clocks.nanos().getAsLong();
        LiveShow current = show;
        if (current != null) {
            current.publication().expire(now);
        }
        LiveShow last = previous;
        if (last != null) {
            last.publication().expire(now);
        }
        boolean due = hurries() || now - lastBeatNanos >= CALM_BEAT_NANOS * 9 / 10;
        if (due && (show != null || publisher != null)) {
            lastBeatNanos = now;
            send(new Signal.Task(this::beat));
        }
    }

    // ---- one thread at a time: who drains the lane ----

    /** From the publisher's event loop. */
    private void bring(Signal signal) {
        lane.bring(signal, signal.bytes());
    }

    private void send(Signal signal) {
        lane.offer(signal, signal.bytes());
    }

    private void mayRead(boolean on) {
        Take take = publisher;
        if (take != null) {
            take.connection().reading(on);
        }
    }

    private void on(Signal signal) {
        try {
            if (signal instanceof Signal.Media media) {
                LiveShow current = show;
                if (media.take() == publisher && current != null) {
                    current.write(media.unit());
                }
            } else if (signal instanceof Signal.Begin begin) {
                begin(begin);
            } else if (signal instanceof Signal.Tracks tracks) {
                LiveShow current = show;
                if (tracks.take() == publisher && current != null) {
                    current.tracks(tracks.tracks());
                }
            } else if (signal instanceof Signal.Words words) {
                words(words);
            } else if (signal instanceof Signal.Left left) {
                left(left);
            } else if (signal instanceof Signal.Task task) {
                task.task().run();
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void begin(Signal.Begin begin) {
        if (begin.take() != publisher) {
            return;
        }
        LiveShow current = show;
        if (current == null) {
            preparing = true;
            lane.pause();
            workers.execute(() -> prepare(begin));
            return;
        }
        encoderCues.begin();
        current.packager().declared(begin.bitsPerSecond());
        current.begin(begin.tracks(), begin.arrivalNanos(), offset -> {
            begin.take().placeAt(offset);
            lastMeasuredNanos = 0;
        });
        enter(Phase.LIVE);
        log.info("channel {}: live, show {} at {}", id, current.identity().id(), current.edge());
    }

    private void words(Signal.Words words) {
        LiveShow current = show;
        if (words.take() == publisher && current != null) {
            current.oncePlaced(() -> {
                long showNanos = words.take().offsetNanos()
                        + Timescale.MILLIS.nanos(words.message().millis());
                encoderCues.take(
                        words.message(),
                        current.clock().dateOf(showNanos, Timescale.NANOS),
                        clocks.nanos().getAsLong());
            });
        }
    }

    /** On a worker: makes a show, durable before anything of it is published; then a media thread goes on. */
    private void prepare(Signal.Begin begin) {
        LiveShow created = null;
        String failure = null;
        try {
            created = shows.create(id, begin.arrival(), begin.arrivalNanos());
        } catch (RuntimeException e) {
            log.error("channel {}: the show could not be opened", id, e);
            failure = "The show could not be opened: " + e.getMessage();
        }
        LiveShow ready = created;
        String refused = failure;
        mediaThread.execute(() -> {
            preparing = false;
            if (ready != null) {
                climb(ready);
                show = ready;
                begin(begin);
            } else if (refused != null) {
                noteError(refused);
                begin.take().connection().close(refused);
            }
            lane.resume();
        });
    }

    private void left(Signal.Left left) {
        if (left.take() != publisher) {
            return;
        }
        publisher = null;
        log.info("channel {}: {}", id, left.reason());
        if (show != null) {
            heldSinceNanos = clocks.nanos().getAsLong();
            noteError(left.reason());
            enter(Phase.HOLD);
        } else {
            changed.accept(this);
        }
    }

    private void beat() {
        long now = clocks.nanos().getAsLong();
        LiveShow current = show;
        if (current == null || preparing) {
            return;
        }
        current.ladder().ifPresent(LiveLadder::beat);
        if (phase == Phase.HOLD) {
            current.fillGap(now);
            if (now - heldSinceNanos > settings.grace().toNanos()) {
                endShow("the encoder did not come back within "
                        + settings.grace().toSeconds() + " s");
                return;
            }
        }
        if (now - lastMeasuredNanos >= CALM_BEAT_NANOS * 9 / 10) {
            measure(current, now);
        }
    }

    private void climb(LiveShow begins) {
        ladders.of(id, begins.packager(), task -> send(new Signal.Task(task))).ifPresent(begins::follow);
    }

    /** The server is shutting down: no child process outlives it. */
    void close() {
        send(new Signal.Task(() -> {
            LiveShow current = show;
            if (current != null) {
                current.ladder().ifPresent(LiveLadder::close);
            }
        }));
    }

    private void measure(LiveShow current, long now) {
        long lead = current.lead(now).toNanos();
        double seconds = (now - lastMeasuredNanos) / 1e9;
        double speed = lastMeasuredNanos == 0 ? Double.NaN : 1 + (lead - lastMeasuredLeadNanos) / 1e9 / seconds;
        lastMeasuredNanos = now;
        lastMeasuredLeadNanos = lead;
        if (phase == Phase.LIVE) {
            current.observe(now);
        }
        Measured before = measured;
        Take take = publisher;
        Measured fresh = Measured.of(
                current,
                settings,
                before.speed().with(speed),
                take == null ? List.of() : take.leftOut(),
                lane.isFull());
        measured = shows.trouble(current)
                .map(why -> fresh.with(new Advice(Advice.Level.ERROR, notKept(why))))
                .orElse(fresh);
        if (!measured.advice().equals(before.advice()) || before.equals(Measured.NOTHING)) {
            changed.accept(this);
        }
    }

    private static String notKept(String why) {
        return "What comes is not kept (" + why
                + "): live goes on, rewinding and the replay will lack it. Make room on the"
                + " server's disk, or lower storage.quota.";
    }

    private void endShow(String reason) {
        LiveShow current = show;
        if (current == null) {
            return;
        }
        log.info("channel {}: show {} ended: {}", id, current.identity().id(), reason);
        current.packager().end(reason);
        current.ladder().ifPresent(LiveLadder::finish);
        previous = current;
        show = null;
        measured = Measured.NOTHING;
        enter(Phase.OFFLINE);
        workers.execute(() -> shows.ended(id, current));
    }

    /** Something of ours broke: the publisher goes, the show stays and waits for it to come back. */
    private void fail(RuntimeException e) {
        log.error("channel {}: media could not be packaged", id, e);
        noteError("The media could not be packaged: " + e.getMessage());
        Take take = publisher;
        if (take != null) {
            take.connection().close("the server could not package this stream");
        }
    }

    private void enter(Phase now) {
        if (phase != now) {
            phase = now;
            since = now == Phase.OFFLINE ? null : clocks.wall().instant();
        }
        if (now == Phase.OFFLINE || now == Phase.LIVE) {
            lastError = null;
        }
        changed.accept(this);
    }

    private void complain(String words) {
        noteError(words);
        changed.accept(this);
    }

    private void noteError(String message) {
        lastError = new LastError(clocks.wall().instant(), message);
    }

    private static String address(Take take) {
        return take.connection().remote().getAddress().getHostAddress();
    }
}
