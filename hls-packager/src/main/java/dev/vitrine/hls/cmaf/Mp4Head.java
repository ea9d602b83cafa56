package dev.vitrine.hls.cmaf;

import dev.vitrine.media.Timescale;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The head of a progressive MP4 whose media are fragments, just as they lie on disk: {@code ftyp}, {@code moov} with all
 * sample tables, and the beginning of one {@code mdat} (ISO/IEC 14496-12 §8).
 *
 * <pre>
 *   ┌ head ────────────────────────────┐┌ segments, one after the other ───────────────┐
 *   ftyp ─ moov (mvhd, trak…, udta) ─ mdat │ moof mdat moof mdat … │ moof mdat …        │
 *                       └──── chunk offsets point at samples; a moof in mdat is nobody's bytes
 * </pre>
 *
 * So a show becomes a file without a copy of its media. Holes stay holes: the picture in front of one lasts through it, and
 * dates keep their distance. Formats that changed on the way are further sample descriptions of the same track.
 */
public final class Mp4Head {

    private static final int MOVIE_TIMESCALE = 1000;
    private static final int LANGUAGE_UND = 0x55c4;
    private static final int MDAT_HEADER = 16;
    /** As many as the box can count. */
    private static final int MAX_CHAPTERS = 255;

    private static final int NOT_SYNC_BIT = 0x10000;

    /** A place to jump to. */
    public record Chapter(Duration start, String title) {}

    /** A track as the running init segment has it. */
    private record Current(SampleTable table, Timescale timescale, int description) {}

    /** What is said once of a track. */
    private record Shape(SampleTable table, int id, DisplayMatrix matrix, int width, int height) {}

    private final List<Shape> shapes = new ArrayList<>();
    private Map<Integer, Current> current = new HashMap<>();

