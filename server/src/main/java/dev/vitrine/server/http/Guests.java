package dev.vitrine.server.http;

import java.util.List;
import java.util.Set;

/**
 * Which other sites may show what is public.
 *
 * @param framedBy origins that may frame {@code /embed/…}, as CSP source expressions; {@code *} for all
 * @param readBy origins whose pages may read catalogue, playlists and viewer events; none: all
 */
public record Guests(List<String> framedBy, Set<String> readBy) {

    public Guests {
        framedBy = List.copyOf(framedBy);
        framedBy.forEach(Guests::checkOrigin);
        readBy = Set.copyOf(readBy);
    }

    /** A list that holds a blank or a semicolon would end the policy that it stands in. */
    private static void checkOrigin(String origin) {
        if (!origin.matches("[A-Za-z0-9*:/.\\[\\]-]+")) {
            throw new IllegalArgumentException(
                    "'" + origin + "' must be an origin that may frame the player, such as https://shop.brand.vn");
        }
    }
}
