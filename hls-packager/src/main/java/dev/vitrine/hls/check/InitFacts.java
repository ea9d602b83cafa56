package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Box.Broken;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an init segment says (ISO/IEC 14496-12 §8.2).
 *
 * @param tracks by their id
 * @param faults against §3.1.2, in words
 */
record InitFacts(Map<Integer, TrackFacts> tracks, List<String> faults) {

    private static final Set<String> BRANDS =
            Set.of("iso6", "iso7", "iso8", "iso9", "isoa", "isob", "isoc", "cmfc", "cmf2", "cmff", "cmfl", "cmfs");

    InitFacts {
        tracks = Map.copyOf(tracks);
        faults = List.copyOf(faults);
    }

    /**
     * A track.
     *
     * @param handler {@code vide}, {@code soun} or another
     * @param codec as CODECS would say it (RFC 6381), or the sample entry's code where that is not known here
     * @param width in pixels, as it is shown; 0 if it is no video
     * @param height in pixels, as it is shown; 0 if it is no video
     * @param defaults of samples, which fragments may override
     */
    record TrackFacts(int id, String handler, long timescale, String codec, int width, int height, Defaults defaults) {

        boolean isVideo() {
            return handler.equals("vide");
        }

        double seconds(long ticks) {
            return ticks / (double) timescale;
        }
    }

    /** Duration, size and flags of a sample that says nothing itself. */
    record Defaults(long duration, int size, int flags) {

        static final Defaults NONE = new Defaults(0, 0, 0);
    }

    /** The track whose times count: the first video, or else the first. */
    static TrackFacts lead(Map<Integer, TrackFacts> tracks) {
        return tracks.values().stream()
                .min((a, b) -> a.isVideo() != b.isVideo() ? Boolean.compare(b.isVideo(), a.isVideo()) : a.id() - b.id())
                .orElseThrow();
    }

    static InitFacts read(ByteBuffer bytes) {
        List<String> faults = new ArrayList<>();
        Map<Integer, TrackFacts> tracks = new LinkedHashMap<>();
        try {
            List<Box> boxes = Box.in(bytes);
            if (boxes.isEmpty() || !boxes.get(0).type().equals("ftyp")) {
                faults.add("does not start with ftyp");
            } else if (brands(boxes.get(0)).stream().noneMatch(BRANDS::contains)) {
                faults.add("no brand of iso6 or later: " + brands(boxes.get(0)));
            }
            Box moov = Box.first(boxes, "moov").orElseThrow(() -> new Broken("no moov"));
            moov(moov, tracks, faults);
        } catch (Broken | BufferUnderflowException | IndexOutOfBoundsException wrong) {
            faults.add("cannot be read: " + wrong.getMessage());
        }
        return new InitFacts(tracks, faults);
    }

    private static List<String> brands(Box ftyp) {
        List<String> brands = new ArrayList<>();
        ByteBuffer in = ftyp.body().duplicate();
        while (in.remaining() >= 4) {
            byte[] code = new byte[4];
            in.get(code);
            brands.add(new String(code, StandardCharsets.ISO_8859_1));
        }
        return brands;
    }

    private static void moov(Box moov, Map<Integer, TrackFacts> tracks, List<String> faults) throws Broken {
        List<Box> children = moov.children();
        Box mvhd = Box.first(children, "mvhd").orElseThrow(() -> new Broken("no mvhd"));
        if (duration(mvhd, 16, 24) != 0) {
            faults.add("mvhd has a duration");
        }
        Map<Integer, Defaults> defaults = new LinkedHashMap<>();
        if (Box.first(children, "mvex").isEmpty()) {
            faults.add("no mvex");
        } else {
            for (Box trex : Box.all(Box.first(children, "mvex").get().children(), "trex")
                    .toList()) {
                ByteBuffer in = trex.body();
                defaults.put(in.getInt(4), new Defaults(in.getInt(12), in.getInt(16), in.getInt(20)));
            }
        }
        for (Box trak : Box.all(children, "trak").toList()) {
            TrackFacts track = track(trak, defaults, faults);
            tracks.put(track.id(), track);
        }
    }

    private static TrackFacts track(Box trak, Map<Integer, Defaults> defaults, List<String> faults) throws Broken {
        Box tkhd = trak.at("tkhd").orElseThrow(() -> new Broken("no tkhd"));
        Box mdia = trak.at("mdia").orElseThrow(() -> new Broken("no mdia"));
        Box mdhd = mdia.at("mdhd").orElseThrow(() -> new Broken("no mdhd"));
        Box hdlr = mdia.at("hdlr").orElseThrow(() -> new Broken("no hdlr"));
        Box stbl = mdia.at("minf/stbl").orElseThrow(() -> new Broken("no stbl"));
        int id = tkhd.body().getInt(tkhd.version() == 1 ? 20 : 12);
        if (duration(tkhd, 20, 28) != 0) {
            faults.add("tkhd of track " + id + " has a duration");
        }
        for (String table : List.of("stts", "stsc", "stco")) {
            if (Box.first(stbl.children(), table)
                    .map(box -> box.body().getInt(4) != 0)
                    .orElse(false)) {
                faults.add(table + " of track " + id + " is not empty");
            }
        }
        byte[] handler = new byte[4];
        hdlr.body().get(8, handler);
        Box stsd = Box.first(stbl.children(), "stsd").orElseThrow(() -> new Broken("no stsd"));
        Box entry = stsd.childrenFrom(8).stream().findFirst().orElseThrow(() -> new Broken("stsd is empty"));
        String kind = new String(handler, StandardCharsets.ISO_8859_1);
        boolean video = kind.equals("vide");
        int width = video ? entry.body().getShort(24) & 0xffff : 0;
        int height = video ? entry.body().getShort(26) & 0xffff : 0;
        boolean lying = isTurned(tkhd);
        return new TrackFacts(
                id,
                kind,
                Math.max(1, Integer.toUnsignedLong(mdhd.body().getInt(mdhd.version() == 1 ? 20 : 12))),
                Codecs.of(entry),
                lying ? height : width,
                lying ? width : height,
                defaults.getOrDefault(id, Defaults.NONE));
    }

    /** Whether the matrix shows tall what was wide (ISO/IEC 14496-12 §8.3.2.3). */
    private static boolean isTurned(Box tkhd) {
        int matrix = tkhd.version() == 1 ? 52 : 40;
        return tkhd.body().getInt(matrix) == 0 && tkhd.body().getInt(matrix + 4 * 4) == 0;
    }

    /** All ones means unknown, which is as good as 0. */
    private static long duration(Box box, int offset32, int offset64) {
        long value = box.version() == 1
                ? box.body().getLong(offset64)
                : Integer.toUnsignedLong(box.body().getInt(offset32));
        return value == -1 || value == 0xffff_ffffL ? 0 : value;
    }
}
