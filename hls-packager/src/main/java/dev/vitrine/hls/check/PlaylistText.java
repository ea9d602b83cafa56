package dev.vitrine.hls.check;

import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.PlaylistException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A playlist as it came: its lines, and what they mean if they can be understood. Immutable. */
final class PlaylistText {

    private final URI url;
    private final String text;
    private final List<Line> lines;
    private final Optional<MediaPlaylist> media;
    private final String unreadable;

    /** A line with its number, from 1. */
    record Line(int number, String text) {

        /** {@code #EXT-X-PART}, or what else stands in front of the first colon; empty if it is no tag. */
        String tag() {
            int colon = text.indexOf(':');
            return !text.startsWith("#EXT") ? "" : colon < 0 ? text : text.substring(0, colon);
        }

        String value() {
            int colon = text.indexOf(':');
            return colon < 0 ? "" : text.substring(colon + 1);
        }
    }

    PlaylistText(URI url, String text) {
        this.url = url;
        this.text = text;
        List<String> raw = text.lines().toList();
        this.lines = IntStream.range(0, raw.size())
                .mapToObj(i -> new Line(i + 1, raw.get(i)))
                .toList();
        Optional<MediaPlaylist> read = Optional.empty();
        String problem = "";
        if (!isMultivariant()) {
            try {
                read = Optional.of(MediaPlaylist.read(text));
            } catch (PlaylistException | ArithmeticException wrong) {
                problem = String.valueOf(wrong.getMessage());
            }
        }
        this.media = read;
        this.unreadable = problem;
    }

    URI url() {
        return url;
    }

    String text() {
        return text;
    }

    List<Line> lines() {
        return lines;
    }

    List<Line> tags(String tag) {
        return lines.stream().filter(line -> line.tag().equals(tag)).toList();
    }

    boolean isMultivariant() {
        return lines.stream()
                .anyMatch(line ->
                        line.tag().equals("#EXT-X-STREAM-INF") || line.tag().equals("#EXT-X-MEDIA"));
    }

    /** Empty for a multivariant playlist and for one that cannot be understood. */
    Optional<MediaPlaylist> media() {
        return media;
    }

    /** Why it cannot be understood; empty if it can. */
    String unreadable() {
        return unreadable;
    }

    boolean ended() {
        return media.map(playlist -> playlist.tail().endList()).orElse(false);
    }

    Evidence at(Line line) {
        return new Evidence(url.toString(), line.number(), line.text());
    }

    /** The first line that contains this. */
    Evidence find(String part) {
        return lines.stream()
                .filter(line -> line.text().contains(part))
                .findFirst()
                .map(this::at)
                .orElseGet(() -> new Evidence(url.toString(), 0, part));
    }

    /** The line of a segment: its address, or its date while it is open. */
    Evidence of(MediaSegment segment) {
        return segment.ending()
                .map(ending -> find(ending.uri()))
                .or(() -> segment.parts().stream().findFirst().map(part -> find(part.uri())))
                .orElseGet(() -> new Evidence(url.toString(), 0, ""));
    }

    /** Byte ranges, keys: media that cannot be fetched or read by address alone. */
    boolean mediaIsPlain() {
        return lines.stream()
                .noneMatch(line -> line.tag().equals("#EXT-X-BYTERANGE")
                        || line.text().contains("BYTERANGE=")
                        || line.text().contains("BYTERANGE-")
                        || (line.tag().equals("#EXT-X-KEY") && !line.value().contains("METHOD=NONE")));
    }
}
