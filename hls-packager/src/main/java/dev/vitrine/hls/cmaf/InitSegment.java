package dev.vitrine.hls.cmaf;

import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.util.List;

/**
 * The bytes a decoder needs before any fragment: {@code ftyp} and {@code moov} (ISO/IEC 14496-12 §8.2).
 *
 * <pre>
 *   ftyp iso6
 *   moov ─ mvhd ─ trak (tkhd, mdia (mdhd, hdlr, minf (…, stbl with empty tables))) per track ─ mvex (trex per track)
 * </pre>
 *
 * All durations are 0 and there is no edit list: {@code tfdt} alone places the samples (RFC 8216bis §3.1.2).
 */
public final class InitSegment {

    private static final int LANGUAGE_UND = 0x55c4;

    private InitSegment() {}

    /** The init segment of a programme with these tracks; equal tracks give equal bytes. */
    public static byte[] of(List<Track> tracks) {
        BoxWriter out = new BoxWriter();
        out.box("ftyp", () -> out.fourcc("iso6").u32(0).fourcc("iso6").fourcc("mp41"));
        out.box("moov", () -> {
            mvhd(out, tracks);
            tracks.forEach(track -> trak(out, track));
            out.box("mvex", () -> tracks.forEach(track -> trex(out, track)));
        });
        return out.toArray();
    }

    private static void mvhd(BoxWriter out, List<Track> tracks) {
        int nextId = tracks.stream().mapToInt(Track::id).max().orElse(0) + 1;
        out.fullBox("mvhd", 0, 0, () -> {
            out.u32(0).u32(0).u32(1000).u32(0); // created, modified, timescale, duration
            out.u32(0x10000).u16(0x100).zeros(10); // rate 1, volume 1
            DisplayMatrix.UNITY.write(out);
            out.zeros(24).u32(nextId);
        });
    }

    private static void trak(BoxWriter out, Track track) {
        out.box("trak", () -> {
            tkhd(out, track);
            out.box("mdia", () -> {
                out.fullBox(
                        "mdhd",
                        0,
                        0,
                        () -> out.u32(0)
                                .u32(0)
                                .u32(track.timescale().ticksPerSecond())
                                .u32(0)
                                .u16(LANGUAGE_UND)
                                .u16(0));
                hdlr(out, track.isVideo());
                out.box("minf", () -> {
                    mediaHeader(out, track.isVideo());
                    stbl(out, track);
                });
            });
        });
    }

    /** What kind of media it is, and that it is in this file. */
    static void mediaHeader(BoxWriter out, boolean video) {
        if (video) {
            out.fullBox("vmhd", 0, 1, () -> out.zeros(8));
        } else {
            out.fullBox("smhd", 0, 0, () -> out.zeros(4));
        }
        out.box("dinf", () -> out.fullBox("dref", 0, 0, () -> out.u32(1).fullBox("url ", 0, 1, () -> {})));
    }

    private static void tkhd(BoxWriter out, Track track) {
        out.fullBox("tkhd", 0, 3, () -> {
            out.u32(0).u32(0).u32(track.id()).u32(0).u32(0); // created, modified, id, reserved, duration
            out.zeros(8).u16(0).u16(0).u16(track.isVideo() ? 0 : 0x100).u16(0); // layer, group, volume
            track.video().map(DisplayMatrix::of).orElse(DisplayMatrix.UNITY).write(out);
            // Of what the matrix turns, after the sample aspect ratio was applied.
            out.u32(track.video().map(InitSegment::displayWidth).orElse(0));
            out.u32(track.video().map(video -> video.height() << 16).orElse(0));
        });
    }

    /** 16.16 fixed point: the width after the sample aspect ratio was applied (§8.3.2.3). */
    private static int displayWidth(VideoFormat video) {
        VideoFormat.Ratio pixel = video.pixelAspect();
        long width = ((long) video.width() << 16) * pixel.numerator() / pixel.denominator();
        return (int) Math.min(width, Integer.MAX_VALUE);
    }

    static void hdlr(BoxWriter out, boolean video) {
        out.fullBox(
                "hdlr",
                0,
                0,
                () -> out.u32(0)
                        .fourcc(video ? "vide" : "soun")
                        .zeros(12)
                        .fourcc(video ? "video" : "audio")
                        .u8(0));
    }

    private static void stbl(BoxWriter out, Track track) {
        out.box("stbl", () -> {
            out.fullBox("stsd", 0, 0, () -> {
                out.u32(1);
                SampleEntry.write(out, track.format());
            });
            out.fullBox("stts", 0, 0, () -> out.u32(0));
            out.fullBox("stsc", 0, 0, () -> out.u32(0));
            out.fullBox("stsz", 0, 0, () -> out.u32(0).u32(0));
            out.fullBox("stco", 0, 0, () -> out.u32(0));
        });
    }

    /** Description 1; every default is overridden in the fragments. */
    private static void trex(BoxWriter out, Track track) {
        out.fullBox("trex", 0, 0, () -> out.u32(track.id()).u32(1).u32(0).u32(0).u32(0));
    }
}
