package dev.vitrine.hls.playlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A multivariant playlist (§4.4.6): which renditions there are.
 *
 * @param independentSegments whether every segment of every rendition starts with an independent frame (§4.4.2.1)
 */
public record MultivariantPlaylist(int version, boolean independentSegments, List<Variant> variants) {

    public MultivariantPlaylist {
        variants = List.copyOf(variants);
    }

    /**
     * EXT-X-STREAM-INF and the URI line behind it (§4.4.6.2).
     *
     * @param bandwidth peak bit rate, bits per second
     * @param averageBandwidth bits per second
     * @param codecs RFC 6381, separated by commas
     * @param resolution such as {@code 1280x720}; none without video
     * @param frameRate frames per second, kept to a thousandth
     */
    public record Variant(
            long bandwidth,
            OptionalLong averageBandwidth,
            String codecs,
            Optional<String> resolution,
            Optional<String> frameRate,
            String uri) {

        /** As FRAME-RATE wants it: {@code 29.970}. */
        public static String frameRate(double framesPerSecond) {
            return String.format(Locale.ROOT, "%.3f", framesPerSecond);
        }

        void write(StringBuilder out) {
            out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bandwidth);
            averageBandwidth.ifPresent(
                    value -> out.append(",AVERAGE-BANDWIDTH=").append(value));
            out.append(",CODECS=\"").append(codecs).append('"');
            resolution.ifPresent(value -> out.append(",RESOLUTION=").append(value));
            frameRate.ifPresent(value -> out.append(",FRAME-RATE=").append(value));
            out.append(",CLOSED-CAPTIONS=NONE\n").append(uri).append('\n');
        }

        static Variant read(String value, String uri) {
            Attributes attributes = Attributes.read(value);
            return new Variant(
                    attributes.requiredInteger("BANDWIDTH"),
                    attributes.integer("AVERAGE-BANDWIDTH"),
                    attributes.quoted("CODECS").orElse(""),
                    attributes.enumerated("RESOLUTION"),
                    attributes.enumerated("FRAME-RATE"),
                    uri);
        }
    }

    public String write() {
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:");
        out.append(version).append('\n');
        if (independentSegments) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        variants.forEach(variant -> variant.write(out));
        return out.toString();
    }

    /**
     * Understands the variants of a multivariant playlist; renditions in groups are left out.
     *
     * @throws PlaylistException when it cannot be understood
     */
    public static MultivariantPlaylist read(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals("#EXTM3U")) {
            throw new PlaylistException("line 1: a playlist starts with #EXTM3U");
        }
        OptionalInt version = OptionalInt.empty();
        List<Variant> variants = new ArrayList<>();
        String stream = "";
        for (String line : lines) {
            if (line.startsWith("#EXT-X-VERSION:")) {
                version = OptionalInt.of((int) Decimals.integer(line.substring(15)));
            } else if (line.startsWith("#EXT-X-STREAM-INF:")) {
                stream = line.substring(18);
            } else if (!line.startsWith("#") && !line.isEmpty() && !stream.isEmpty()) {
                variants.add(Variant.read(stream, line));
                stream = "";
            }
        }
        return new MultivariantPlaylist(version.orElse(1), lines.contains("#EXT-X-INDEPENDENT-SEGMENTS"), variants);
    }
}
