package dev.vitrine.server.edge;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Believes X-Forwarded-For and X-Forwarded-Proto where they come from a proxy of ours, and nowhere else: from then on the
 * exchange has the viewer's address and scheme, for throttles, counters, links and cookies alike.
 *
 * <pre>  X-Forwarded-For: what-the-viewer-claims, viewer, outer-proxy      from: inner-proxy  </pre>
 *
 * Each proxy appends who spoke to it, so the list is read from its end, for as long as the one who wrote is trusted.
 */
public final class TrustedProxies implements HttpHandler {

    /** No honest chain is longer; what comes after is not read. */
    private static final int MOST_HOPS = 16;

    private final List<Network> proxies;
    private final HttpHandler next;

    public TrustedProxies(List<Network> proxies, HttpHandler next) {
        this.proxies = List.copyOf(proxies);
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!proxies.isEmpty() && trusts(exchange.getSourceAddress().getAddress())) {
            believe(exchange);
        }
        next.handleRequest(exchange);
    }

    /** Whether this address may speak for others. */
    private boolean trusts(InetAddress address) {
        for (Network proxy : proxies) {
            if (proxy.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private void believe(HttpServerExchange exchange) {
        HeaderValues hops = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
        if (hops != null) {
            InetAddress viewer = viewer(exchange.getSourceAddress().getAddress(), String.join(",", hops));
            exchange.setSourceAddress(new InetSocketAddress(viewer, 0));
        }
        // A list when there were several proxies: the first saw the viewer.
        String proto = exchange.getRequestHeaders().getFirst(Headers.X_FORWARDED_PROTO);
        if (proto != null) {
            String first = proto.split(",", 2)[0].strip();
            if (first.equals("https") || first.equals("http")) {
                exchange.setRequestScheme(first);
            }
        }
    }

    private InetAddress viewer(InetAddress peer, String list) {
        String[] hops = list.split(",", -1);
        InetAddress believed = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS) && trusts(believed); i--) {
            InetAddress hop = address(hops[i].strip());
            if (hop == null) {
                return believed; // "unknown" (RFC 7239 §6.2) or worse: nobody to go on to.
            }
            believed = hop;
        }
        return believed;
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::1}, and with a port {@code 192.0.2.1:5} or {@code [2001:db8::1]:5}. */
    private static @Nullable InetAddress address(String hop) {
        String text = hop;
        if (text.startsWith("[") && text.contains("]")) {
            text = text.substring(1, text.indexOf(']'));
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.contains(":")) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return Network.literal(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
