package dev.vitrine.server.edge;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Who counts as one visitor: an IPv4 address, or the /64 that a household or a host has (RFC 4291 §2.5.4). */
public final class Neighbourhood {

    private static final long IPV4 = 0xffffL << 32;

    private Neighbourhood() {}

    /** A number for it; that of an IPv4 address is one of the prefix 0::/16, which no host has. */
    public static long of(InetAddress address) {
        if (address instanceof Inet4Address) {
            // Its hash code is the address itself: no array is copied for it.
            return IPV4 | (address.hashCode() & 0xffff_ffffL);
        }
        return ByteBuffer.wrap(address.getAddress()).getLong();
    }
}
