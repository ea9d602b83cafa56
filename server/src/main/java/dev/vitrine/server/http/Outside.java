package dev.vitrine.server.http;

import dev.vitrine.server.edge.Network;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * How the outside reaches the server. Ports are known once it listens.
 *
 * @param publicUrl such as {@code https://live.brand.vn}; empty: as each request calls the server
 * @param proxies whose word about a viewer's address and scheme is believed
 * @param httpsPort 0 while there is no certificate
 * @param rtmpApp the application's name in an encoder's address
 * @param rtmpPort where encoders connect
 */
public record Outside(
        Optional<String> publicUrl,
        List<Network> proxies,
        IntSupplier httpsPort,
        String rtmpApp,
        IntSupplier rtmpPort) {

    public Outside {
        publicUrl = publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        proxies = List.copyOf(proxies);
    }
}
