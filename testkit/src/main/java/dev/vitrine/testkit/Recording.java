package dev.vitrine.testkit;

import dev.vitrine.testkit.HlsPlaylist.Part;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an {@link HlsClient} has seen. Immutable: a later one holds more.
 *
 * @param multivariant empty when a media playlist was followed directly
 * @param reloads every media playlist in the order of arrival
 * @param downloads every init segment, part and segment by its address
 * @param findings breaches of the rules; a good server has none
 * @param failure why following ended before its time
 */
public record Recording(
        Optional<HlsPlaylist> multivariant,
        List<Reload> reloads,
        Map<URI, Download> downloads,
        List<String> findings,
        Optional<Throwable> failure) {

    static final Recording EMPTY = new Recording(Optional.empty(), List.of(), Map.of(), List.of(), Optional.empty());

    /** A media playlist and when it had arrived, by {@link System#nanoTime} and by the wall clock. */
    public record Reload(HlsPlaylist playlist, long receivedNanos, Instant receivedAt) {}

    /** Bytes, when they were asked for and when the last of them had arrived ({@link System#nanoTime}). */
    @SuppressWarnings("ArrayRecordComponent") // Identified by its address.
    public record Download(URI uri, byte[] bytes, long requestedNanos, long receivedNanos) {}

    /** The newest media playlist. */
    public Optional<HlsPlaylist> latest() {
        return reloads.isEmpty()
                ? Optional.empty()
                : Optional.of(reloads.get(reloads.size() - 1).playlist());
    }

    /** Every segment ever listed, each as it was listed last, in order; its parts are all that were ever listed. */
    public List<Segment> segments() {
        Map<Long, Segment> segments = new TreeMap<>();
        for (Reload reload : reloads) {
            for (Segment segment : reload.playlist().segments()) {
                segments.merge(segment.sequence(), segment, Recording::newer);
            }
        }
        return List.copyOf(segments.values());
    }

    private static Segment newer(Segment before, Segment after) {
        return after.parts().size() >= before.parts().size()
                ? after
                : new Segment(
                        after.sequence(),
                        after.uri(),
                        after.seconds(),
                        after.date(),
                        after.dated(),
                        after.discontinuity(),
                        after.gap(),
                        after.map(),
                        before.parts());
    }

    /** A segment's bytes: the segment itself when it was loaded, else its parts as far as all of them were. */
    public Optional<byte[]> media(Segment segment) {
        Optional<Download> whole = segment.uri().map(downloads::get);
        if (whole.isPresent()) {
            return whole.map(Download::bytes);
        }
        return segment.parts().isEmpty() ? Optional.empty() : parts(segment);
    }

    /** A segment's parts put one after the other; empty when one is missing. */
    public Optional<byte[]> parts(Segment segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Part part : segment.parts()) {
            Download download = downloads.get(part.uri());
            if (download == null) {
                return Optional.empty();
            }
            bytes.writeBytes(download.bytes());
        }
        return Optional.of(bytes.toByteArray());
    }

    /** A segment's init segment. */
    public Optional<byte[]> init(Segment segment) {
        return segment.map().map(downloads::get).map(Download::bytes);
    }

    /** Every EXT-X-DATERANGE ever listed, once each, in order of first appearance. */
    public List<Map<String, String>> dateRanges() {
        LinkedHashSet<Map<String, String>> ranges = new LinkedHashSet<>();
        reloads.forEach(reload -> ranges.addAll(reload.playlist().dateRanges()));
        return List.copyOf(ranges);
    }

    String summary() {
        return reloads.size() + " reloads, " + downloads.size() + " downloads, findings " + findings
                + ", last playlist\n" + latest().map(HlsPlaylist::text).orElse("(none)");
    }

    Recording withMultivariant(HlsPlaylist playlist) {
        return new Recording(Optional.of(playlist), reloads, downloads, findings, failure);
    }

    Recording withReload(Reload reload) {
        return new Recording(multivariant, append(reloads, List.of(reload)), downloads, findings, failure);
    }

    Recording withDownload(Download download) {
        Map<URI, Download> more = new LinkedHashMap<>(downloads);
        more.put(download.uri(), download);
        return new Recording(multivariant, reloads, more, findings, failure);
    }

    Recording withFindings(List<String> more) {
        return new Recording(multivariant, reloads, downloads, append(findings, more), failure);
    }

    Recording withFailure(Throwable cause) {
        return new Recording(multivariant, reloads, downloads, findings, Optional.of(cause));
    }

    private static <T> List<T> append(List<T> list, List<T> more) {
        List<T> both = new ArrayList<>(list);
        both.addAll(more);
        return List.copyOf(both);
    }
}
