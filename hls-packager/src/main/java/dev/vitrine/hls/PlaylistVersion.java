package dev.vitrine.hls;

import dev.vitrine.hls.playlist.InitMap;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaPlaylist.Header;
import dev.vitrine.hls.playlist.PreloadHint;
import dev.vitrine.hls.playlist.RenditionReport;
import dev.vitrine.hls.playlist.Skip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One version of a media playlist: immutable, and put together from pieces that were rendered when their segment was
 * finished. The whole text is made, and compressed, when the first viewer asks for it, and once: a stream that nobody
 * watches renders nothing.
 */
final class PlaylistVersion {

    /** Text that is final for this version. */
    record Piece(String text, List<ListedRange> ranges, int partCount) {

        /** The same segment where there is no media of it (§4.4.4.7): all its parts are gaps too. */
        Piece asGap() {
            StringBuilder gap = new StringBuilder(text.length() + 64);
            boolean marked = text.contains(GAP);
            text.lines().forEach(line -> {
                if (line.startsWith(PART) && !line.endsWith(",GAP=YES")) {
                    gap.append(line.replace(",INDEPENDENT=YES", "")).append(",GAP=YES\n");
                } else {
                    gap.append(line.startsWith("#EXTINF:") && !marked ? GAP : "")
                            .append(line)
                            .append('\n');
                }
            });
            return new Piece(gap.toString(), ranges, partCount);
        }

        /** The same segment where there is media of it after all: each part starts with a picture that needs no other. */
        Piece asStill() {
            return new Piece(text.replace(GAP, "").replace(",GAP=YES\n", ",INDEPENDENT=YES\n"), ranges, partCount);
        }

        /** The same segment whose first picture needs no other, if its parts are listed. */
        Piece asIndependent() {
            int at = text.indexOf(PART);
            if (at < 0) {
                return this;
            }
            int end = text.indexOf('\n', at);
            String part = text.substring(at, end);
            return part.contains(",INDEPENDENT=YES") || part.endsWith(",GAP=YES")
                    ? this
                    : new Piece(text.substring(0, end) + ",INDEPENDENT=YES" + text.substring(end), ranges, partCount);
        }

        private static final String PART = "#EXT-X-PART:";
        private static final String GAP = "#EXT-X-GAP\n";
    }

    /** A date range as it is listed, and how far the stream was when it was added, in show time. */
    record ListedRange(String id, String text, long addedNanos) {}

    /** A date range that is listed no more. */
    record RemovedRange(String id, long removedNanos) {}

    /**
     * @param header as in a full playlist
     * @param number rises with every version of the rendition
     * @param headRanges date ranges whose segment has gone
     * @param segments complete ones
     * @param open the tags of the segment that is being produced; may be empty
     * @param openParts how many parts it lists
     * @param skippable how many segments a delta update leaves out
     * @param mapAfterSkip init segment of the first one it does not
     * @param skipDateRangesBefore show time; nothing when delta updates list all date ranges
     * @param removedRanges lately
     */
    record Content(
            Header header,
            long number,
            Optional<InitMap> headMap,
            List<ListedRange> headRanges,
            List<Piece> segments,
            Piece open,
            int openParts,
            int skippable,
            InitMap mapAfterSkip,
            Optional<Long> skipDateRangesBefore,
            List<RemovedRange> removedRanges,
            Optional<PreloadHint> hint,
            List<RenditionReport> reports,
            Optional<Instant> edge,
            boolean ended) {

        Content {
            segments = List.copyOf(segments);
        }

        /** The same, telling of other renditions. */
        Content withReports(List<RenditionReport> others) {
            return with(segments, open, others);
        }

        /** The same without the media of some segments. */
        Content withGaps(Set<Long> msns) {
            return altered(msns, Piece::asGap);
        }

        /** The same with media in some gaps. */
        Content withStills(Set<Long> msns) {
            return altered(msns, Piece::asStill);
        }

        /** The same where every segment starts with a picture that needs no other; only the newest list their parts. */
        Content withIndependentStarts() {
            List<Piece> pieces = new ArrayList<>(segments);
            for (int i = pieces.size() - 1; i >= 0 && pieces.get(i).text().contains(Piece.PART); i--) {
                pieces.set(i, pieces.get(i).asIndependent());
            }
            return with(pieces, open.asIndependent(), reports);
        }

        private Content altered(Set<Long> msns, UnaryOperator<Piece> change) {
            if (msns.isEmpty()) {
                return this;
            }
            List<Piece> pieces = new ArrayList<>(segments);
            for (int i = 0; i < pieces.size(); i++) {
                if (msns.contains(header.mediaSequence() + i)) {
                    pieces.set(i, change.apply(pieces.get(i)));
                }
            }
            boolean openToo = msns.contains(header.mediaSequence() + pieces.size());
            return with(pieces, openToo ? change.apply(open) : open, reports);
        }

        private Content with(List<Piece> pieces, Piece openPiece, List<RenditionReport> others) {
            return new Content(
                    header,
                    number,
                    headMap,
                    headRanges,
                    pieces,
                    openPiece,
                    openParts,
                    skippable,
                    mapAfterSkip,
                    skipDateRangesBefore,
                    removedRanges,
                    hint,
                    others,
                    edge,
                    ended);
        }
    }

