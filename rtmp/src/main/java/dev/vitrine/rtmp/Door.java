package dev.vitrine.rtmp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Counts who is in, over all event loops, and turns away who is one too many: connections in all, and connections from
 * one neighbourhood that nobody has admitted yet.
 */
final class Door {

    private static final int IPV6_NETWORK_BYTES = 8;

    private final RtmpLimits limits;
    private final RtmpObserver observer;
    private final SharedBytes buffered;

    // Both guarded by this.
    private final Map<String, Integer> strangers = new HashMap<>();
    private int inside;

    Door(RtmpLimits limits, RtmpObserver observer) {
        this.limits = limits;
        this.observer = observer;
        this.buffered = new SharedBytes(limits.maxBufferedBytesInTotal());
    }

    /** What the unfinished messages of everybody inside hold. */
    SharedBytes buffered() {
        return buffered;
    }

    Visit visit(RtmpConnection connection) {
        return new Visit(connection);
    }

    synchronized int inside() {
        return inside;
    }

    /** One IPv4 address, or the /64 that one IPv6 household has. */
    private static String neighbourhood(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (address == null) {
            return remote.getHostString();
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, IPV6_NETWORK_BYTES)));
    }

    /** One connection's way in and out. */
    final class Visit extends ChannelInboundHandlerAdapter {

        private final RtmpConnection connection;
        private final String neighbourhood;
        private boolean entered;
        private boolean stranger;

        private Visit(RtmpConnection connection) {
            this.connection = connection;
            this.neighbourhood = neighbourhood(connection.remote());
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells.
        public void channelActive(ChannelHandlerContext ctx) {
            String refusal = enter();
            if (refusal.isEmpty()) {
                observer.opened(connection.remote());
                ctx.fireChannelActive();
            } else {
                observer.refused(connection.remote(), refusal);
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (leave()) {
                ctx.fireChannelInactive();
            }
        }

        private String enter() {
            synchronized (Door.this) {
                if (inside >= limits.maxConnections()) {
                    observer.budgetExceeded(Budget.CONNECTIONS);
                    return "all " + limits.maxConnections() + " connections are taken";
                }
                int already = strangers.getOrDefault(neighbourhood, 0);
                if (already >= limits.maxUnauthenticatedPerAddress()) {
                    observer.budgetExceeded(Budget.WAITING_PER_ADDRESS);
                    return already + " connections from this address have not been admitted yet, the most there may be";
                }
                entered = true;
                inside++;
                stranger(true);
                return "";
            }
        }

        private boolean leave() {
            synchronized (Door.this) {
                if (!entered) {
                    return false;
                }
                stranger(false);
                inside--;
                entered = false;
                return true;
            }
        }

        /** Whether nobody has admitted this connection, or no longer. */
        void stranger(boolean is) {
            synchronized (Door.this) {
                if (entered && stranger != is) {
                    stranger = is;
                    strangers.merge(neighbourhood, is ? 1 : -1, (a, b) -> a + b == 0 ? null : a + b);
                }
            }
        }
    }
}
