package dev.vitrine.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;

/**
 * Addresses that begin alike: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address alone. An IPv4 address that arrives
 * on an IPv6 socket ({@code ::ffff:10.0.0.1}) is the IPv4 address.
 *
 * @param text as the operator wrote it
 * @param address the network's own; bits behind the prefix do not matter
 * @param prefix how many bits count
 */
public record Network(String text, InetAddress address, int prefix) {

    /**
     * Reads an address or a network.
     *
     * @throws IllegalArgumentException whose message ends the sentence "must be …"
     */
    public static Network parse(String text) {
        Checks.network(text);
        int slash = text.indexOf('/');
        try {
            // A literal: checked above, so that nobody's name server is asked.
            InetAddress address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash));
            int bits = address.getAddress().length * 8;
            return new Network(text, address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address or network like 10.0.0.1, 10.0.0.0/8 or fd00::/8", e);
        }
    }

    /** Whether an address lies in it. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit)) & 0xff;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    public static boolean anyContains(Collection<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    @Override
    public String toString() {
        return text;
    }
}
