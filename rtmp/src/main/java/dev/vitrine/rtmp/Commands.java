package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import dev.vitrine.media.PublishRequest;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.SetChunkSize;
import dev.vitrine.rtmp.RtmpMessage.SetPeerBandwidth;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.AmfNothing;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An encoder's calls and our answers (RTMP 1.0 §7.2), {@code connect} first. */
final class Commands {

    /** What OBS, ffmpeg and GStreamer are used to; how often they and we acknowledge. */
    static final int WINDOW_BYTES = 2_500_000;

    private static final int DYNAMIC_LIMIT = 2;
    private static final int CHUNK_SIZE = 4_096;
    private static final int MAX_STREAMS = 16;
    private static final int MAX_ENCODER_NAME = 128;

    private final RtmpSettings settings;
    private final PublishGate gate;
    private final AdobeLogin logins;
    private final RtmpConnection connection;
    private final Publication publication;
    private final Line line;

    /** Takes what was held while the gate thought. */
    private final Consumer<RtmpMessage> replay;

    private boolean connected;
    private Optional<String> user = Optional.empty();
    private String app = "";
    private String encoder = "";
    private EnhancedCapabilities enhanced = EnhancedCapabilities.NONE;
    private final Set<Integer> streams = new HashSet<>();
    private int lastStreamId;

    Commands(
            RtmpSettings settings,
            PublishGate gate,
            AdobeLogin logins,
            RtmpConnection connection,
            Publication publication,
            Line line,
            Consumer<RtmpMessage> replay) {
        this.settings = settings;
        this.gate = gate;
        this.logins = logins;
        this.connection = connection;
        this.publication = publication;
        this.line = line;
        this.replay = replay;
    }

    EnhancedCapabilities enhanced() {
        return enhanced;
    }

    void on(Command command) {
        if (command.name().equals("connect")) {
            connect(command);
            return;
        }
        if (!connected) {
            throw new RtmpException("command '" + printable(command.name()) + "' came before connect");
        }
        switch (command.name()) {
            case "createStream" -> createStream(command);
            case "publish" -> publish(command);
            case "FCPublish" -> {
                answerNothing(command);
                line.say(Replies.call("onFCPublish", command.transactionId(), "NetStream.Publish.Start", "Go ahead."));
            }
            case "FCUnpublish" -> {
                publication.end("the encoder stopped the stream");
                answerNothing(command);
                line.say(Replies.call(
                        "onFCUnpublish", command.transactionId(), "NetStream.Unpublish.Success", "Stopped."));
            }
            case "closeStream" -> publication.endOn(command.streamId());
            case "deleteStream" -> {
                int streamId = number(command, 1, command.streamId());
                publication.endOn(streamId);
                streams.remove(streamId);
            }
            case "getStreamLength" -> line.say(Replies.result(0, command.transactionId(), 0.0));
            case "play", "play2" ->
                publication.farewell(
                        "a player came; it was sent away",
                        Replies.status(
                                command.streamId(),
                                "error",
                                "NetStream.Play.Failed",
                                "This server plays over HLS, not RTMP."));
            // releaseStream, _checkbw and whatever comes next year: silence would let the encoder wait.
            default -> answerNothing(command);
        }
    }

    private void answerNothing(Command command) {
        if (command.transactionId() != 0) {
            line.say(Replies.result(command.streamId(), command.transactionId(), AmfNothing.NULL));
        }
    }

    private void connect(Command command) {
        if (connected) {
            line.say(Replies.callFailed(0, command.transactionId(), "connected already"));
            return;
        }
        if (command.arguments().isEmpty() || !(command.arguments().get(0) instanceof Map<?, ?> wishes)) {
            throw new RtmpException("connect came without its command object");
        }
        app = wishes.get("app") instanceof String name ? name : "";
        encoder = wishes.get("flashVer") instanceof String name ? printable(name) : "";
        String application = StreamAddress.application(app);
        Map<String, String> parameters = StreamAddress.parameters(app);
        boolean isLoginApp = settings.logins() && application.equals(settings.loginApp());
        if (!settings.app().isEmpty() && !application.equals(settings.app()) && !isLoginApp) {
            publication.farewell(
                    "the application is not '" + settings.app() + "'",
                    Replies.connectRefused(
                            command.transactionId(),
                            "NetConnection.Connect.InvalidApp",
                            "Publish to rtmp://HOST/" + settings.app() + " on this server."));
        } else if ("adobe".equals(parameters.get("authmod"))) {
            logIn(command, wishes, parameters);
        } else if (isLoginApp) {
            reject(command, "it has to log in", AdobeLogin.NEED_AUTHENTICATION);
        } else {
            welcome(command, wishes);
        }
    }

