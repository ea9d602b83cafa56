package dev.vitrine.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample of a file's fragments (moof/traf/trun, ISO/IEC 14496-12 §8.8), as the headers describe it.
 *
 * @param trackId track it belongs to
 * @param dts decode time in ticks of the track
 * @param pts composition time in ticks of the track
 * @param duration in ticks
 * @param size in bytes
 * @param sync whether decoding can start here (sample_is_non_sync_sample is 0)
 */
public record Mp4Sample(int trackId, long dts, long pts, long duration, int size, boolean sync) {

    private static final int NON_SYNC = 0x1_0000;

    /** The samples of one track in decode order. */
    public static List<Mp4Sample> of(List<Mp4Box> boxes, int trackId) {
        List<Mp4Sample> samples = new ArrayList<>();
        for (Mp4Box traf : Mp4Box.find(boxes, "moof/traf")) {
            ByteBuffer tfhd = require(traf, "tfhd").read();
            int flags = tfhd.getInt() & 0xff_ffff;
            int id = tfhd.getInt();
            if (id == trackId) {
                read(traf, id, flags, tfhd, samples);
            }
        }
        return samples;
    }

    /** The id of the track whose handler is {@code vide} or {@code soun}, or -1. */
    public static int trackId(List<Mp4Box> init, String handler) {
        for (Mp4Box trak : Mp4Box.find(init, "moov/trak")) {
            ByteBuffer hdlr = trak.child("mdia/hdlr").orElseThrow().read();
            byte[] type = new byte[4];
            hdlr.get(8, type);
            if (new String(type, StandardCharsets.ISO_8859_1).equals(handler)) {
                Mp4Box tkhd = require(trak, "tkhd");
                return tkhd.read().getInt(tkhd.version() == 1 ? 20 : 12);
            }
        }
        return -1;
    }

    /** Ticks per second of a track, from its mdhd. */
    public static int timescale(List<Mp4Box> init, int trackId) {
        for (Mp4Box trak : Mp4Box.find(init, "moov/trak")) {
            Mp4Box tkhd = require(trak, "tkhd");
            if (tkhd.read().getInt(tkhd.version() == 1 ? 20 : 12) == trackId) {
                Mp4Box mdhd = trak.child("mdia/mdhd").orElseThrow();
                return mdhd.read().getInt(mdhd.version() == 1 ? 20 : 12);
            }
        }
        throw new AssertionError("the init segment has no track " + trackId);
    }

    private static void read(Mp4Box traf, int id, int flags, ByteBuffer tfhd, List<Mp4Sample> samples) {
        if ((flags & 0x01) != 0) {
            tfhd.getLong();
        }
        if ((flags & 0x02) != 0) {
            tfhd.getInt();
        }
        long defaultDuration = (flags & 0x08) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : 0;
        int defaultSize = (flags & 0x10) != 0 ? tfhd.getInt() : 0;
        int defaultFlags = (flags & 0x20) != 0 ? tfhd.getInt() : 0;
        Mp4Box tfdt = require(traf, "tfdt");
        long dts = tfdt.version() == 1
                ? tfdt.read().getLong(4)
                : Integer.toUnsignedLong(tfdt.read().getInt(4));
        for (Mp4Box trun : Mp4Box.find(List.of(traf), "traf/trun")) {
            ByteBuffer run = trun.read();
            int has = run.getInt() & 0xff_ffff;
            int count = run.getInt();
            if ((has & 0x01) != 0) {
                run.getInt();
            }
            int firstFlags = (has & 0x04) != 0 ? run.getInt() : defaultFlags;
            for (int i = 0; i < count; i++) {
                long duration = (has & 0x100) != 0 ? Integer.toUnsignedLong(run.getInt()) : defaultDuration;
                int size = (has & 0x200) != 0 ? run.getInt() : defaultSize;
                int sampleFlags =
                        (has & 0x400) != 0 ? run.getInt() : i == 0 && (has & 0x04) != 0 ? firstFlags : defaultFlags;
                // Version 0 offsets are unsigned, but nobody means more than 2^31.
                int offset = (has & 0x800) != 0 ? run.getInt() : 0;
                samples.add(new Mp4Sample(id, dts, dts + offset, duration, size, (sampleFlags & NON_SYNC) == 0));
                dts += duration;
            }
        }
    }

    private static Mp4Box require(Mp4Box box, String child) {
        return box.child(child)
                .orElseThrow(() ->
                        new AssertionError("box '" + box.type() + "' at " + box.offset() + " has no '" + child + "'"));
    }
}
