package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.overlay.CueReason;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.server.http.EventHub.Event;
import dev.vitrine.server.store.CatalogueStore;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.stream.ChannelState;
import dev.vitrine.server.stream.ChannelState.Phase;
import dev.vitrine.server.stream.LiveChannels;
import dev.vitrine.server.stream.LiveListener;
import io.undertow.server.HttpHandler;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what happens into events for consoles and players. All of it on one executor, so that order is kept. */
final class Events implements LiveListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final ChannelStore channels;
    private final LiveChannels live;
    private final Addresses addresses;
    private final EventHub operators;
    private final EventHub viewers;
    private final Executor executor;
    private final CatalogueStore catalogue;
    private final AtomicLong announcedVersion;

    Events(ApiServices services, Addresses addresses, EventHub operators, EventHub viewers, Executor executor) {
        this.channels = services.channels();
        this.live = services.live();
        this.addresses = addresses;
        this.operators = operators;
        this.viewers = viewers;
        this.executor = executor;
        this.catalogue = services.catalogue();
        this.announcedVersion = new AtomicLong(catalogue.current().version());
    }

    static Optional<Event> hello(String version) {
        return Optional.of(new Event("hello", Json.text(Json.object().put("server", version))));
    }

    HttpHandler forOperators() {
        return operators.handler();
    }

    HttpHandler forViewers() {
        return viewers.handler();
    }

    @Override
    public void onChannel(ChannelState state) {
        if (operators.clients() > 0) {
            executor.execute(() -> channels.find(state.channel()).ifPresent(channel -> send(channel, state)));
        }
    }

    @Override
    public void onCue(String channelId, CueReceipt receipt, CueReason reason, Optional<String> by) {
        ObjectNode node = CueApi.node(receipt).put("channel", channelId).put("reason", reason.wire());
        operators.send(new Event("cue", Json.text(node.put("by", by.orElse(null)))));
    }

    /** Tells consoles and players that there is another catalogue, once a version. */
    void catalogueChanged() {
        long version = catalogue.current().version();
        if (announcedVersion.getAndSet(version) != version) {
            Event event = new Event("products", Json.text(Json.object().put("version", version)));
            operators.send(event);
            viewers.send(event);
        }
    }

    /** Each second: how the live channels are doing, and whether an admin command changed the catalogue. */
    void tick() {
        try {
            catalogue.refresh();
            catalogueChanged();
            if (operators.clients() > 0) {
                channels.list().forEach(this::sendIfLive);
            }
        } catch (RuntimeException e) {
            LOG.warn("events of this second are lost", e); // Thrown on, it would end the ticking for good.
        }
    }

    int clients() {
        return operators.clients() + viewers.clients();
    }

    @Override
    public void close() {
        operators.close();
        viewers.close();
    }

    private void sendIfLive(Channel channel) {
        ChannelState state = live.state(channel.id());
        if (state.phase() == Phase.LIVE) {
            send(channel, state);
        }
    }

    private void send(Channel channel, ChannelState state) {
        operators.send(new Event("channel", Json.text(ChannelJson.write(channel, state, addresses.rtmp()))));
    }
}
