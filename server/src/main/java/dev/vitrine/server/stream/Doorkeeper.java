package dev.vitrine.server.stream;

import dev.vitrine.media.PublishGate.Cause;
import dev.vitrine.media.PublishGate.Login;
import dev.vitrine.media.PublishGate.Refused;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.server.store.Channel;
import dev.vitrine.server.store.ChannelStore;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may publish where: first whoever has the key (or has logged in), then whoever calls from an address that the
 * channel allows, then whoever the operator's own service admits. Whether the channel is free is the channel's affair.
 */
final class Doorkeeper {

    private static final Logger log = LoggerFactory.getLogger(Doorkeeper.class);

    /** What was decided. */
    sealed interface Decision {}

    record Allowed(Channel channel) implements Decision {}

    record Denied(Refused refusal) implements Decision {}

    private final ChannelStore channels;
    private final Optional<PublishHook> hook;
    private final Executor workers;

    Doorkeeper(ChannelStore channels, Optional<PublishHook> hook, Executor workers) {
        this.channels = channels;
        this.hook = hook;
        this.workers = workers;
    }

    /** Asks database and hook on workers; the caller's thread only asks. */
    CompletionStage<Decision> decide(PublishRequest request) {
        return CompletableFuture.supplyAsync(() -> known(request), workers).thenCompose(decision -> {
            if (hook.isPresent() && decision instanceof Allowed allowed) {
                return hook.get()
                        .ask(allowed.channel().id(), request)
                        .thenApply(refusal -> refusal.isPresent()
                                ? denied(
                                        request,
                                        Cause.UNAUTHORISED,
                                        allowed.channel().id(),
                                        refusal.get())
                                : allowed);
            }
            return CompletableFuture.completedFuture(decision);
        });
    }

    /** For encoders that log in instead of sending a key. */
    CompletionStage<Optional<Login>> login(String user) {
        return CompletableFuture.supplyAsync(
                () -> channels.login(user).map(kept -> new Login(kept.salt(), kept.saltedPassword())), workers);
    }

    private Decision known(PublishRequest request) {
        Optional<Channel> channel = request.user().isPresent()
                ? channels.find(request.user().get())
                : channels.findByKey(request.streamKey());
        if (channel.isEmpty()) {
            return denied(
                    request,
                    Cause.UNAUTHORISED,
                    "?",
                    "no channel has this stream key; copy it from the console (channel, Stream key) without spaces");
        }
        InetAddress address = request.connection().remote().getAddress();
        if (address != null && !channel.get().ingest().admits(address)) {
            return denied(
                    request,
                    Cause.UNAUTHORISED,
                    channel.get().id(),
                    "channel '" + channel.get().id() + "' is not open to " + address.getHostAddress()
                            + "; add the address to its allowFrom list, or publish from one that is in it");
        }
        return new Allowed(channel.get());
    }

    private static Denied denied(PublishRequest request, Cause cause, String channel, String reason) {
        log.warn(
                "channel {}: publisher {} refused: {}",
                channel,
                request.connection().remote(),
                reason);
        return new Denied(new Refused(cause, reason));
    }
}
