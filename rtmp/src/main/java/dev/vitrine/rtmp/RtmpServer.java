package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens for encoders. Owns its event loops; {@link #close()} gives everything back. */
public final class RtmpServer implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int READ_BYTES = 32 << 10;
    private static final long FAREWELL_MILLIS = 3_000;

    /** Linux's own way to wait for sockets: a sixth less work for each packet than Java's, which is everywhere. */
    private static final boolean EPOLL = Epoll.isAvailable();

    private final RtmpSettings settings;
    private final PublishGate gate;
    private final RtmpObserver observer;
    private final @Nullable Supplier<SslContext> tls;
    private final Door door;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listener;

    public RtmpServer(RtmpSettings settings, PublishGate gate, RtmpObserver observer) {
        this(settings, gate, observer, null);
    }

    /**
     * A server that may speak RTMPS.
     *
     * @param tls for RTMPS, asked anew for each connection, so that a renewed certificate needs no restart; null speaks
     *     plain RTMP
     */
    public RtmpServer(
            RtmpSettings settings, PublishGate gate, RtmpObserver observer, @Nullable Supplier<SslContext> tls) {
        this.settings = settings;
        this.gate = gate;
        this.observer = observer;
        this.tls = tls;
        this.door = new Door(settings.limits(), observer);
    }

    /** Bytes that have come of messages which are not complete, on all connections. */
    public long bufferedBytes() {
        return door.buffered().used();
    }

    /**
     * Begins to listen.
     *
     * @return the address with the port that was taken
     * @throws IOException when the address cannot be bound, with what to do about it
     */
    public synchronized InetSocketAddress start() throws IOException {
        if (loops != null) {
            throw new IllegalStateException("the RTMP server has been started before");
        }
        loops = new MultiThreadIoEventLoopGroup(
                settings.ioThreads(),
                new DefaultThreadFactory("rtmp", true),
                EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        RtmpPipeline pipeline = new RtmpPipeline(settings, gate, observer, door, tls);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // A frame of an ordinary stream comes in one piece; finding the size out anew costs a second read.
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Register())
                .childHandler(pipeline)
                .bind(settings.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            InetSocketAddress address = settings.address();
            throw new IOException(
                    "cannot listen for RTMP on " + address.getHostString() + " port " + address.getPort() + ": "
                            + bound.cause().getMessage()
                            + "; stop the program that holds the port, or choose another port in the configuration",
                    bound.cause());
        }
        listener = bound.channel();
        return (InetSocketAddress) listener.localAddress();
    }

    /** Whether encoders can connect. */
    public synchronized boolean isListening() {
        return listener != null && listener.isActive();
    }

    /** Tells publishers, lets them go and waits at most a few seconds. Doing it twice does nothing more. */
    @Override
    public synchronized void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
            listener = null;
        }
        if (loops == null) {
            return;
        }
        for (Channel connection : connections) {
            connection
                    .pipeline()
                    .fireUserEventTriggered(new RtmpConnection.CloseRequest("the server is shutting down", true));
        }
        connections.newCloseFuture().awaitUninterruptibly(FAREWELL_MILLIS);
        connections.close().awaitUninterruptibly(FAREWELL_MILLIS);
        loops.shutdownGracefully(0, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * FAREWELL_MILLIS);
        loops = null;
    }

    /** Sees each connection as it is accepted. */
    private final class Register extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted instanceof Channel channel) {
                connections.add(channel);
            }
            ctx.fireChannelRead(accepted);
        }
    }
}
