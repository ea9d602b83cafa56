package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Box.Broken;
import dev.vitrine.hls.check.InitFacts.Defaults;
import dev.vitrine.hls.check.InitFacts.TrackFacts;
import dev.vitrine.hls.check.MediaFacts.Container;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads movie fragments (ISO/IEC 14496-12 §8.8), one or many in a row. */
final class FragmentReader {

    private static final int MAX_SAMPLES = 200_000;
    private static final int NOT_SYNC = 0x1_0000;

    private final InitFacts init;
    private final Map<Integer, List<SampleFacts>> samples = new LinkedHashMap<>();
    private final List<Emsg> messages = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private FragmentReader(InitFacts init) {
        this.init = init;
    }

    /** What is in these bytes, whatever they are: fragmented MP4, MPEG-TS or something else. */
    static MediaFacts read(ByteBuffer bytes, Optional<InitFacts> init) {
        if (bytes.remaining() >= 188 && bytes.get(bytes.position()) == 0x47) {
            return TsReader.read(bytes);
        }
        if (init.isEmpty() || bytes.remaining() < 8) {
            boolean boxes = bytes.remaining() >= 8
                    && List.of("styp", "moof", "sidx", "emsg", "ftyp", "prft").contains(type(bytes));
            return boxes
                    ? new MediaFacts(Container.FMP4, Map.of(), Map.of(), List.of(), List.of())
                    : MediaFacts.other(bytes.hasRemaining() ? List.of() : List.of("is empty"));
        }
        FragmentReader reader = new FragmentReader(init.get());
        try {
            reader.read(bytes);
        } catch (Broken | BufferUnderflowException | IndexOutOfBoundsException wrong) {
            reader.faults.add("cannot be read: " + wrong.getMessage());
        }
        return new MediaFacts(Container.FMP4, init.get().tracks(), reader.samples, reader.messages, reader.faults);
    }

    private static String type(ByteBuffer bytes) {
        byte[] code = new byte[4];
        bytes.get(bytes.position() + 4, code);
        return new String(code, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private void read(ByteBuffer bytes) throws Broken {
        ByteBuffer whole = bytes.slice();
        int at = 0;
        boolean any = false;
        for (Box box : Box.in(whole)) {
            // A 64-bit size is for boxes that no segment has.
            int size = box.body().limit() + 8;
            if (box.type().equals("emsg")) {
                messages.add(Emsg.read(box));
            } else if (box.type().equals("moof")) {
                any = true;
                for (Box traf : Box.all(box.children(), "traf").toList()) {
                    traf(traf, whole, at);
                }
            }
            at += size;
        }
        if (!any) {
            faults.add("has no moof");
        }
    }

    private void traf(Box traf, ByteBuffer whole, int moofAt) throws Broken {
        List<Box> children = traf.children();
        Box tfhd = Box.first(children, "tfhd").orElseThrow(() -> new Broken("traf without tfhd"));
        ByteBuffer in = tfhd.body().duplicate().position(4);
        int flags = tfhd.flags();
        int id = in.getInt();
        TrackFacts track = init.tracks().get(id);
        if (track == null) {
            faults.add("track " + id + " is not in the init segment");
            return;
        }
        if ((flags & 1) != 0) {
            faults.add("tfhd of track " + id + " has a base data offset: addresses must be relative to the moof");
            return;
        }
        if ((flags & 2) != 0) {
            in.getInt();
        }
        Defaults known = track.defaults();
        Defaults defaults = new Defaults(
                (flags & 8) != 0 ? Integer.toUnsignedLong(in.getInt()) : known.duration(),
                (flags & 0x10) != 0 ? in.getInt() : known.size(),
                (flags & 0x20) != 0 ? in.getInt() : known.flags());
        Optional<Box> tfdt = Box.first(children, "tfdt");
        if (tfdt.isEmpty()) {
            faults.add("traf of track " + id + " has no tfdt");
            return;
        }
        long dts = tfdt.get().version() == 1
                ? tfdt.get().body().getLong(4)
                : Integer.toUnsignedLong(tfdt.get().body().getInt(4));
        List<SampleFacts> list = samples.computeIfAbsent(id, key -> new ArrayList<>());
        for (Box trun : Box.all(children, "trun").toList()) {
            dts = trun(trun, defaults, dts, list, whole, moofAt);
        }
    }

    private long trun(Box trun, Defaults defaults, long dts, List<SampleFacts> list, ByteBuffer whole, int moofAt)
            throws Broken {
        int flags = trun.flags();
        ByteBuffer in = trun.body().duplicate().position(4);
        int count = in.getInt();
        if (count < 0 || list.size() + (long) count > MAX_SAMPLES) {
            throw new Broken("trun says it has " + Integer.toUnsignedString(count) + " samples");
        }
        long data = (flags & 1) != 0 ? moofAt + (long) in.getInt() : -1;
        int firstFlags = (flags & 4) != 0 ? in.getInt() : defaults.flags();
        long time = dts;
        for (int i = 0; i < count; i++) {
            long duration = (flags & 0x100) != 0 ? Integer.toUnsignedLong(in.getInt()) : defaults.duration();
            int size = (flags & 0x200) != 0 ? in.getInt() : defaults.size();
            int sample = (flags & 0x400) != 0 ? in.getInt() : i == 0 ? firstFlags : defaults.flags();
            long offset =
                    (flags & 0x800) == 0 ? 0 : trun.version() == 0 ? Integer.toUnsignedLong(in.getInt()) : in.getInt();
            list.add(new SampleFacts(
                    time, time + offset, duration, size, (sample & NOT_SYNC) == 0, hash(whole, data, size)));
            time += duration;
            data = data < 0 ? data : data + size;
        }
        return time;
    }

    private static int hash(ByteBuffer whole, long at, int size) throws Broken {
        if (at < 0) {
            return 0;
        }
        if (size < 0 || at + size > whole.limit()) {
            throw new Broken("a sample of " + size + " bytes at " + at + " is behind the end at " + whole.limit());
        }
        CRC32 crc = new CRC32();
        crc.update(whole.slice((int) at, size));
        return (int) crc.getValue();
    }
}
