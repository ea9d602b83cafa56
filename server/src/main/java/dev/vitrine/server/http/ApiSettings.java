package dev.vitrine.server.http;

import java.util.Optional;

/**
 * What an operator decided about HTTP.
 *
 * @param version of the server, as events and metrics tell it
 * @param adminToken from the environment; opens everything; at least 16 characters
 * @param outside how the server is reached
 * @param guests which other sites may show what is public
 * @param brand how pages look
 * @param webRoot folder of the class path that holds {@code console/} and {@code overlay/}, with a slash at its end
 */
public record ApiSettings(
        String version, Optional<String> adminToken, Outside outside, Guests guests, Brand brand, String webRoot) {

    private static final int SHORTEST_TOKEN = 16;

    public ApiSettings {
        adminToken.filter(token -> token.length() < SHORTEST_TOKEN).ifPresent(token -> {
            throw new IllegalArgumentException("VITRINE_ADMIN_TOKEN has " + token.length()
                    + " characters; it opens everything, so it must have at least " + SHORTEST_TOKEN);
        });
    }

    @Override
    public String toString() {
        return "ApiSettings[version=" + version + ", outside=" + outside + "]";
    }
}
