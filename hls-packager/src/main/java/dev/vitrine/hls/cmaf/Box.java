package dev.vitrine.hls.cmaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box that was read (ISO/IEC 14496-12 §4.2).
 *
 * @param body what stands behind size and type
 */
record Box(String type, ByteBuffer body) {

    /**
     * The boxes that {@code bytes} consist of.
     *
     * @throws IllegalArgumentException when they do not fit
     */
    static List<Box> in(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        List<Box> boxes = new ArrayList<>();
        while (rest.remaining() >= 8) {
            int start = rest.position();
            long size = Integer.toUnsignedLong(rest.getInt());
            String type = fourcc(rest);
            if (size < 8 || size > rest.limit() - (long) start) {
                throw new IllegalArgumentException("box '" + type + "' of " + size + " bytes at " + start + " does not"
                        + " fit into " + rest.limit());
            }
            int end = start + (int) size;
            boxes.add(new Box(type, rest.slice(rest.position(), end - rest.position())));
            rest.position(end);
        }
        return boxes;
    }

    List<Box> children() {
        return in(body);
    }

    List<Box> children(String childType) {
        return children().stream().filter(box -> box.type().equals(childType)).toList();
    }

    /** The box at the end of {@code path}, taking the first of each type. */
    Optional<Box> find(String... path) {
        Optional<Box> at = Optional.of(this);
        for (String step : path) {
            at = at.flatMap(box -> box.children(step).stream().findFirst());
        }
        return at;
    }

    /** As {@link #find}, for what has to be there. */
    Box get(String... path) {
        return find(path)
                .orElseThrow(
                        () -> new IllegalArgumentException("no " + String.join("/", path) + " in box '" + type + "'"));
    }

    private static String fourcc(ByteBuffer from) {
        byte[] letters = new byte[4];
        from.get(letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }
}
