package dev.vitrine.hls.cmaf;

import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Writes one fragment: {@code moof} then {@code mdat} (ISO/IEC 14496-12 §8.8).
 *
 * <pre>
 *   moof ─ mfhd ─ traf per track ( tfhd default-base-is-moof ─ tfdt v1 ─ trun v1 )
 *   mdat ─ samples, track after track
 * </pre>
 *
 * <p>Players take {@code tfdt} for the date of a fragment's first picture, whatever its composition offset says. So
 * decoding times are written later than they are, by as much as the first picture waits between decoding and being
 * shown; presentation times stay, and a picture that is shown before others that are decoded earlier has a negative
 * offset, which {@code trun} version 1 knows (§8.8.8, and CMAF ISO/IEC 23000-19 §7.5.17).
 *
 * <p>The size is known before the first byte, so a fragment costs one allocation and one copy of the payloads.
 */
public final class FragmentWriter {

    private static final int MOOF = 0x6d6f6f66;
    private static final int MFHD = 0x6d666864;
    private static final int TRAF = 0x74726166;
    private static final int TFHD = 0x74666864;
    private static final int TFDT = 0x74666474;
    private static final int TRUN = 0x7472756e;
    private static final int MDAT = 0x6d646174;

    private static final int DEFAULT_BASE_IS_MOOF = 0x020000;
    private static final int DEFAULT_SAMPLE_FLAGS = 0x20;
    /** Data offset, and a duration and size for each sample. */
    private static final int AUDIO_RUN = 0x301;
    /** The same with flags and a signed composition offset for each sample. */
    private static final int VIDEO_RUN = 0xf01;

    /** §8.8.3.1: depends on nothing. */
    private static final int SYNC = 0x02000000;
    /** Depends on others and is not a sync sample. */
    private static final int NOT_SYNC = 0x01010000;

    private FragmentWriter() {}

    /**
     * One fragment.
     *
     * @param sequence of {@code mfhd}, rises from fragment to fragment
     * @param compositionDelay nanoseconds that are added to the decoding times of pictures, the same for all fragments
     *     of one encoder's stretch: its first picture's pts minus its dts
     * @return the fragment, ready to read from position 0
     */
    public static ByteBuffer write(int sequence, long compositionDelay, List<TrackRun> runs) {
        int moofSize = moofSize(runs);
        int mdatSize = 8;
        for (TrackRun run : runs) {
            mdatSize = Math.addExact(mdatSize, run.payloadBytes());
        }
        ByteBuffer out = ByteBuffer.allocate(Math.addExact(moofSize, mdatSize));
        out.putInt(moofSize).putInt(MOOF);
        out.putInt(16).putInt(MFHD).putInt(0).putInt(sequence);
        int dataOffset = moofSize + 8;
        for (TrackRun run : runs) {
            traf(out, run, dataOffset, compositionDelay);
            dataOffset += run.payloadBytes();
        }
        out.putInt(mdatSize).putInt(MDAT);
        for (TrackRun run : runs) {
            for (Sample sample : run.samples()) {
                out.put(sample.unit().payload());
            }
        }
        return out.flip();
    }

    private static void traf(ByteBuffer out, TrackRun run, int dataOffset, long compositionDelay) {
        boolean video = run.track().isVideo();
        out.putInt(trafSize(run)).putInt(TRAF);
        out.putInt(tfhdSize(video)).putInt(TFHD);
        out.putInt(DEFAULT_BASE_IS_MOOF | (video ? 0 : DEFAULT_SAMPLE_FLAGS));
        out.putInt(run.track().id());
        if (!video) {
            out.putInt(SYNC);
        }
        long decodeTime = run.samples().get(0).unit().dts() + shift(run.track(), compositionDelay);
        if (decodeTime < 0) {
            throw new IllegalArgumentException("decoding time " + decodeTime + " of track "
                    + run.track().id() + " is before show time 0, with a composition delay of " + compositionDelay
                    + " ns");
        }
        out.putInt(20).putInt(TFDT).putInt(1 << 24).putLong(decodeTime);
        out.putInt(trunSize(run)).putInt(TRUN);
        out.putInt(1 << 24 | (video ? VIDEO_RUN : AUDIO_RUN));
        out.putInt(run.samples().size()).putInt(dataOffset);
        long expected = decodeTime;
        for (Sample sample : run.samples()) {
            out.putInt((int) sample.duration()).putInt(sample.unit().payload().length);
            if (video) {
                out.putInt(sample.unit().randomAccess() ? SYNC : NOT_SYNC);
                out.putInt(Math.toIntExact(sample.unit().pts() - expected));
            }
            expected += sample.duration();
        }
    }

    /** Ticks between a track's decoding times and how they are written. */
    static long shift(Track track, long compositionDelay) {
        return track.isVideo() ? track.timescale().ticks(Duration.ofNanos(compositionDelay)) : 0;
    }

    private static int moofSize(List<TrackRun> runs) {
        return 8 + 16 + runs.stream().mapToInt(FragmentWriter::trafSize).sum();
    }

    private static int trafSize(TrackRun run) {
        return 8 + tfhdSize(run.track().isVideo()) + 20 + trunSize(run);
    }

    private static int tfhdSize(boolean video) {
        return video ? 16 : 20;
    }

    private static int trunSize(TrackRun run) {
        return 20 + run.samples().size() * (run.track().isVideo() ? 16 : 8);
    }
}
