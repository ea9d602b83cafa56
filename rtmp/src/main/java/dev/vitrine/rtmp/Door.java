package dev.vitrine.rtmp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts who is in, over all event loops: connections in all, and connections from one neighbourhood that nobody has
 * admitted yet. Where there is no room, the stranger who has waited longest has to go: an encoder is admitted within
 * milliseconds, so those who fill the room to keep it out lose it to the next one who knocks. Only when everybody inside
 * has been admitted, or is just being asked about, is a newcomer turned away.
 */
final class Door {

    private static final int IPV6_NETWORK_BYTES = 8;

    /** What somebody inside is to us. */
    enum Standing {
        /** Has not said what it publishes. */
        STRANGER,
        /** The gate is being asked about it. */
        ASKED_ABOUT,
        /** Publishes. */
        ADMITTED
    }

    private final RtmpLimits limits;
    private final RtmpObserver observer;
    private final SharedBytes buffered;

    // Guarded by this: who is not admitted, those who came first in front; and how many there are by neighbourhood.
    private final Set<Visit> waiting = new LinkedHashSet<>();
    private final Map<String, Integer> waitingFrom = new HashMap<>();
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

    /** Makes room by showing out the stranger who has waited longest, if there is one. */
    private Optional<Visit> makeRoom(Predicate<Visit> among) {
        Optional<Visit> longest = waiting.stream()
                .filter(visit -> visit.standing == Standing.STRANGER && among.test(visit))
                .findFirst();
        longest.ifPresent(Visit::leave);
        return longest;
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

        // Guarded by the door.
        private boolean counted;
        private Standing standing = Standing.STRANGER;

        /** Whether it ever came in; on its event loop. */
        private boolean entered;

        private Visit(RtmpConnection connection) {
            this.connection = connection;
            this.neighbourhood = neighbourhood(connection.remote());
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells.
        public void channelActive(ChannelHandlerContext ctx) {
            String refusal = enter();
            if (refusal.isEmpty()) {
                entered = true;
                observer.opened(connection.remote());
                ctx.fireChannelActive();
            } else {
                observer.refused(connection.remote(), refusal);
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            leave();
            if (entered) {
                ctx.fireChannelInactive();
            }
        }

        private String enter() {
            Optional<Visit> shownOut = Optional.empty();
            synchronized (Door.this) {
                int already = waitingFrom.getOrDefault(neighbourhood, 0);
                if (already >= limits.maxUnauthenticatedPerAddress()) {
                    observer.budgetExceeded(Budget.WAITING_PER_ADDRESS);
                    shownOut = makeRoom(visit -> visit.neighbourhood.equals(neighbourhood));
                    if (shownOut.isEmpty()) {
                        return already + " connections from this address have not been admitted yet, the most there may"
                                + " be";
                    }
                }
                if (inside >= limits.maxConnections()) {
                    observer.budgetExceeded(Budget.CONNECTIONS);
                    shownOut = makeRoom(visit -> true);
                    if (shownOut.isEmpty()) {
                        return "all " + limits.maxConnections() + " connections are taken";
                    }
                }
                counted = true;
                inside++;
                wait(1);
            }
            shownOut.ifPresent(visit -> visit.connection.end("gave its place to a newer connection"));
            return "";
        }

        private void leave() {
            synchronized (Door.this) {
                if (counted) {
                    is(Standing.ADMITTED);
                    counted = false;
                    inside--;
                }
            }
        }

        /** What it is to us from now on. */
        void is(Standing now) {
            synchronized (Door.this) {
                boolean waited = standing != Standing.ADMITTED;
                boolean waits = now != Standing.ADMITTED;
                standing = now;
                if (counted && waited != waits) {
                    wait(waits ? 1 : -1);
                }
            }
        }

        /** @param change 1 to begin, −1 to end */
        private void wait(int change) {
            if (change > 0) {
                waiting.add(this);
            } else {
                waiting.remove(this);
            }
            waitingFrom.merge(neighbourhood, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
