package dev.vitrine.hls.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A box of an ISO BMFF file (ISO/IEC 14496-12 §4.2).
 *
 * @param body what follows size and type
 */
record Box(String type, ByteBuffer body) {

    /** Far more than any segment needs; what claims more is not looked at further. */
    private static final int MAX_BOXES = 10_000;

    /** Media that is not what it should be. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    /** The boxes in {@code bytes} from its position on. */
    static List<Box> in(ByteBuffer bytes) throws Broken {
        List<Box> boxes = new ArrayList<>();
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            int at = rest.position();
            if (rest.remaining() < 8 || boxes.size() == MAX_BOXES) {
                throw new Broken(rest.remaining() + " bytes at " + at + " are no box");
            }
            long size = Integer.toUnsignedLong(rest.getInt());
            byte[] code = new byte[4];
            rest.get(code);
            String type = new String(code, StandardCharsets.ISO_8859_1);
            if (size == 1 && rest.remaining() >= 8) {
                size = rest.getLong();
            }
            int header = rest.position() - at;
            long body = size == 0 ? rest.remaining() : size - header;
            if (body < 0 || body > rest.remaining()) {
                throw new Broken("box '" + type + "' at " + at + " says it has " + size + " bytes, "
                        + (rest.remaining() + header) + " are left");
            }
            boxes.add(new Box(type, rest.slice(rest.position(), (int) body)));
            rest.position(rest.position() + (int) body);
        }
        return boxes;
    }

    List<Box> children() throws Broken {
        return in(body.duplicate().position(0));
    }

    /** Those behind a number of bytes of this box's own. */
    List<Box> childrenFrom(int offset) throws Broken {
        if (body.limit() < offset) {
            throw new Broken("box '" + type + "' ends after " + body.limit() + " bytes");
        }
        return in(body.duplicate().position(offset));
    }

    static Stream<Box> all(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type.equals(type));
    }

    static Optional<Box> first(List<Box> boxes, String type) {
        return all(boxes, type).findFirst();
    }

    /** Down a path such as {@code mdia/minf/stbl}. */
    Optional<Box> at(String path) throws Broken {
        Optional<Box> here = Optional.of(this);
        for (String step : path.split("/", -1)) {
            if (here.isEmpty()) {
                return here;
            }
            here = first(here.get().children(), step);
        }
        return here;
    }

    int version() {
        return body.get(0) & 0xff;
    }

    int flags() {
        return body.getInt(0) & 0xff_ffff;
    }
}
