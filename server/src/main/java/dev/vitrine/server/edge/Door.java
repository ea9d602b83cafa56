package dev.vitrine.server.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Counts connections over all HTTP listeners, and turns away who is one too many: in all, or from one neighbourhood. Stands
 * in front of the protocol, so that a connection which never says anything counts too.
 *
 * <p>Whether a connection is still open is looked up once a second rather than heard of: the one place where XNIO would
 * tell is taken by Undertow.
 */
public final class Door {

    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private static final long HANDSHAKE_NANOS = 10_000_000_000L;
    private static final String NO_CIPHER_YET = "SSL_NULL_WITH_NULL_NULL";

    private final int most;
    private final int mostPerNeighbourhood;
    private final List<Network> proxies;
    private final LongSupplier nanos;

    private final Map<StreamConnection, Visit> inside = new ConcurrentHashMap<>();
    private final Map<Long, AtomicInteger> neighbourhoods = new ConcurrentHashMap<>();
    private final Farewell farewell = new Farewell();
    private final LongAdder refused = new LongAdder();
    private long refusedSeen;

    /** One connection: where it comes from, since when it is here. */
    private record Visit(long neighbourhood, boolean counted, long since) {}

    /**
     * Nobody is inside.
     *
     * @param most connections in all
     * @param mostPerNeighbourhood from one IPv4 address or IPv6 /64; what comes from this machine or a proxy is not counted
     *     so, since it speaks for many
     */
    public Door(int most, int mostPerNeighbourhood, List<Network> proxies, LongSupplier nanos) {
        this.most = most;
        this.mostPerNeighbourhood = mostPerNeighbourhood;
        this.proxies = List.copyOf(proxies);
        this.nanos = nanos;
    }

    /** Lets a connection in to {@code protocol}, or turns it away. */
    ChannelListener<StreamConnection> before(ChannelListener<StreamConnection> protocol) {
        return connection -> {
            InetAddress address =
                    connection.getPeerAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                            ? peer.getAddress()
                            : InetAddress.getLoopbackAddress();
            String refusal = enter(connection, address);
            if (refusal.isEmpty()) {
                protocol.handleEvent(connection);
            } else {
                refused.increment();
                farewell.say(connection, refusal);
            }
        };
    }

    /** Lets it in, or answers why not. */
    String enter(StreamConnection connection, InetAddress address) {
        if (inside.size() >= most) {
            sweep(); // Some may have gone since the last look.
        }
        if (inside.size() >= most) {
            return "all " + most + " connections are taken (http.max-connections); try again in a moment";
        }
        boolean counted = !address.isLoopbackAddress() && proxies.stream().noneMatch(proxy -> proxy.contains(address));
        long neighbourhood = Neighbourhood.of(address);
        if (counted && !count(neighbourhood)) {
            return "this address has " + mostPerNeighbourhood
                    + " connections open, the most it may have (http.max-connections-per-address)";
        }
        inside.put(connection, new Visit(neighbourhood, counted, nanos.getAsLong()));
        return "";
    }

    private boolean count(long neighbourhood) {
        AtomicInteger[] held = new AtomicInteger[1];
        neighbourhoods.compute(neighbourhood, (key, old) -> {
            AtomicInteger count = old == null ? new AtomicInteger() : old;
            if (count.get() < mostPerNeighbourhood) {
                count.incrementAndGet();
                held[0] = count;
            }
            return count;
        });
        return held[0] != null;
    }

    /** Each second: forgets who has left, and closes who has not finished a TLS handshake within ten. */
    public void tick() {
        sweep();
        farewell.close();
        long now = refused.sum();
        if (now != refusedSeen) {
            log.warn(
                    "{} HTTP connections turned away in the last second; {} are open of {}",
                    now - refusedSeen,
                    open(),
                    most);
            refusedSeen = now;
        }
    }

    private synchronized void sweep() {
        long now = nanos.getAsLong();
        inside.forEach((connection, visit) -> {
            if (!connection.isOpen()) {
                leave(connection);
            } else if (now - visit.since() > HANDSHAKE_NANOS && isStillShakingHands(connection)) {
                IoUtils.safeClose(connection);
                leave(connection);
            }
        });
    }

    private void leave(StreamConnection connection) {
        Visit visit = inside.remove(connection);
        if (visit != null && visit.counted()) {
            neighbourhoods.computeIfPresent(
                    visit.neighbourhood(), (key, count) -> count.decrementAndGet() == 0 ? null : count);
        }
    }

    private static boolean isStillShakingHands(StreamConnection connection) {
        return connection instanceof SslConnection tls
                && tls.getSslSession() != null
                && tls.getSslSession().getCipherSuite().equals(NO_CIPHER_YET);
    }

    /** Connections that were open at the last look, within a second. */
    public int open() {
        return inside.size();
    }

    /** Connections that were turned away since the start. */
    public long refused() {
        return refused.sum();
    }
}