    private void logIn(Command command, Map<?, ?> wishes, Map<String, String> parameters) {
        if (!settings.logins()) {
            reject(
                    command,
                    "it wants to log in as a user",
                    "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed. This server knows stream keys,"
                            + " not users: leave user name and password empty in the encoder.");
            return;
        }
        gate.login(parameters.getOrDefault("user", ""))
                .exceptionally(failure -> Optional.empty())
                .thenAcceptAsync(
                        login -> {
                            if (!publication.isClosed()) {
                                loggedIn(command, wishes, logins.answer(parameters, login, connection.nanoTime()));
                            }
                        },
                        line.executor());
    }

    private void loggedIn(Command command, Map<?, ?> wishes, AdobeLogin.Verdict verdict) {
        if (verdict.user().isPresent()) {
            user = verdict.user();
            welcome(command, wishes);
        } else {
            boolean failed = verdict.refusal().contains("authfailed");
            reject(command, failed ? "user or password is wrong" : "it has to log in", verdict.refusal());
        }
    }

    private void reject(Command command, String reason, String description) {
        publication.farewell(
                reason, Replies.connectRefused(command.transactionId(), "NetConnection.Connect.Rejected", description));
    }

    private void welcome(Command command, Map<?, ?> wishes) {
        enhanced = EnhancedCapabilities.of(wishes);
        connected = true;
        // OBS wants the chunk size before the result.
        line.say(new WindowAcknowledgementSize(WINDOW_BYTES));
        line.say(new SetPeerBandwidth(WINDOW_BYTES, DYNAMIC_LIMIT));
        line.say(new SetChunkSize(CHUNK_SIZE));
        line.say(Replies.connected(command.transactionId(), enhanced.answer()));
        line.say(new Command(0, "onBWDone", 0, List.of(AmfNothing.NULL)));
    }

    private void createStream(Command command) {
        if (streams.size() == MAX_STREAMS) {
            line.say(Replies.callFailed(
                    0, command.transactionId(), "no more than " + MAX_STREAMS + " streams on a connection"));
            return;
        }
        streams.add(++lastStreamId);
        line.say(Replies.result(0, command.transactionId(), (double) lastStreamId));
    }

    /** The publishing type (live, record, append) is not looked at: everything is live here. */
    private void publish(Command command) {
        int streamId = command.streamId();
        if (!publication.isIdle()) {
            line.say(Replies.status(
                    streamId, "error", Replies.BAD_NAME, "This connection publishes already; end that first."));
            return;
        }
        if (!streams.contains(streamId)) {
            publication.refuse(
                    streamId,
                    Replies.BAD_NAME,
                    "publish on message stream " + streamId + ", which createStream has not given out");
            return;
        }
        StreamAddress address;
        try {
            Object name = command.arguments().size() > 1 ? command.arguments().get(1) : "";
            address = user.isPresent()
                    ? StreamAddress.ofLogin(app)
                    : StreamAddress.of(app, name instanceof String text ? text : "");
        } catch (RtmpException e) {
            publication.refuse(streamId, Replies.BAD_NAME, String.valueOf(e.getMessage()));
            return;
        }
        publication.request(
                streamId,
                new PublishRequest(address.app(), address.key(), user, address.parameters(), encoder, connection),
                replay);
    }

    private static int number(Command command, int index, int otherwise) {
        return command.arguments().size() > index && command.arguments().get(index) instanceof Double number
                ? number.intValue()
                : otherwise;
    }

    /** Text of a stranger, fit for a log. */
    private static String printable(String text) {
        String clean = text.replaceAll("\\p{C}", "").strip();
        return clean.length() <= MAX_ENCODER_NAME ? clean : clean.substring(0, MAX_ENCODER_NAME);
    }
}
