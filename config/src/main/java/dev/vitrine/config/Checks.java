package dev.vitrine.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What single values must look like. Each check answers the value, or throws an IllegalArgumentException whose message
 * ends the sentence "must be …".
 */
final class Checks {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?=\\d)|$)){4}");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");
    private static final Pattern RENDITION = Pattern.compile("[1-9][0-9]{2,3}p");
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern CHANNEL_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern STREAM_KEY = Pattern.compile("[A-Za-z0-9._~-]{4,128}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    /** The player's dark surface, on which the accent must be seen. */
    private static final int SURFACE = 0x121212;

    /** WCAG 2.2 SC 1.4.11: what a control needs against what is behind it. */
    private static final double MIN_CONTRAST = 3.0;

    private Checks() {}

    static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new IllegalArgumentException("a path");
    }

    static String host(String text) {
        return matching(HOST, text, "an address like 0.0.0.0, 127.0.0.1 or ::1, or a name");
    }

    static String network(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = IPV4.matcher(address).matches() ? 32 : ipv6(address) ? 128 : -1;
        String prefix = slash < 0 ? "0" : text.substring(slash + 1);
        if (bits < 0 || !PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > bits) {
            throw new IllegalArgumentException("an address or network like 10.0.0.1, 10.0.0.0/8 or fd00::/8");
        }
        return text;
    }

    static String app(String text) {
        return matching(APP, text, "1 to 64 letters, digits, '_' or '-'");
    }

    static String rendition(String text) {
        matching(RENDITION, text, "a height like 480p, 144p to 1080p");
        int pixels = Integer.parseInt(text.substring(0, text.length() - 1));
        if (pixels < 144 || pixels > 1080) {
            throw new IllegalArgumentException("a height like 480p, 144p to 1080p");
        }
        return text;
    }

    static String channelId(String text) {
        return matching(CHANNEL_ID, text, "1 to 63 characters of a-z, 0-9 and '-', the first not '-'");
    }

    static String streamKey(String text) {
        return matching(STREAM_KEY, text, "4 to 128 letters, digits, '.', '_', '~' or '-'");
    }

    static String title(String text) {
        return line(text, 200);
    }

    static String name(String text) {
        return line(text, 60);
    }

    static String origin(String text) {
        URI uri = uri(text);
        if (uri == null || uri.getHost() == null || !uri.equals(bare(uri)) || !secure(uri)) {
            throw new IllegalArgumentException(
                    "an origin like https://shop.example, without a path (http only for localhost)");
        }
        return text;
    }

    static URI publicUrl(String text) {
        URI uri = uri(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (uri == null || uri.getHost() == null || !uri.equals(bare(uri)) || !isHttp(uri)) {
            throw new IllegalArgumentException("an address like https://live.example.com, without a path");
        }
        return uri;
    }

    /** Where a web service is asked; a path and a query are its own affair. */
    static URI hook(String text) {
        URI uri = uri(text);
        if (uri == null || uri.getHost() == null || !isHttp(uri) || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("an address like https://shop.example/may-publish, without a password");
        }
        return uri;
    }

    static String accent(String text) {
        String colour = matching(COLOUR, text, "a colour like #e4572e").toLowerCase(Locale.ROOT);
        double contrast = contrast(Integer.parseInt(colour.substring(1), 16), SURFACE);
        if (contrast < MIN_CONTRAST) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a brighter colour: its contrast on the player's dark surface is %.1f:1, the least is %.0f:1",
                    Math.floor(contrast * 10) / 10,
                    MIN_CONTRAST));
        }
        return colour;
    }

    /** WCAG 2.2's contrast ratio of two colours 0xRRGGBB, 1 to 21. */
    static double contrast(int a, int b) {
        double lighter = Math.max(luminance(a), luminance(b));
        double darker = Math.min(luminance(a), luminance(b));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    }

    private static double linear(int channel) {
        double c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** With a colon in it the JDK reads a literal and never asks a name server. */
    private static boolean ipv6(String text) {
        try {
            return text.contains(":") && InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String matching(Pattern shape, String text, String otherwise) {
        if (!shape.matcher(text).matches()) {
            throw new IllegalArgumentException(otherwise);
        }
        return text;
    }

    private static String line(String text, int max) {
        if (text.isBlank() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("one line of 1 to " + max + " characters");
        }
        return text;
    }

    private static boolean isHttp(URI uri) {
        return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    }

    private static boolean secure(URI uri) {
        return "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme())
                        && ("localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost())));
    }

    private static URI bare(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
