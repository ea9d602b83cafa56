package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPublication;
import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.overlay.CueChange;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueReason;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.overlay.CueRefused;
import dev.vitrine.server.edge.Pace;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.store.IngestRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** All channels: the gate through which publishers come in, and the directory in which everybody else looks them up. */
public final class ChannelRegistry implements LiveChannels, PublishGate {

    /** What a person may do in quick succession: pin, offer, undo, pin another. */
    private static final int CUE_BURST = 5;

    private final Doorkeeper doorkeeper;
    private final Predicate<String> inCatalogue;
    private final StreamSettings settings;
    private final Shows shows;
    private final Clocks clocks;
    private final MediaThreads mediaThreads;
    private final Executor workers;
    private final Ladders ladders;

    private final Map<String, LiveChannel> live = new ConcurrentHashMap<>();
    private final Map<String, Channel> known = new ConcurrentHashMap<>();
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();
    private final Map<String, String> toldExpired = new ConcurrentHashMap<>();
    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    public ChannelRegistry(
            ChannelStore channels,
            StreamSettings settings,
            ShowRoom shows,
            Clocks clocks,
            MediaThreads mediaThreads,
            Executor workers,
            Ladders ladders,
            IngestServices ingest) {
        this.doorkeeper = new Doorkeeper(channels, ingest.hook(), workers);
        this.inCatalogue = ingest.inCatalogue();
        this.settings = settings;
        this.shows = shows;
        this.clocks = clocks;
        this.mediaThreads = mediaThreads;
        this.workers = workers;
        this.ladders = ladders;
    }

    // ---- publishers ----

    @Override
    public CompletionStage<Admission> admit(PublishRequest request) {
        return doorkeeper.decide(request).thenApplyAsync(decision -> admit(request, decision), workers);
    }

    @Override
    public CompletionStage<Optional<Login>> login(String user) {
        return doorkeeper.login(user);
    }

    private Admission admit(PublishRequest request, Doorkeeper.Decision decision) {
        if (closing) {
            return new Refused(Cause.UNAVAILABLE, "the server is shutting down; try again in a moment");
        }
        if (decision instanceof Doorkeeper.Allowed allowed) {
            Channel channel = allowed.channel();
            known.put(channel.id(), channel);
            return channel(channel.id()).admit(request);
        }
        return ((Doorkeeper.Denied) decision).refusal();
    }

    private LiveChannel channel(String id) {
        return live.computeIfAbsent(
                id,
                key -> new LiveChannel(
                        key,
                        settings,
                        shows,
                        clocks,
                        mediaThreads.assign(),
                        workers,
                        ladders,
                        encoderDesk(key),
                        this::announce));
    }

    private EncoderCues.Desk encoderDesk(String id) {
        return new EncoderCues.Desk(
                () -> rules(id).map(IngestRules::encoderCues).orElse(false),
                inCatalogue,
                (command, start) -> cue(id, command, Optional.of(start), Optional.empty()));
    }

    private Optional<IngestRules> rules(String id) {
        return Optional.ofNullable(known.get(id)).map(Channel::ingest);
    }

    private Duration captureDelay(String id) {
        return Optional.ofNullable(known.get(id)).map(Channel::captureDelay).orElse(Duration.ZERO);
    }

    // ---- viewers ----

    /** The publication of a show that is on, or was until lately. */
    public Optional<HlsPublication> publication(String channelId, String epoch) {
        return Optional.ofNullable(live.get(channelId)).flatMap(channel -> channel.publication(epoch));
    }

    /** The publication of the show that is on. */
    public Optional<HlsPublication> publication(String channelId) {
        return Optional.ofNullable(live.get(channelId))
                .flatMap(LiveChannel::show)
                .map(LiveShow::publication);
    }

