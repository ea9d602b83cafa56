package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole protocol on one screen.
 *
 * <pre>
 *    socket
 *      │   door          counts connections; may turn one away before it costs anything
 *      │   tls           RTMPS only
 *      │   deadlines     counts bytes; ends who is too slow
 *      │   handshake     3073 bytes, then leaves
 *      ▼   chunks        chunks → RawMessage                       ▲  chunks out   RtmpMessage → chunks
 *      │   messages      RawMessage → RtmpMessage                  │
 *      ▼   session       commands, admission, acknowledgements ────┘
 *      │
 *   FlvDemuxer → MediaSink
 * </pre>
 */
final class RtmpPipeline extends ChannelInitializer<Channel> {

    private final RtmpSettings settings;
    private final PublishGate gate;
    private final RtmpObserver observer;
    private final Door door;
    private final AdobeLogin logins = new AdobeLogin();
    private final @Nullable Supplier<SslContext> tls;

    RtmpPipeline(
            RtmpSettings settings,
            PublishGate gate,
            RtmpObserver observer,
            Door door,
            @Nullable Supplier<SslContext> tls) {
        this.settings = settings;
        this.gate = gate;
        this.observer = observer;
        this.door = door;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        RtmpLimits limits = settings.limits();
        RtmpConnection connection = new RtmpConnection(channel);
        Door.Visit visit = door.visit(connection);
        OddityCounter oddities = new OddityCounter(connection.remote(), observer);
        Deadlines deadlines = new Deadlines(connection, limits, observer);
        Line line = new Line(channel);
        Publication publication = new Publication(limits, gate, observer, connection, oddities, visit, line);

        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("door", visit);
        if (tls != null) {
            pipeline.addLast("tls", tls.get().newHandler(channel.alloc()));
        }
        pipeline.addLast("deadlines", deadlines);
        pipeline.addLast("handshake", new HandshakeHandler());
        pipeline.addLast("chunks out", new ChunkEncoder());
        pipeline.addLast("chunks", new ChunkDecoder(limits, door.buffered(), oddities));
        pipeline.addLast("messages", new MessageDecoder(limits.amf()));
        pipeline.addLast(
                "session",
                new RtmpSession(settings, gate, observer, logins, connection, oddities, deadlines, line, publication));
    }
}
