package dev.vitrine.hls.check;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An event message (ISO/IEC 23009-1 §5.10.3.3), and the ID3 text frame in it if it has one (AOM id3-emsg 1.0).
 *
 * @param seconds presentation time for version 1, delta for version 0
 * @param data of the message, in hex
 * @param description of the TXXX frame; empty without one
 * @param value of the TXXX frame
 */
record Emsg(int version, String scheme, double seconds, long id, String data, String description, String value) {

    private static final int MAX_DATA = 64 << 10;

    static Emsg read(Box box) throws Box.Broken {
        ByteBuffer in = box.body().duplicate().position(4);
        try {
            int version = box.version();
            String scheme;
            double seconds;
            long id;
            if (version == 0) {
                scheme = text(in);
                text(in);
                long timescale = Math.max(1, Integer.toUnsignedLong(in.getInt()));
                seconds = Integer.toUnsignedLong(in.getInt()) / (double) timescale;
                in.getInt();
                id = Integer.toUnsignedLong(in.getInt());
            } else {
                long timescale = Math.max(1, Integer.toUnsignedLong(in.getInt()));
                seconds = in.getLong() / (double) timescale;
                in.getInt();
                id = Integer.toUnsignedLong(in.getInt());
                scheme = text(in);
                text(in);
            }
            byte[] data = new byte[Math.min(MAX_DATA, in.remaining())];
            in.get(data);
            Optional<String[]> frame = textFrame(ByteBuffer.wrap(data));
            return new Emsg(
                    version,
                    scheme,
                    seconds,
                    id,
                    HexFormat.of().formatHex(data),
                    frame.map(pair -> pair[0]).orElse(""),
                    frame.map(pair -> pair[1]).orElse(""));
        } catch (BufferUnderflowException cut) {
            throw new Box.Broken("emsg is cut off");
        }
    }

    private static String text(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // up to and with the 0 that ends it
        }
        return StandardCharsets.UTF_8
                .decode(in.duplicate().position(start).limit(in.position() - 1))
                .toString();
    }

    /** Description and value of the first TXXX frame of an ID3v2.4 tag. */
    private static Optional<String[]> textFrame(ByteBuffer tag) {
        if (tag.remaining() < 10 || tag.get(0) != 'I' || tag.get(1) != 'D' || tag.get(2) != '3') {
            return Optional.empty();
        }
        ByteBuffer in = tag.duplicate().position(10);
        while (in.remaining() > 10) {
            byte[] name = new byte[4];
            in.get(name);
            int size = syncsafe(in.getInt());
            in.getShort();
            if (size < 1 || size > in.remaining()) {
                return Optional.empty();
            }
            if (new String(name, StandardCharsets.ISO_8859_1).equals("TXXX")) {
                byte[] content = new byte[size];
                in.get(content);
                String both = new String(content, 1, size - 1, StandardCharsets.UTF_8);
                int end = both.indexOf(0);
                return end < 0
                        ? Optional.empty()
                        : Optional.of(new String[] {both.substring(0, end), both.substring(end + 1)});
            }
            in.position(in.position() + size);
        }
        return Optional.empty();
    }

    private static int syncsafe(int value) {
        return ((value >>> 24 & 0x7f) << 21)
                | ((value >>> 16 & 0x7f) << 14)
                | ((value >>> 8 & 0x7f) << 7)
                | (value & 0x7f);
    }
}
