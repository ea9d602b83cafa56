package dev.vitrine.hls.cmaf;

import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32;

/**
 * A timed event as bytes in front of a fragment: an {@code emsg} version 1 (ISO/IEC 23009-1 §5.10.3.3) with an ID3 tag in
 * it (AOM "Carriage of ID3 Timed Metadata in the Common Media Application Format" 1.0).
 *
 * <pre>
 *   emsg ─ timescale 90000 ─ presentation_time ─ event_duration ─ id ─ scheme "https://aomedia.org/emsg/ID3" ─ value ""
 *        └ ID3v2.4 ─ TXXX for each attribute: UTF-8, description = the event's class, value = the attribute's
 * </pre>
 */
public final class EventMessage {

    private static final String SCHEME = "https://aomedia.org/emsg/ID3";
    private static final int TAG_HEAD = 10;
    private static final int UTF_8 = 3;
    private static final long LONGEST = 0xffff_fffeL;

    private EventMessage() {}

    /**
     * One box.
     *
     * @param atTicks when the event is said to begin, of {@link Timescale#VIDEO}, on the line of {@code tfdt}; not
     *     before the fragment does, so later than the event's own start where it is repeated
     * @param durationTicks for how long it still holds
     */
    public static ByteBuffer of(TimedEvent event, long atTicks, long durationTicks) {
        BoxWriter out = new BoxWriter();
        out.fullBox("emsg", 1, 0, () -> {
            out.u32(Timescale.VIDEO.ticksPerSecond()).u64(atTicks);
            out.u32((int) Math.min(durationTicks, LONGEST)).u32(idOf(event));
            out.bytes(ascii(SCHEME)).u8(0).u8(0);
            tag(out, event.classId(), event.attributes().values());
        });
        return ByteBuffer.wrap(out.toArray()).asReadOnlyBuffer();
    }

    /** Equal for all repetitions of an event. */
    private static int idOf(TimedEvent event) {
        CRC32 sum = new CRC32();
        sum.update(ascii(event.id()));
        return (int) sum.getValue();
    }

    private static void tag(BoxWriter out, String description, Collection<String> values) {
        int size = values.stream()
                .mapToInt(value -> TAG_HEAD + frameSize(description, value))
                .sum();
        out.bytes(ascii("ID3")).u8(4).u8(0).u8(0).u32(syncsafe(size));
        for (String value : values) {
            out.fourcc("TXXX").u32(syncsafe(frameSize(description, value))).u16(0);
            out.u8(UTF_8).bytes(ascii(description)).u8(0).bytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int frameSize(String description, String value) {
        return 1 + description.length() + 1 + value.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Seven bits in each byte (ID3v2.4 §6.2). */
    private static int syncsafe(int size) {
        return ((size >>> 21) << 24) | ((size >>> 14 & 0x7f) << 16) | ((size >>> 7 & 0x7f) << 8) | (size & 0x7f);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
