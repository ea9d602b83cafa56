package dev.vitrine.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * An MP4 file as readable text, one line a box, for golden files: what a reviewer wants to see is spelt out, payloads are
 * a length and a CRC-32.
 */
public final class BoxDump {

    private BoxDump() {}

    public static String of(byte[] file) {
        StringBuilder text = new StringBuilder();
        dump(Mp4Box.parse(file), "", text);
        return text.toString();
    }

    private static void dump(List<Mp4Box> boxes, String indent, StringBuilder text) {
        for (Mp4Box box : boxes) {
            String line = indent + box.type() + " " + details(box);
            text.append(line.stripTrailing()).append('\n');
            dump(box.children(), indent + "  ", text);
        }
    }

    private static String details(Mp4Box box) {
        ByteBuffer body = box.read();
        return switch (box.type()) {
            case "ftyp", "styp" -> brands(body);
            case "mvhd" -> timeHeader(box, "timescale=%d duration=%d");
            case "mdhd" -> timeHeader(box, "timescale=%d duration=%d");
            case "tkhd" -> trackHeader(box);
            case "hdlr" -> text(body, 8, 4);
            case "trex" ->
                String.format(
                        Locale.ROOT,
                        "track=%d description=%d duration=%d size=%d flags=%08x",
                        body.getInt(4),
                        body.getInt(8),
                        body.getInt(12),
                        body.getInt(16),
                        body.getInt(20));
            case "mfhd" -> "sequence=" + body.getInt(4);
            case "tfhd" -> String.format(Locale.ROOT, "flags=%06x track=%d", box.flags(), body.getInt(4));
            case "tfdt" ->
                "decodeTime=" + (box.version() == 1 ? body.getLong(4) : Integer.toUnsignedLong(body.getInt(4)));
            case "traf" -> samples(box);
            case "trun" -> String.format(Locale.ROOT, "flags=%06x samples=%d", box.flags(), body.getInt(4));
            case "emsg" -> eventMessage(box);
            case "elst" -> "entries=" + body.getInt(4);
            case "avc1", "avc3", "hvc1", "hev1", "av01", "vp09" ->
                (body.getShort(24) & 0xffff) + "x" + (body.getShort(26) & 0xffff);
            case "mp4a", "Opus", "ac-3", "ec-3", "fLaC", ".mp3" ->
                "channels=" + body.getShort(16) + " sampleRate=" + (body.getInt(24) >>> 16);
            default -> box.children().isEmpty() ? payload(body) : "";
        };
    }

    private static String brands(ByteBuffer body) {
        StringBuilder brands = new StringBuilder(text(body, 0, 4)).append(" v").append(body.getInt(4));
        for (int at = 8; at + 4 <= body.limit(); at += 4) {
            brands.append(' ').append(text(body, at, 4));
        }
        return brands.toString();
    }

    private static String timeHeader(Mp4Box box, String format) {
        ByteBuffer body = box.read();
        boolean wide = box.version() == 1;
        return String.format(
                Locale.ROOT,
                format,
                body.getInt(wide ? 20 : 12),
                wide ? body.getLong(24) : Integer.toUnsignedLong(body.getInt(16)));
    }

    private static String trackHeader(Mp4Box box) {
        ByteBuffer body = box.read();
        boolean wide = box.version() == 1;
        int end = body.limit();
        return String.format(
                Locale.ROOT,
                "flags=%06x track=%d %dx%d",
                box.flags(),
                body.getInt(wide ? 20 : 12),
                body.getInt(end - 8) >>> 16,
                body.getInt(end - 4) >>> 16);
    }

    /** One letter a sample: K where decoding can start, else a dot; then what they add up to. */
    private static String samples(Mp4Box traf) {
        int track = traf.child("tfhd").map(box -> box.read().getInt(4)).orElse(-1);
        Mp4Box moof = new Mp4Box("moof", 0, ByteBuffer.allocate(0), List.of(traf));
        StringBuilder kinds = new StringBuilder();
        long duration = 0;
        long bytes = 0;
        for (Mp4Sample sample : Mp4Sample.of(List.of(moof), track)) {
            kinds.append(sample.sync() ? 'K' : '.');
            duration += sample.duration();
            bytes += sample.size();
        }
        return "samples=" + kinds + " duration=" + duration + " bytes=" + bytes;
    }

    /** emsg version 1: ISO/IEC 23009-1 §5.10.3.3. */
    private static String eventMessage(Mp4Box box) {
        ByteBuffer body = box.read();
        if (box.version() != 1) {
            return "version=" + box.version() + " " + payload(body);
        }
        String start = String.format(
                Locale.ROOT,
                "timescale=%d time=%d duration=%d id=%d",
                body.getInt(4),
                body.getLong(8),
                Integer.toUnsignedLong(body.getInt(16)),
                body.getInt(20));
        body.position(24);
        String scheme = zeroTerminated(body);
        String value = zeroTerminated(body);
        return start + " scheme=" + scheme + " value=" + value + " " + payload(body.slice());
    }

    private static String zeroTerminated(ByteBuffer body) {
        StringBuilder text = new StringBuilder();
        for (byte b = body.get(); b != 0; b = body.get()) {
            text.append((char) (b & 0xff));
        }
        return text.toString();
    }

    private static String payload(ByteBuffer body) {
        CRC32 crc = new CRC32();
        int length = body.remaining();
        crc.update(body);
        return String.format(Locale.ROOT, "bytes=%d crc=%08x", length, crc.getValue());
    }

    private static String text(ByteBuffer body, int at, int length) {
        byte[] bytes = new byte[length];
        body.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
