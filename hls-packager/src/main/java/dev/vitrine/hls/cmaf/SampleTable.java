package dev.vitrine.hls.cmaf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the samples of one track are and when they are shown: {@code stbl}, grown sample by sample (ISO/IEC 14496-12 §8.5
 * to §8.7). Entries are kept in the form in which they are written, so a sample costs about five bytes.
 *
 * <p>Decoding times have no holes in such a table: the last sample before one lasts until the next.
 */
final class SampleTable {

    private final boolean video;
    private final int timescale;
    private final List<ByteBuffer> descriptions = new ArrayList<>();
    private final BoxWriter sizes = new BoxWriter();
    private final Runs durations = new Runs();
    private final Runs offsets = new Runs();
    private final BoxWriter sync = new BoxWriter();
    private final BoxWriter chunkRuns = new BoxWriter();
    private long[] chunks = new long[1024];
    private int chunkCount;
    private int chunkRunCount;
    private int samplesInRun = -1;
    private int descriptionInRun = -1;
    private int syncCount;
    private int count;
    private long firstDecode;
    private long firstPresentation;
    private long lastDecode = Long.MIN_VALUE;
    private long end;
    /** Fragments may decode later than they show (see {@link FragmentWriter}); a table cannot. */
    private long leastOffset;

    SampleTable(boolean video, int timescale) {
        this.video = video;
        this.timescale = timescale;
    }

    boolean isVideo() {
        return video;
    }

    int timescale() {
        return timescale;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** In ticks: when the first sample is shown. */
    long firstPresentation() {
        return firstPresentation;
    }

    /** In ticks: the same on the table's own time line, on which decoding starts at 0 and nothing is shown before it. */
    long firstShown() {
        return firstPresentation - firstDecode - leastOffset;
    }

    /** In ticks. */
    long duration() {
        return end - firstDecode;
    }

    /** A description's number, from 1; equal ones have one. */
    int description(ByteBuffer entry) {
        int known = descriptions.indexOf(entry);
        if (known < 0) {
            descriptions.add(entry.duplicate());
            return descriptions.size();
        }
        return known + 1;
    }

    /**
     * Samples that lie one behind the other.
     *
     * @param position of the first, counted from where media begins
     * @param samples how many will be added
     */
    void chunk(long position, int samples, int description) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = position;
        if (samples != samplesInRun || description != descriptionInRun) {
            chunkRuns.u32(chunkCount).u32(samples).u32(description);
            chunkRunCount++;
            samplesInRun = samples;
            descriptionInRun = description;
        }
    }

    /** Times in ticks. What lies in front lasts up to {@code decode}. */
    void sample(long decode, long duration, long presentation, int size, boolean isSync) {
        long from = Math.max(decode, lastDecode);
        if (count == 0) {
            firstDecode = from;
            firstPresentation = presentation;
        } else {
            durations.add(from - lastDecode);
        }
        lastDecode = from;
        end = from + duration;
        offsets.add(presentation - from);
        leastOffset = Math.min(leastOffset, presentation - from);
        sizes.u32(size);
        count++;
        if (isSync) {
            sync.u32(count);
            syncCount++;
        }
    }

    /** @param mediaAt position in the file of where media begins */
    void write(BoxWriter out, long mediaAt, boolean longOffsets) {
        out.box("stbl", () -> {
            out.fullBox("stsd", 0, 0, () -> {
                out.u32(descriptions.size());
                descriptions.forEach(entry -> out.bytes(bytes(entry)));
            });
            out.fullBox("stts", 0, 0, () -> durations.with(end - lastDecode).write(out, 0));
            if (video) {
                out.fullBox("ctts", 0, 0, () -> offsets.write(out, -leastOffset));
                out.fullBox("stss", 0, 0, () -> out.u32(syncCount).bytes(sync.toArray()));
            }
            out.fullBox("stsc", 0, 0, () -> out.u32(chunkRunCount).bytes(chunkRuns.toArray()));
            out.fullBox("stsz", 0, 0, () -> out.u32(0).u32(count).bytes(sizes.toArray()));
            out.fullBox(longOffsets ? "co64" : "stco", 0, 0, () -> {
                out.u32(chunkCount);
                for (int i = 0; i < chunkCount; i++) {
                    if (longOffsets) {
                        out.u64(mediaAt + chunks[i]);
                    } else {
                        out.u32((int) (mediaAt + chunks[i]));
                    }
                }
            });
        });
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Numbers, equal neighbours counted. */
    private static final class Runs {
        private int[] counts = new int[64];
        private int[] values = new int[64];
        private int size;

        void add(long value) {
            int exact = Math.toIntExact(value);
            if (size > 0 && values[size - 1] == exact) {
                counts[size - 1]++;
                return;
            }
            if (size == counts.length) {
                counts = Arrays.copyOf(counts, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            counts[size] = 1;
            values[size++] = exact;
        }

        Runs with(long last) {
            Runs all = new Runs();
            all.counts = Arrays.copyOf(counts, size + 1);
            all.values = Arrays.copyOf(values, size + 1);
            all.size = size;
            all.add(last);
            return all;
        }

        void write(BoxWriter out, long more) {
            out.u32(size);
            for (int i = 0; i < size; i++) {
                out.u32(counts[i]).u32(Math.toIntExact(values[i] + more));
            }
        }
    }
}
