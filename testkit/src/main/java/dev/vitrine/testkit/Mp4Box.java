package dev.vitrine.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One box of an ISO BMFF file (ISO/IEC 14496-12 §4.2) and the boxes in it.
 *
 * @param type four characters
 * @param offset of its first byte in the file
 * @param body what follows size and type; reading moves only the reader's own copy
 * @param children of container boxes, else empty
 */
public record Mp4Box(String type, long offset, ByteBuffer body, List<Mp4Box> children) {

    private static final Set<String> CONTAINERS = Set.of(
            "moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf", "dinf", "edts", "udta", "sinf", "schi");

    /** Bytes between a sample entry's start and its boxes (§12.1.3, §12.2.3). */
    private static final int VISUAL_SAMPLE_ENTRY = 78;

    private static final int AUDIO_SAMPLE_ENTRY = 28;
    private static final Set<String> VISUAL = Set.of("avc1", "avc3", "hvc1", "hev1", "av01", "vp09");
    private static final Set<String> AUDIO = Set.of("mp4a", "Opus", "ac-3", "ec-3", "fLaC", ".mp3");

    /**
     * The boxes of a file.
     *
     * @throws AssertionError where its structure is broken
     */
    public static List<Mp4Box> parse(byte[] file) {
        return parse(ByteBuffer.wrap(file), 0);
    }

    private static List<Mp4Box> parse(ByteBuffer bytes, long offset) {
        List<Mp4Box> boxes = new ArrayList<>();
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            long at = offset + bytes.position() - start;
            if (bytes.remaining() < 8) {
                throw new AssertionError(bytes.remaining() + " stray bytes at " + at + " where a box should start");
            }
            int headerStart = bytes.position();
            long size = Integer.toUnsignedLong(bytes.getInt());
            byte[] fourCc = new byte[4];
            bytes.get(fourCc);
            String type = new String(fourCc, StandardCharsets.ISO_8859_1);
            if (size == 1) {
                size = bytes.getLong();
            }
            long bodySize = size == 0 ? bytes.remaining() : size - (bytes.position() - headerStart);
            if (bodySize < 0 || bodySize > bytes.remaining()) {
                throw new AssertionError("box '" + type + "' at " + at + " claims " + size + " bytes, but "
                        + bytes.remaining() + " remain");
            }
            ByteBuffer body = bytes.slice(bytes.position(), (int) bodySize);
            long bodyOffset = at + bytes.position() - headerStart;
            bytes.position(bytes.position() + (int) bodySize);
            boxes.add(new Mp4Box(type, at, body, children(type, body, bodyOffset)));
        }
        return List.copyOf(boxes);
    }

    private static List<Mp4Box> children(String type, ByteBuffer body, long offset) {
        int skip = -1;
        if (CONTAINERS.contains(type)) {
            skip = 0;
        } else if (type.equals("stsd")) {
            skip = 8;
        } else if (VISUAL.contains(type)) {
            skip = VISUAL_SAMPLE_ENTRY;
        } else if (AUDIO.contains(type)) {
            skip = AUDIO_SAMPLE_ENTRY;
        }
        if (skip < 0 || body.limit() < skip) {
            return List.of();
        }
        return parse(body.duplicate().position(skip), offset + skip);
    }

    /** A reader positioned at the first byte of the body. */
    public ByteBuffer read() {
        return body.duplicate().position(0);
    }

    /** The boxes at a path such as {@code moof/traf/tfdt}, below any of {@code boxes}. */
    public static List<Mp4Box> find(List<Mp4Box> boxes, String path) {
        Stream<Mp4Box> found = boxes.stream();
        String[] steps = path.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            String step = steps[i];
            found = (i == 0 ? found : found.flatMap(box -> box.children().stream()))
                    .filter(box -> box.type().equals(step));
        }
        return found.toList();
    }

    /** The first box at a path below this one. */
    public Optional<Mp4Box> child(String path) {
        return find(children, path).stream().findFirst();
    }

    /** Version of a full box. */
    public int version() {
        return body.get(0) & 0xff;
    }

    /** Flags of a full box. */
    public int flags() {
        return body.getInt(0) & 0xff_ffff;
    }
}