    /** The fragments that follow belong to this init segment. */
    public void init(ByteBuffer init) {
        Map<Integer, Current> next = new HashMap<>();
        Box moov = Box.in(init).stream()
                .filter(box -> box.type().equals("moov"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an init segment without moov"));
        for (Box trak : moov.children("trak")) {
            Box tkhd = trak.get("tkhd");
            int id = tkhd.body().getInt(12);
            Timescale timescale = new Timescale(trak.get("mdia", "mdhd").body().getInt(12));
            boolean video = trak.get("mdia", "hdlr").body().getInt(8) == 0x76696465; // vide
            SampleTable table = table(video, timescale, tkhd.body());
            ByteBuffer stsd = trak.get("mdia", "minf", "stbl", "stsd").body();
            int description = table.description(stsd.slice(8, stsd.remaining() - 8));
            next.put(id, new Current(table, timescale, description));
        }
        current = next;
    }

    private SampleTable table(boolean video, Timescale timescale, ByteBuffer tkhd) {
        for (Shape shape : shapes) {
            if (shape.table().isVideo() == video) {
                return shape.table();
            }
        }
        SampleTable table = new SampleTable(video, timescale.ticksPerSecond());
        shapes.add(new Shape(table, shapes.size() + 1, DisplayMatrix.read(tkhd, 40), tkhd.getInt(76), tkhd.getInt(80)));
        return table;
    }

    /**
     * A fragment's samples.
     *
     * @param position of the {@code moof}, counted from the first segment's first byte
     * @param moof the whole box
     */
    public void fragment(long position, ByteBuffer moof) {
        for (Box traf : Box.in(moof).get(0).children("traf")) {
            ByteBuffer tfhd = traf.get("tfhd").body();
            int flags = tfhd.getInt();
            Current track = current.get(tfhd.getInt());
            if (track == null) {
                throw new IllegalArgumentException("a fragment of a track that its init segment has not");
            }
            int defaultFlags = (flags & 0x20) != 0 ? tfhd.getInt() : 0;
            ByteBuffer tfdt = traf.get("tfdt").body();
            long decode = tfdt.get(0) == 1 ? tfdt.getLong(4) : Integer.toUnsignedLong(tfdt.getInt(4));
            run(position, track, decode, defaultFlags, traf.get("trun").body());
        }
    }

    private static void run(long position, Current track, long firstDecode, int defaultFlags, ByteBuffer trun) {
        int flags = trun.getInt();
        int count = trun.getInt();
        long data = position + ((flags & 0x1) != 0 ? trun.getInt() : 0);
        SampleTable table = track.table();
        table.chunk(data, count, track.description());
        Timescale from = track.timescale();
        Timescale to = new Timescale(table.timescale());
        long decode = firstDecode;
        for (int i = 0; i < count; i++) {
            int duration = trun.getInt();
            int size = trun.getInt();
            int sampleFlags = (flags & 0x400) != 0 ? trun.getInt() : defaultFlags;
            int offset = (flags & 0x800) != 0 ? trun.getInt() : 0;
            long at = from.rescale(decode, to);
            table.sample(
                    at,
                    from.rescale(decode + duration, to) - at,
                    from.rescale(decode + offset, to),
                    size,
                    (sampleFlags & NOT_SYNC_BIT) == 0);
            decode += duration;
        }
    }

    /**
     * The head.
     *
     * @param mediaBytes how many bytes of segments follow it
     * @param chapters by their start
     */
    public byte[] write(long mediaBytes, List<Chapter> chapters) {
        List<Shape> tracks =
                shapes.stream().filter(shape -> !shape.table().isEmpty()).toList();
        boolean longOffsets = mediaBytes > 0xe000_0000L;
        int length = head(tracks, mediaBytes, 0, longOffsets, chapters).length;
        return head(tracks, mediaBytes, length, longOffsets, chapters);
    }

    private static byte[] head(
            List<Shape> tracks, long mediaBytes, long mediaAt, boolean longOffsets, List<Chapter> chapters) {
        BoxWriter out = new BoxWriter();
        out.box(
                "ftyp",
                () -> out.fourcc("isom")
                        .u32(0x200)
                        .fourcc("isom")
                        .fourcc("iso2")
                        .fourcc("mp41"));
        out.box("moov", () -> {
            long zero = zeroNanos(tracks);
            long longest = tracks.stream()
                    .mapToLong(track -> millis(track, track.table().duration()) + delayMillis(track, zero))
                    .max()
                    .orElse(0);
            mvhd(out, longest, tracks.size() + 1);
            tracks.forEach(track -> trak(out, track, zero, mediaAt, longOffsets));
            if (!chapters.isEmpty()) {
                out.box("udta", () -> chpl(out, chapters.subList(0, Math.min(chapters.size(), MAX_CHAPTERS))));
            }
        });
        out.u32(1).fourcc("mdat").u64(MDAT_HEADER + mediaBytes);
        return out.toArray();
    }

    /** The movie begins with its first picture; without pictures, with its first sound. */
    private static long zeroNanos(List<Shape> tracks) {
        return tracks.stream()
                .filter(track -> track.table().isVideo())
                .findFirst()
                .or(() -> tracks.stream().findFirst())
                .map(track -> nanos(track, track.table().firstPresentation()))
                .orElse(0L);
    }

    private static long nanos(Shape track, long ticks) {
        return new Timescale(track.table().timescale()).nanos(ticks);
    }

    private static long millis(Shape track, long ticks) {
        return nanos(track, ticks) / 1_000_000;
    }

    /** How much later than the movie the track begins; negative: earlier. */
    private static long delayMillis(Shape track, long zeroNanos) {
        return Math.floorDiv(nanos(track, track.table().firstPresentation()) - zeroNanos, 1_000_000L);
    }

    private static void mvhd(BoxWriter out, long durationMillis, int nextId) {
        out.fullBox("mvhd", 0, 0, () -> {
            out.u32(0).u32(0).u32(MOVIE_TIMESCALE).u32((int) durationMillis);
            out.u32(0x10000).u16(0x100).zeros(10); // rate 1, volume 1
            DisplayMatrix.UNITY.write(out);
            out.zeros(24).u32(nextId);
        });
    }

    private static void trak(BoxWriter out, Shape track, long zero, long mediaAt, boolean longOffsets) {
        SampleTable table = track.table();
        long delay = delayMillis(track, zero);
        long shown = millis(track, table.duration());
        out.box("trak", () -> {
            out.fullBox("tkhd", 0, 3, () -> {
                out.u32(0).u32(0).u32(track.id()).u32(0).u32((int) (Math.max(0, delay) + shown));
                out.zeros(8).u16(0).u16(0).u16(table.isVideo() ? 0 : 0x100).u16(0); // layer, group, volume
                track.matrix().write(out);
                out.u32(track.width()).u32(track.height());
            });
            out.box("edts", () -> edits(out, track, delay, shown));
            out.box("mdia", () -> {
                out.fullBox(
                        "mdhd",
                        1,
                        0,
                        () -> out.u64(0)
                                .u64(0)
                                .u32(table.timescale())
                                .u64(table.duration())
                                .u16(LANGUAGE_UND)
                                .u16(0));
                InitSegment.hdlr(out, table.isVideo());
                out.box("minf", () -> {
                    InitSegment.mediaHeader(out, table.isVideo());
                    table.write(out, mediaAt, longOffsets);
                });
            });
        });
    }

    /** §8.6.6: a track that begins later starts with nothing, one that begins earlier is entered later. */
    private static void edits(BoxWriter out, Shape track, long delay, long shown) {
        SampleTable table = track.table();
        long skipped = delay < 0 ? -delay * table.timescale() / MOVIE_TIMESCALE : 0;
        out.fullBox("elst", 1, 0, () -> {
            out.u32(delay > 0 ? 2 : 1);
            if (delay > 0) {
                out.u64(delay).u64(-1).u32(0x10000);
            }
            out.u64(shown + Math.min(0, delay))
                    .u64(table.firstShown() + skipped)
                    .u32(0x10000);
        });
    }

    /** Chapters as Nero wrote them first, and as FFmpeg, VLC and mpv read them: start in 100 ns, title up to 255 bytes. */
    private static void chpl(BoxWriter out, List<Chapter> chapters) {
        out.fullBox("chpl", 1, 0, () -> {
            out.u32(0).u8(chapters.size());
            for (Chapter chapter : chapters) {
                byte[] title = utf8(chapter.title(), 255);
                out.u64(chapter.start().toNanos() / 100).u8(title.length).bytes(title);
            }
        });
    }

    /** Cut between letters. */
    private static byte[] utf8(String text, int maxBytes) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut.getBytes(StandardCharsets.UTF_8);
    }
}