    /** Full, delta, delta without old date ranges. */
    private static final int FORMS = 3;

    private final Content content;
    private final Rendered[] rendered = new Rendered[FORMS];
    private volatile @Nullable PlaylistVersion inBand;
    private volatile @Nullable PlaylistVersion telling;

    PlaylistVersion(Content content) {
        this.content = content;
    }

    Content content() {
        return content;
    }

    /** The same, with how far the others were when the first viewer asked for it; nobody needs to know before. */
    PlaylistVersion telling(Supplier<List<RenditionReport>> others) {
        PlaylistVersion known = telling;
        return known != null ? known : tell(others);
    }

    private synchronized PlaylistVersion tell(Supplier<List<RenditionReport>> others) {
        PlaylistVersion known = telling;
        if (known == null) {
            List<RenditionReport> reports = others.get();
            known = reports.isEmpty() ? this : new PlaylistVersion(content.withReports(reports));
            telling = known;
        }
        return known;
    }

    /** The same for viewers who have the cues in the media. */
    PlaylistVersion in(View view) {
        if (view == View.DEFAULT || content.reports().isEmpty()) {
            return this;
        }
        PlaylistVersion known = inBand;
        if (known == null) {
            known = new PlaylistVersion(content.withReports(content.reports().stream()
                    .map(report -> report.in(view.suffix()))
                    .toList()));
            inBand = known;
        }
        return known;
    }

    long firstMsn() {
        return content.header().mediaSequence();
    }

    /** Of the last complete segment; one less than the first if there is none. */
    long lastMsn() {
        return firstMsn() + content.segments().size() - 1;
    }

    /** How many parts a listed, complete segment had. */
    int partCount(long msn) {
        long index = msn - firstMsn();
        return index < 0 || index >= content.segments().size()
                ? 0
                : content.segments().get((int) index).partCount();
    }

    /** The playlist, or the delta update that was asked for if there is something to leave out. */
    Rendered render(Directives.Skip skip) {
        int form = content.ended() || content.skippable() == 0
                ? 0
                : switch (skip) {
                    case NO -> 0;
                    case YES -> 1;
                    case V2 -> content.skipDateRangesBefore().isPresent() ? 2 : 1;
                };
        synchronized (rendered) {
            Rendered known = rendered[form];
            if (known == null) {
                known = new Rendered(text(form), "\"" + content.number() + "-" + form + "\"");
                rendered[form] = known;
            }
            return known;
        }
    }

    private String text(int form) {
        StringBuilder out = new StringBuilder(1024 + 120 * content.segments().size());
        Header header = content.header();
        if (form == 0) {
            header.write(out);
            content.headMap().ifPresent(map -> map.write(out));
            content.headRanges().forEach(range -> out.append(range.text()));
            content.segments().forEach(segment -> out.append(segment.text()));
        } else {
            // EXT-X-SKIP needs version 9, leaving out date ranges version 10 (§8).
            new Header(
                            form == 1 ? 9 : 10,
                            header.targetDuration(),
                            header.type(),
                            header.serverControl(),
                            header.partTarget(),
                            header.mediaSequence(),
                            header.discontinuitySequence())
                    .write(out);
            delta(out, form == 2 ? content.skipDateRangesBefore().orElse(0L) : Long.MIN_VALUE, form == 2);
        }
        out.append(content.open().text());
        new MediaPlaylist.Tail(content.hint().stream().toList(), content.reports(), content.ended()).write(out);
        return out.toString();
    }

    private void delta(StringBuilder out, long rangesSince, boolean rangesToo) {
        new Skip(
                        content.skippable(),
                        rangesToo
                                ? Optional.of(content.removedRanges().stream()
                                        .map(RemovedRange::id)
                                        .toList())
                                : Optional.empty())
                .write(out);
        // Repeated because not every player carries it over from the playlist it has.
        content.mapAfterSkip().write(out);
        List<ListedRange> skipped = new ArrayList<>(content.headRanges());
        content.segments().subList(0, content.skippable()).forEach(segment -> skipped.addAll(segment.ranges()));
        skipped.stream().filter(range -> range.addedNanos() >= rangesSince).forEach(range -> out.append(range.text()));
        content.segments()
                .subList(content.skippable(), content.segments().size())
                .forEach(segment -> out.append(segment.text()));
    }

    /** Text as it goes over the wire. */
    static final class Rendered {
        private final ByteBuffer text;
        private final ByteBuffer gzip;
        private final String etag;

        Rendered(String playlist, String etag) {
            byte[] bytes = playlist.getBytes(StandardCharsets.UTF_8);
            this.text = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            this.gzip = compress(bytes);
            this.etag = etag;
        }

        Resource resource(String cacheControl) {
            return new Resource(
                    MediaPlaylist.CONTENT_TYPE, new Body.InMemory(text), Optional.of(gzip), cacheControl, etag);
        }

        private static ByteBuffer compress(byte[] bytes) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out, 4096)) {
                gzip.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return ByteBuffer.wrap(out.toByteArray()).asReadOnlyBuffer();
        }
    }
}
