package dev.vitrine.server.http;

import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueLog;
import dev.vitrine.overlay.CueReason;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.overlay.CueRefused;
import dev.vitrine.overlay.LeaseSettings;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.stream.ChannelState;
import dev.vitrine.server.stream.LiveChannels;
import dev.vitrine.server.stream.LiveListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Live programmes without media: a test says what is on. */
final class FakeLive implements LiveChannels {

    static final Instant START = Instant.parse("2026-11-22T18:06:40.000Z");

    final Map<String, ChannelState> states = new ConcurrentHashMap<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    private final List<LiveListener> listeners = new ArrayList<>();
    private final Map<String, CueDesk> desks = new ConcurrentHashMap<>();
    private final CueLog log;
    private volatile Duration passed = Duration.ZERO;

    FakeLive(CueLog log) {
        this.log = log;
    }

    void goLive(String channel) {
        states.put(
                channel,
                new ChannelState(
                        channel,
                        ChannelState.Phase.LIVE,
                        START,
                        new ChannelState.OnAir("20261122-180640-k7", "k7x2m9qa", "Main", START),
                        START.plusMillis(48_966),
                        "FMLE/3.0 (compatible; Lavf59.27)",
                        "127.0.0.1",
                        new ChannelState.Video("H.264", "avc1.64001f", 1280, 720, 30.0, null, 2_013_000L),
                        new ChannelState.Audio("AAC", "mp4a.40.2", 48_000, 2, 128_400L),
                        List.of(new ChannelState.RenditionState(
                                "source", "avc1.64001f,mp4a.40.2", 1280, 720, 2_400_000)),
                        12,
                        new ChannelState.LastError(START, "the encoder's connection was lost"),
                        List.of(new ChannelState.Advice(ChannelState.Advice.Level.WARN, "Keyframes come every 10 s.")),
                        null));
        desks.put(channel, new CueDesk("k7x2m9qa", START, log, LeaseSettings.DEFAULT));
        listeners.forEach(listener -> listener.onChannel(state(channel)));
    }

    /** Frames come in on every channel. */
    void goOn(Duration more) {
        passed = passed.plus(more);
    }

    @Override
    public ChannelState state(String channelId) {
        return states.getOrDefault(channelId, ChannelState.offline(channelId));
    }

    @Override
    public Optional<Instant> liveDate(String channelId) {
        return Optional.ofNullable(state(channelId).edge()).map(edge -> edge.plus(passed));
    }

    @Override
    public Optional<CueDesk> desk(String channelId) {
        return Optional.ofNullable(desks.get(channelId));
    }

    @Override
    public CueReceipt cue(String channelId, CueCommand command, Optional<Instant> at, Optional<Instant> newest) {
        CueDesk desk = openDesk(channelId);
        Instant edge = newest.or(() -> liveDate(channelId)).orElseThrow();
        CueReceipt receipt = desk.apply(command, at.orElse(edge), edge);
        CueReason reason = CueReason.valueOf(command.action().name());
        listeners.forEach(listener -> listener.onCue(channelId, receipt, reason, command.by()));
        return receipt;
    }

    @Override
    public CueReceipt undoCue(
            String channelId, Optional<Instant> newest, Optional<String> by, Optional<String> idempotencyKey) {
        return openDesk(channelId).undo(newest.or(() -> liveDate(channelId)).orElseThrow(), by, idempotencyKey);
    }

    private CueDesk openDesk(String channelId) {
        return desk(channelId)
                .orElseThrow(() -> new CueRefused(CueRefused.Kind.CONFLICT, "no show is on at " + channelId));
    }

    @Override
    public void keyChanged(String channelId) {
        told.add("keyChanged " + channelId);
    }

    @Override
    public void channelAdded(Channel channel) {
        told.add("added " + channel.id());
    }

    @Override
    public void channelChanged(Channel channel) {
        told.add("changed " + channel.id() + " " + channel.captureDelay().toMillis());
    }

    @Override
    public void channelRemoved(String channelId) {
        told.add("removed " + channelId);
    }

    @Override
    public boolean end(String channelId) {
        desks.remove(channelId);
        return states.remove(channelId) != null;
    }

    @Override
    public void subscribe(LiveListener listener) {
        listeners.add(listener);
    }
}
