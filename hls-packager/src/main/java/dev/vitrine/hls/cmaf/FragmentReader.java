package dev.vitrine.hls.cmaf;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads back what {@link FragmentWriter} wrote. Not for files of others: it knows the one layout. */
public final class FragmentReader {

    private static final int MOOF = 0x6d6f6f66;
    private static final int TRAF = 0x74726166;
    private static final int TFHD = 0x74666864;
    private static final int TFDT = 0x74666474;
    private static final int TRUN = 0x7472756e;
    private static final int NOT_SYNC = 0x00010000;
    private static final int VIDEO_RUN = 0xf01;

    private FragmentReader() {}

    /**
     * The fragments of a part or segment, in order, each as its tracks' runs.
     *
     * @param bytes from position to limit, which stay
     * @param tracks those that were written; runs of others are left out
     * @param compositionDelay with which they were written
     * @throws IllegalArgumentException when these are not such bytes
     */
    public static List<List<TrackRun>> read(ByteBuffer bytes, List<Track> tracks, long compositionDelay) {
        List<List<TrackRun>> fragments = new ArrayList<>();
        try {
            for (int at = bytes.position(); at < bytes.limit(); at += size(bytes, at)) {
                if (bytes.getInt(at + 4) == MOOF) {
                    fragments.add(moof(bytes, at, tracks, compositionDelay));
                }
            }
        } catch (IndexOutOfBoundsException cut) {
            throw new IllegalArgumentException("a fragment of " + bytes.remaining() + " bytes is cut off", cut);
        }
        return fragments;
    }

    private static List<TrackRun> moof(ByteBuffer bytes, int moof, List<Track> tracks, long compositionDelay) {
        List<TrackRun> runs = new ArrayList<>();
        int end = moof + size(bytes, moof);
        for (int at = moof + 8; at < end; at += size(bytes, at)) {
            if (bytes.getInt(at + 4) == TRAF) {
                traf(bytes, moof, at, tracks, compositionDelay).ifPresent(runs::add);
            }
        }
        return runs;
    }

    private static Optional<TrackRun> traf(
            ByteBuffer bytes, int moof, int traf, List<Track> tracks, long compositionDelay) {
        int id = 0;
        long decodeTime = 0;
        int end = traf + size(bytes, traf);
        for (int at = traf + 8; at < end; at += size(bytes, at)) {
            switch (bytes.getInt(at + 4)) {
                case TFHD -> id = bytes.getInt(at + 12);
                case TFDT -> decodeTime = bytes.getLong(at + 12);
                case TRUN -> {
                    int wanted = id;
                    Optional<Track> track = tracks.stream()
                            .filter(known -> known.id() == wanted)
                            .findFirst();
                    if (track.isPresent()) {
                        long shift = FragmentWriter.shift(track.get(), compositionDelay);
                        return Optional.of(trun(bytes, moof, at, track.get(), decodeTime, shift));
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static TrackRun trun(ByteBuffer bytes, int moof, int trun, Track track, long decodeTime, long shift) {
        boolean video = (bytes.getInt(trun + 8) & 0xffffff) == VIDEO_RUN;
        int count = bytes.getInt(trun + 12);
        int data = moof + bytes.getInt(trun + 16);
        List<Sample> samples = new ArrayList<>();
        long written = decodeTime;
        int at = trun + 20;
        for (int i = 0; i < count; i++) {
            long duration = Integer.toUnsignedLong(bytes.getInt(at));
            byte[] payload = new byte[bytes.getInt(at + 4)];
            bytes.get(data, payload);
            boolean sync = !video || (bytes.getInt(at + 8) & NOT_SYNC) == 0;
            long pts = written + (video ? bytes.getInt(at + 12) : 0);
            samples.add(new Sample(new AccessUnit(track.id(), pts, written - shift, sync, payload), duration));
            data += payload.length;
            written += duration;
            at += video ? 16 : 8;
        }
        return new TrackRun(track, samples);
    }

    private static int size(ByteBuffer bytes, int at) {
        int size = bytes.getInt(at);
        if (size < 8) {
            throw new IllegalArgumentException("a box of " + size + " bytes at " + at + " is shorter than its header");
        }
        return size;
    }
}
