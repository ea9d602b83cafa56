package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Box.Broken;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What CODECS has to say about a sample entry (RFC 6381, ISO/IEC 14496-15 Annex E). */
final class Codecs {

    private static final int VISUAL = 78;
    private static final int AUDIO = 28;
    private static final Set<String> VIDEO = Set.of("avc1", "avc3", "hvc1", "hev1", "av01", "vp09");

    private Codecs() {}

    /** In full where the format is known here, else the entry's code. */
    static String of(Box entry) throws Broken {
        String code = entry.type();
        List<Box> boxes = VIDEO.contains(code)
                ? entry.childrenFrom(VISUAL)
                : code.equals("mp4a") ? entry.childrenFrom(AUDIO) : List.of();
        return switch (code) {
            case "avc1", "avc3" ->
                config(boxes, "avcC").map(in -> code + "." + hex(in, 1, 3)).orElse(code);
            case "hvc1", "hev1" ->
                config(boxes, "hvcC").map(in -> code + "." + hevc(in)).orElse(code);
            case "av01" -> config(boxes, "av1C").map(in -> code + "." + av1(in)).orElse(code);
            case "vp09" ->
                config(boxes, "vpcC")
                        .map(in -> String.format(
                                Locale.ROOT, "vp09.%02d.%02d.%02d", in.get(4), in.get(5), (in.get(6) & 0xff) >> 4))
                        .orElse(code);
            case "mp4a" -> config(boxes, "esds").map(Codecs::mp4a).orElse(code);
            default -> code;
        };
    }

    private static Optional<ByteBuffer> config(List<Box> boxes, String type) {
        return Box.first(boxes, type).map(Box::body);
    }

    private static String hex(ByteBuffer in, int from, int length) {
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String hevc(ByteBuffer in) {
        int first = in.get(1) & 0xff;
        String space = List.of("", "A", "B", "C").get(first >> 6);
        StringBuilder out = new StringBuilder(space).append(first & 0x1f).append('.');
        out.append(Integer.toHexString(Integer.reverse(in.getInt(2))).toUpperCase(Locale.ROOT));
        out.append((first & 0x20) == 0 ? ".L" : ".H").append(in.get(12) & 0xff);
        int last = 11;
        while (last > 5 && in.get(last) == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            out.append('.').append(Integer.toHexString(in.get(i) & 0xff).toUpperCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String av1(ByteBuffer in) {
        int profileAndLevel = in.get(1) & 0xff;
        int rest = in.get(2) & 0xff;
        int depth = (rest & 0x40) == 0 ? 8 : (rest & 0x20) == 0 ? 10 : 12;
        return String.format(
                Locale.ROOT,
                "%d.%02d%s.%02d",
                profileAndLevel >> 5,
                profileAndLevel & 0x1f,
                (rest & 0x80) == 0 ? "M" : "H",
                depth);
    }

    /** Walks the descriptors of ISO/IEC 14496-1 §7.2.6 down to the first byte of the AudioSpecificConfig. */
    private static String mp4a(ByteBuffer box) {
        ByteBuffer in = box.duplicate().position(4);
        int objectType = -1;
        while (in.remaining() > 2) {
            int tag = in.get();
            int size;
            do {
                size = in.get();
            } while ((size & 0x80) != 0 && in.hasRemaining());
            if (tag == 3) {
                in.position(in.position() + 3);
            } else if (tag == 4) {
                objectType = in.get() & 0xff;
                in.position(in.position() + 12);
            } else if (tag == 5) {
                int first = in.get() & 0xff;
                int audio = first >> 3;
                if (audio == 31) {
                    audio = 32 + ((first & 7) << 3 | (in.get() & 0xff) >> 5);
                }
                return "mp4a." + Integer.toHexString(objectType) + "." + audio;
            } else {
                break;
            }
        }
        return objectType < 0 ? "mp4a" : "mp4a." + Integer.toHexString(objectType);
    }
}
