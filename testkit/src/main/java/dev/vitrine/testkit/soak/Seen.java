package dev.vitrine.testkit.soak;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** What one viewer saw of a show; checksums, not bytes, so that it may be long. Of one thread at a time. */
final class Seen {

    /** Checksums of the parts that were loaded, by media sequence number. */
    final Map<Long, Set<Long>> parts = new TreeMap<>();

    /** Ids of the date ranges. */
    final Set<String> ranges = new HashSet<>();

    /** Breaches of the rules. */
    final Set<String> findings = new TreeSet<>();

    /** Media sequence numbers of segments behind a discontinuity. */
    final Set<Long> discontinuities = new TreeSet<>();

    /** Media sequence numbers of segments of which something was not there. */
    final Set<Long> gaps = new TreeSet<>();

    /** Monotonic moments at which they were listed first, which is with their first part, by media sequence number. */
    final Map<Long, Long> mediaAfterGap = new TreeMap<>();

    /** What the viewer had asked for just before that, the newest last, by media sequence number. */
    final Map<Long, List<String>> askedBefore = new TreeMap<>();

    int reloads;
    int outages;
    int partsLoaded;
    int partsTaken;
    String lastTaken = "";
    long firstSequence = -1;
    long lastSequence = -1;
    boolean ended;

    static long checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return crc.getValue() << 32 | length;
    }

    /** Checksums of the fragments that a segment consists of: each a moof and what follows it up to the next. */
    static Set<Long> fragments(byte[] segment) {
        Set<Long> sums = new HashSet<>();
        ByteBuffer boxes = ByteBuffer.wrap(segment);
        int start = 0;
        int at = 0;
        while (at + 8 <= segment.length) {
            if (boxes.getInt(at + 4) == 0x6d6f6f66 && at > start) {
                sums.add(checksum(segment, start, at - start));
                start = at;
            }
            at += Math.max(8, boxes.getInt(at));
        }
        if (segment.length > start) {
            sums.add(checksum(segment, start, segment.length - start));
        }
        return sums;
    }
}