    /** Returns when viewers can watch the channel; false when the time is over before. */
    public boolean awaitLive(String channelId, long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = clocks.nanos().getAsLong() + unit.toNanos(timeout);
        while (clocks.nanos().getAsLong() - deadline < 0) {
            if (publication(channelId).filter(HlsPublication::live).isPresent()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }

    /** A player asked for a playlist of this channel. */
    public void seen(String channelId, long viewer) {
        LiveChannel channel = live.get(channelId);
        if (channel != null) {
            channel.viewers().seen(viewer, clocks.nanos().getAsLong());
        }
    }

    // ---- the console, scripts, the API ----

    @Override
    public ChannelState state(String channelId) {
        LiveChannel channel = live.get(channelId);
        return channel == null ? ChannelState.offline(channelId) : channel.state();
    }

    @Override
    public Optional<CueDesk> desk(String channelId) {
        return Optional.ofNullable(live.get(channelId))
                .flatMap(LiveChannel::show)
                .map(LiveShow::desk);
    }

    @Override
    public Optional<Instant> liveDate(String channelId) {
        return Optional.ofNullable(live.get(channelId)).flatMap(LiveChannel::liveDate);
    }

    @Override
    public CueReceipt cue(String channelId, CueCommand command, Optional<Instant> at, Optional<Instant> newest) {
        Instant edge = newest.or(() -> liveDate(channelId)).orElseThrow(() -> noShow(channelId));
        CueDesk desk = desk(channelId).orElseThrow(() -> noShow(channelId));
        requirePace(channelId);
        Instant start = at.orElseGet(() -> edge.plus(captureDelay(channelId)));
        CueReceipt receipt = desk.apply(command, start, edge);
        cuesChanged(channelId);
        listeners.forEach(listener -> listener.onCue(
                channelId, receipt, CueReason.valueOf(command.action().name()), command.by()));
        return receipt;
    }

    @Override
    public CueReceipt undoCue(
            String channelId, Optional<Instant> newest, Optional<String> by, Optional<String> idempotencyKey) {
        Instant edge = newest.or(() -> liveDate(channelId)).orElseThrow(() -> noShow(channelId));
        CueDesk desk = desk(channelId).orElseThrow(() -> noShow(channelId));
        requirePace(channelId);
        CueReceipt receipt = desk.undo(edge, by, idempotencyKey);
        cuesChanged(channelId);
        listeners.forEach(listener -> listener.onCue(channelId, receipt, CueReason.UNDO, by));
        return receipt;
    }

    private void cuesChanged(String channelId) {
        LiveChannel channel = live.get(channelId);
        if (channel != null) {
            channel.cuesChanged();
        }
    }

    /** Guards viewers against a script that runs wild; a person's double click fits into the burst. */
    private void requirePace(String channelId) {
        int most = settings.cuesPerSecond();
        Pace pace = paces.computeIfAbsent(channelId, key -> Pace.ofOne(most, CUE_BURST, clocks.nanos()));
        if (pace.ask(0) > 0) {
            throw new CueRefused(
                    CueRefused.Kind.TOO_FAST,
                    "channel '" + channelId + "' takes " + most + " changes per second and " + CUE_BURST
                            + " at once (cues.max-per-second); nothing was changed, try again in a moment");
        }
    }

    private static CueRefused noShow(String channelId) {
        return new CueRefused(
                CueRefused.Kind.CONFLICT, "channel '" + channelId + "' is not live: a cue needs a show to lie on");
    }

    @Override
    public void keyChanged(String channelId) {
        LiveChannel channel = live.get(channelId);
        if (channel != null) {
            channel.disconnect("the stream key was changed");
        }
    }

    @Override
    public void channelAdded(Channel channel) {
        known.put(channel.id(), channel);
    }

    @Override
    public void channelChanged(Channel channel) {
        known.put(channel.id(), channel);
        LiveChannel running = live.get(channel.id());
        if (running != null) {
            announce(running);
        }
    }

    @Override
    public void channelRemoved(String channelId) {
        known.remove(channelId);
        LiveChannel channel = live.remove(channelId);
        if (channel != null) {
            channel.disconnect("the channel was removed");
        }
    }

    @Override
    public boolean end(String channelId) {
        LiveChannel channel = live.get(channelId);
        return channel != null && channel.end("the show was ended by the operator");
    }

    @Override
    public void subscribe(LiveListener listener) {
        listeners.add(listener);
    }

    private void announce(LiveChannel channel) {
        ChannelState state = channel.state();
        listeners.forEach(listener -> listener.onChannel(state));
    }

    /** Of every channel that has been on since the start. */
    public List<ChannelState> states() {
        return live.values().stream().map(LiveChannel::state).toList();
    }

    /** How the renditions of shows that are on fare, by channel. */
    public Map<String, LadderState> ladders() {
        Map<String, LadderState> ladders = new HashMap<>();
        live.forEach((id, channel) -> ladders.put(id, channel.ladder()));
        return ladders;
    }

    /** Viewers' requests that wait for the next part. */
    public int parked() {
        return live.values().stream()
                .flatMap(channel -> channel.show().stream())
                .mapToInt(show -> show.publication().parked())
                .sum();
    }

    // ---- the beat ----

    /** Some times a second, from the housekeeping thread: deadlines of waiting viewers, outages, grace times. */
    public void tick() {
        live.values().forEach(LiveChannel::tick);
    }

    /** Whether the next {@link #tick} should come soon. */
    public boolean hurries() {
        return live.values().stream().anyMatch(LiveChannel::hurries);
    }

    /** Whether there is any show. */
    public boolean onAir() {
        return live.values().stream().anyMatch(channel -> channel.show().isPresent());
    }

    /** Twice a second, on a worker (it may wait for the disk): cues whose lease runs out are renewed. */
    public void renewCues() {
        live.forEach((id, channel) -> channel.show().ifPresent(show -> {
            Optional<Instant> edge = channel.liveDate();
            if (edge.isPresent() && show.desk().advance(edge.get())) {
                channel.cuesChanged();
                lastChange(show.desk())
                        .filter(change -> change.reason() == CueReason.EXPIRE)
                        .ifPresent(change -> tellExpired(id, change));
            }
        }));
    }

    private static Optional<CueChange> lastChange(CueDesk desk) {
        List<CueChange> changes = desk.timeline().changes();
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
    }

    /** An offer's end is told once, whatever renewals follow it. */
    private void tellExpired(String channelId, CueChange change) {
        if (change.id().equals(toldExpired.put(channelId, change.id()))) {
            return;
        }
        CueReceipt receipt = new CueReceipt(change.id(), change.q(), change.start(), change.state());
        listeners.forEach(listener -> listener.onCue(channelId, receipt, CueReason.EXPIRE, Optional.empty()));
    }

    /** Takes up what a server that stopped left open. */
    public void resume() {
        shows.takeUp(clocks.wall().instant(), clocks.nanos().getAsLong()).forEach((channelId, left) -> {
            if (left.over()) {
                channel(channelId).closeUp(left.show());
            } else {
                channel(channelId).takeUp(left.show());
            }
        });
    }

    /** Takes no more publishers and lets those who are here go; their shows stay open, to be taken up after a restart. */
    public void close() {
        closing = true;
        live.values().forEach(channel -> {
            channel.disconnect("the server is shutting down");
            channel.close();
        });
    }
}
