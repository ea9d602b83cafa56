package dev.vitrine.server.http;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What an operator decided about HTTP.
 *
 * @param version of the server, as events and metrics tell it
 * @param adminToken from the environment; opens everything; at least 16 characters
 * @param publicUrl such as {@code https://live.brand.vn}; empty: as each request calls the server
 * @param framedBy origins that may frame {@code /embed/…}, as CSP source expressions; {@code *} for all
 * @param brand how pages look
 * @param webRoot folder of the class path that holds {@code console/} and {@code overlay/}, with a slash at its end
 * @param rtmpPort where encoders connect, known once the server listens
 */
public record ApiSettings(
        String version,
        Optional<String> adminToken,
        Optional<String> publicUrl,
        List<String> framedBy,
        Brand brand,
        String webRoot,
        IntSupplier rtmpPort) {

    private static final int SHORTEST_TOKEN = 16;

    public ApiSettings {
        adminToken.filter(token -> token.length() < SHORTEST_TOKEN).ifPresent(token -> {
            throw new IllegalArgumentException("VITRINE_ADMIN_TOKEN has " + token.length()
                    + " characters; it opens everything, so it must have at least " + SHORTEST_TOKEN);
        });
        publicUrl = publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        framedBy = List.copyOf(framedBy);
        framedBy.forEach(ApiSettings::checkOrigin);
    }

    @Override
    public String toString() {
        return "ApiSettings[version=" + version + ", publicUrl=" + publicUrl + "]";
    }

    /** A list that holds a blank or a semicolon would end the policy that it stands in. */
    private static void checkOrigin(String origin) {
        if (!origin.matches("[A-Za-z0-9*:/.\\[\\]-]+")) {
            throw new IllegalArgumentException(
                    "'" + origin + "' must be an origin that may frame the player, such as https://shop.brand.vn");
        }
    }
}
