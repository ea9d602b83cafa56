package dev.vitrine.hls.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** ISO BMFF as text: a line a box, indented, with what is in it as far as it is short. */
public final class BoxDump {

    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");

    private BoxDump() {}

    public static String of(ByteBuffer bytes) {
        StringBuilder out = new StringBuilder();
        boxes(bytes.duplicate(), "", out);
        return out.toString();
    }

    private static void boxes(ByteBuffer in, String indent, StringBuilder out) {
        while (in.remaining() >= 8) {
            int size = in.getInt();
            byte[] code = new byte[4];
            in.get(code);
            String type = new String(code, StandardCharsets.ISO_8859_1);
            ByteBuffer body = in.slice(in.position(), size - 8);
            in.position(in.position() + size - 8);
            out.append(indent).append(type).append(' ').append(size);
            if (CONTAINERS.contains(type)) {
                out.append('\n');
                boxes(body, indent + "  ", out);
            } else if (type.equals("stsd")) {
                out.append('\n');
                boxes(body.position(8), indent + "  ", out);
            } else if (Set.of("avc1", "hvc1", "av01", "vp09").contains(type)) {
                out.append(' ')
                        .append(body.getShort(24))
                        .append('x')
                        .append(body.getShort(26))
                        .append('\n');
                boxes(body.position(78), indent + "  ", out);
            } else if (Set.of("mp4a", "Opus", "fLaC", "ac-3", "ec-3").contains(type)) {
                out.append(" channels ").append(body.getShort(16));
                out.append(" rate ").append(body.getInt(24) >>> 16).append('\n');
                boxes(body.position(28), indent + "  ", out);
            } else if (type.equals("trun")) {
                trun(body, indent, out);
            } else if (type.equals("tfdt")) {
                out.append(" version ")
                        .append(body.get(0))
                        .append(" time ")
                        .append(body.getLong(4))
                        .append('\n');
            } else {
                byte[] rest = new byte[Math.min(64, body.remaining())];
                body.get(rest);
                out.append(' ').append(HexFormat.of().formatHex(rest));
                out.append(body.hasRemaining() ? "…\n" : "\n");
            }
        }
    }

    private static void trun(ByteBuffer body, String indent, StringBuilder out) {
        int flags = body.getInt();
        int count = body.getInt();
        out.append(String.format(" version %d flags %06x", flags >>> 24, flags & 0xffffff));
        out.append(" data offset ").append(body.getInt()).append('\n');
        for (int i = 0; i < count; i++) {
            out.append(indent).append("  ").append(body.getInt()).append(" ticks ");
            out.append(body.getInt()).append(" bytes");
            if ((flags & 0x400) != 0) {
                out.append(String.format(" flags %08x offset %d", body.getInt(), body.getInt()));
            }
            out.append('\n');
        }
    }
}
