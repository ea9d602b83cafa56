package dev.vitrine.hls.check;

import dev.vitrine.hls.check.InitFacts.Defaults;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.MediaFacts.Container;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Reads an MPEG-TS segment (ISO/IEC 13818-1) as far as times, tracks and random access go. A PES packet counts as a
 * sample, and lasts until the next; the last as long as they do on average.
 */
final class TsReader {

    private static final int PACKET = 188;
    private static final int SYNC_BYTE = 0x47;
    private static final long CLOCK = 90_000;
    /** Stream types (§2.4.4.9, Table 2-34) that this reads times of. */
    private static final Map<Integer, String> CODECS = Map.of(
            0x1b,
            "avc1",
            0x24,
            "hvc1",
            0x0f,
            "mp4a.40.2",
            0x11,
            "mp4a.40.2",
            0x03,
            "mp4a.40.34",
            0x04,
            "mp4a.40.34",
            0x81,
            "ac-3",
            0x87,
            "ec-3");

    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, TrackFacts> tracks = new LinkedHashMap<>();
    private final Map<Integer, List<Pes>> packets = new LinkedHashMap<>();
    private int programMap = -1;

    private static final class Pes {
        final long dts;
        final long pts;
        final boolean sync;
        final CRC32 crc = new CRC32();
        int size;

        Pes(long dts, long pts, boolean sync) {
            this.dts = dts;
            this.pts = pts;
            this.sync = sync;
        }
    }

    private TsReader() {}

    static MediaFacts read(ByteBuffer bytes) {
        TsReader reader = new TsReader();
        try {
            reader.packets(bytes.slice());
        } catch (IndexOutOfBoundsException cut) {
            reader.faults.add("a packet is not what it says");
        }
        if (reader.tracks.isEmpty()) {
            reader.faults.add("has no PAT and PMT");
        }
        Map<Integer, List<SampleFacts>> samples = new LinkedHashMap<>();
        reader.packets.forEach((pid, list) -> samples.put(pid, samples(list)));
        return new MediaFacts(Container.TS, reader.tracks, samples, List.of(), reader.faults);
    }

    private static List<SampleFacts> samples(List<Pes> list) {
        List<SampleFacts> samples = new ArrayList<>();
        long usual = list.size() < 2 ? 0 : (list.get(list.size() - 1).dts - list.get(0).dts) / (list.size() - 1);
        for (int i = 0; i < list.size(); i++) {
            Pes pes = list.get(i);
            long duration = i + 1 < list.size() ? list.get(i + 1).dts - pes.dts : usual;
            samples.add(new SampleFacts(pes.dts, pes.pts, duration, pes.size, pes.sync, (int) pes.crc.getValue()));
        }
        return samples;
    }

    private void packets(ByteBuffer in) {
        if (in.limit() % PACKET != 0) {
            faults.add("is not a whole number of packets of 188 bytes");
        }
        for (int at = 0; at + PACKET <= in.limit(); at += PACKET) {
            if (in.get(at) != SYNC_BYTE) {
                faults.add("no sync byte at " + at);
                return;
            }
            packet(in.slice(at, PACKET));
        }
    }

    private void packet(ByteBuffer in) {
        int header = in.getInt(0);
        boolean starts = (header & 0x40_0000) != 0;
        int pid = header >> 8 & 0x1fff;
        int control = header >> 4 & 3;
        int at = 4;
        boolean randomAccess = false;
        if ((control & 2) != 0) {
            int length = in.get(4) & 0xff;
            randomAccess = length > 0 && (in.get(5) & 0x40) != 0;
            at += 1 + length;
        }
        if ((control & 1) == 0 || at >= PACKET) {
            return;
        }
        if (pid == 0 && starts) {
            int section = at + 1 + (in.get(at) & 0xff);
            programMap = in.getShort(section + 10) & 0x1fff;
        } else if (pid == programMap && starts) {
            map(in, at + 1 + (in.get(at) & 0xff));
        } else {
            TrackFacts track = tracks.get(pid);
            List<Pes> begun = packets.getOrDefault(pid, List.of());
            if (track != null && starts) {
                pes(track, in, at, randomAccess);
            } else if (!begun.isEmpty()) {
                payload(begun.get(begun.size() - 1), in, at);
            }
        }
    }

    private void map(ByteBuffer in, int section) {
        int end = section + 3 + (in.getShort(section + 1) & 0xfff) - 4;
        int at = section + 12 + (in.getShort(section + 10) & 0xfff);
        while (at + 5 <= Math.min(end, PACKET)) {
            int type = in.get(at) & 0xff;
            int pid = in.getShort(at + 1) & 0x1fff;
            String codec = CODECS.get(type);
            if (codec != null) {
                boolean video = type == 0x1b || type == 0x24;
                tracks.put(pid, new TrackFacts(pid, video ? "vide" : "soun", CLOCK, codec, 0, 0, Defaults.NONE));
            }
            at += 5 + (in.getShort(at + 3) & 0xfff);
        }
    }

    private void pes(TrackFacts track, ByteBuffer in, int at, boolean randomAccess) {
        if (in.getShort(at) != 0 || in.get(at + 2) != 1 || (in.get(at + 7) & 0x80) == 0) {
            return;
        }
        long pts = time(in, at + 9);
        long dts = (in.get(at + 7) & 0x40) != 0 ? time(in, at + 14) : pts;
        boolean sync = randomAccess || !track.isVideo();
        Pes pes = new Pes(dts, pts, sync);
        packets.computeIfAbsent(track.id(), key -> new ArrayList<>()).add(pes);
        payload(pes, in, at + 9 + (in.get(at + 8) & 0xff));
    }

    private static void payload(Pes pes, ByteBuffer in, int at) {
        if (at < PACKET) {
            pes.crc.update(in.slice(at, PACKET - at));
            pes.size += PACKET - at;
        }
    }

    /** 33 bits in five bytes. */
    private static long time(ByteBuffer in, int at) {
        return (in.get(at) >> 1 & 7L) << 30
                | (in.getShort(at + 1) & 0xffffL) >> 1 << 15
                | (in.getShort(at + 3) & 0xffffL) >> 1;
    }
}
