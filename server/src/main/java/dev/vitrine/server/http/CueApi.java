package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.overlay.CueAction;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueDesk;
import dev.vitrine.overlay.CueReceipt;
import dev.vitrine.overlay.CueRefused;
import dev.vitrine.overlay.CueRendering;
import dev.vitrine.overlay.ShopJson;
import dev.vitrine.server.store.ChannelStore;
import dev.vitrine.server.stream.ChannelState.OnAir;
import dev.vitrine.server.stream.LiveChannels;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /api/v1/channels/{id}/cues}: what the shop shows, and when. */
final class CueApi {

    private static final String LIVE = "live";

    /** What "live" meant when the call came. */
    private static final AttachmentKey<Instant> NEWEST = AttachmentKey.create(Instant.class);

    private final ChannelStore channels;
    private final LiveChannels live;
    private final Predicate<String> inCatalogue;

    /**
     * Speaks for the desks of all channels.
     *
     * @param inCatalogue whether a sku can be shown
     */
    CueApi(ChannelStore channels, LiveChannels live, Predicate<String> inCatalogue) {
        this.channels = channels;
        this.live = live;
        this.inCatalogue = inCatalogue;
    }

    /**
     * On the I/O thread, as soon as a call has come: the person has clicked, and what follows (who is it, the body, the
     * database) takes its time, on a busy machine that of several frames.
     */
    void arrived(HttpServerExchange exchange) {
        live.liveDate(PathVariables.of(exchange, "id")).ifPresent(newest -> exchange.putAttachment(NEWEST, newest));
    }

    Reply list(Call call) {
        String id = channel(call);
        OnAir show = live.state(id).show();
        Optional<CueDesk> desk = live.desk(id);
        if (show == null || desk.isEmpty()) {
            ObjectNode nothing = Json.object().putNull("epoch");
            nothing.putArray("cues");
            return Reply.ok(nothing);
        }
        byte[] cues = CueRendering.staffJson(show.epoch(), desk.get().timeline().changes());
        return Reply.of(200, "application/json", cues).with("Cache-Control", "no-store");
    }

    Reply apply(Call call) {
        String id = channel(call);
        JsonBody body = call.json("do", "sku", "at", "until", "note");
        Optional<Instant> at = at(body.optionalString("at").orElse(LIVE));
        CueAction action = action(body.string("do"));
        Optional<String> sku = body.optionalString("sku");
        if (action.adds()) {
            sku.ifPresent(this::requireInCatalogue);
        }
        return answer(() -> live.cue(
                id,
                new CueCommand(
                        action,
                        sku,
                        body.optionalDate("until"),
                        body.optionalString("note"),
                        Optional.of(call.principal().name()),
                        call.header("Idempotency-Key")),
                at,
                newest(call)));
    }

    Reply undo(Call call) {
        String id = channel(call);
        return answer(() ->
                live.undoCue(id, newest(call), Optional.of(call.principal().name()), call.header("Idempotency-Key")));
    }

    private static Optional<Instant> newest(Call call) {
        return Optional.ofNullable(call.exchange().getAttachment(NEWEST));
    }

    static ObjectNode node(CueReceipt receipt) {
        ObjectNode node =
                Json.object().put("id", receipt.id()).put("q", receipt.q()).put("start", Json.date(receipt.start()));
        return node.set("state", ShopJson.write(receipt.state()));
    }

    private static Reply answer(Supplier<CueReceipt> change) {
        try {
            return Reply.created(node(change.get()));
        } catch (CueRefused refused) {
            throw Refusal.of(refused);
        }
    }

    private String channel(Call call) {
        String id = call.path("id");
        return channels.find(id).orElseThrow(() -> ChannelApi.unknown(id)).id();
    }

    private void requireInCatalogue(String sku) {
        if (!inCatalogue.test(sku)) {
            throw Refusal.invalid("sku '" + sku + "' is not in the catalogue");
        }
    }

    private static CueAction action(String word) {
        return CueAction.ofWire(word)
                .orElseThrow(() -> Refusal.invalid("'do' is '" + word + "'; possible are "
                        + Arrays.stream(CueAction.values()).map(CueAction::wire).collect(Collectors.joining(", "))));
    }

    private static Optional<Instant> at(String text) {
        return text.equals(LIVE) ? Optional.empty() : Optional.of(JsonBody.date("at", text));
    }
}
