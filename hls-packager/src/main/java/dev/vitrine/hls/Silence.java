package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sound in which nothing is heard, in the source's own format: for times without a source.
 *
 * <p>Written by hand, because a silent frame of AAC or Opus is all fixed. Frames stand on one grid from show time 0 on, so that
 * those of one part follow those of the part before it.
 */
final class Silence {

    private static final int LOW_COMPLEXITY = 2;
    private static final int SPECTRAL_BAND_REPLICATION = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int EXPLICIT_RATE = 15;

    /** Elements of a frame by channel configuration 1 to 7: S one channel, C a pair, L the low one (Table 1.19). */
    private static final List<String> ELEMENTS = List.of("S", "C", "SC", "SCS", "SCC", "SCCL", "SCCCL");

    /** RFC 6716 §3.1: full band, 20 ms, one frame a packet; a bit says whether it is stereo. */
    private static final int OPUS_PACKET = 31 << 3;

    private static final int OPUS_STEREO = 1 << 2;
    private static final int OPUS_SAMPLES = 960;

    /** Where dOps has its channel mapping family (Opus in ISOBMFF §4.3.2). */
    private static final int OPUS_FAMILY = 10;

    /** One access unit of it. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Frame(byte[] payload, int samples) {}

    private Silence() {}

    /** Whether all the sound among these tracks can be silent. */
    static boolean isPossible(List<Track> tracks) {
        return tracks.stream()
                .flatMap(track -> track.audio().stream())
                .allMatch(format -> frame(format).isPresent());
    }

    /** What begins in this stretch of show time, one run a track; one frame at least, however short it is. */
    static List<TrackRun> between(List<Track> tracks, long startNanos, long endNanos) {
        List<TrackRun> runs = new ArrayList<>();
        for (Track track : tracks) {
            track.audio()
                    .ifPresent(format -> frame(format).ifPresent(frame -> {
                        List<Sample> samples = samples(track, format, frame, startNanos, endNanos);
                        if (!samples.isEmpty()) {
                            runs.add(new TrackRun(track, samples));
                        }
                    }));
        }
        return runs;
    }

    private static List<Sample> samples(Track track, AudioFormat format, Frame frame, long startNanos, long endNanos) {
        Timescale rate = new Timescale(format.sampleRate());
        int length = frame.samples();
        List<Sample> samples = new ArrayList<>();
        long number = Math.floorDiv(Timescale.NANOS.rescale(startNanos, rate), length);
        for (; rate.nanos(number * length) < endNanos; number++) {
            if (rate.nanos(number * length) >= startNanos) {
                samples.add(sample(track, rate, number * length, frame));
            }
        }
        if (samples.isEmpty() && endNanos > startNanos) {
            samples.add(sample(track, rate, Timescale.NANOS.rescale(startNanos, rate), frame));
        }
        return samples;
    }

    private static Sample sample(Track track, Timescale rate, long start, Frame frame) {
        long pts = rate.rescale(start, track.timescale());
        long next = rate.rescale(start + frame.samples(), track.timescale());
        return new Sample(new AccessUnit(track.id(), pts, pts, true, frame.payload()), next - pts);
    }

    /** Empty for a format that has no such frame, or none that is known here. */
    static Optional<Frame> frame(AudioFormat format) {
        return switch (format.codec()) {
            case AAC -> aac(format);
            case OPUS -> opus(format);
            default -> Optional.empty();
        };
    }

    /** Every channel says that none of its bands is coded. */
    private static Optional<Frame> aac(AudioFormat format) {
        if (format.samplesPerAccessUnit() == 0) {
            return Optional.empty();
        }
        int channels = channelConfiguration(format.configuration());
        return channels >= 1 && channels <= ELEMENTS.size()
                ? Optional.of(new Frame(rawDataBlock(ELEMENTS.get(channels - 1)), format.samplesPerAccessUnit()))
                : Optional.empty();
    }

    /** The first bit that is coded says that all is silent (RFC 6716 §4.3). One or two channels: what has more is another stream. */
    private static Optional<Frame> opus(AudioFormat format) {
        Bytes configuration = format.configuration();
        if (configuration.length() <= OPUS_FAMILY || configuration.at(OPUS_FAMILY) != 0) {
            return Optional.empty();
        }
        int stereo = format.channels() == 2 ? OPUS_STEREO : 0;
        return Optional.of(
                new Frame(new byte[] {(byte) (OPUS_PACKET | stereo), (byte) 0xff, (byte) 0xfe}, OPUS_SAMPLES));
    }

    /** Of an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1) for AAC-LC, with or without extensions; else 0. */
    private static int channelConfiguration(Bytes configuration) {
        Bits bits = new Bits(configuration);
        int type = bits.take(5);
        if (bits.take(4) == EXPLICIT_RATE) {
            bits.take(24);
        }
        int channels = bits.take(4);
        if (type == SPECTRAL_BAND_REPLICATION || type == PARAMETRIC_STEREO) {
            if (bits.take(4) == EXPLICIT_RATE) {
                bits.take(24);
            }
            type = bits.take(5);
        }
        boolean framesOf1024 = bits.take(1) == 0;
        return type == LOW_COMPLEXITY && framesOf1024 ? channels : 0;
    }

    /** ISO/IEC 14496-3 §4.4.2.1: the elements, and the word that ends a frame. */
    private static byte[] rawDataBlock(String elements) {
        StringBuilder bits = new StringBuilder();
        int[] tags = new int[4];
        for (int i = 0; i < elements.length(); i++) {
            switch (elements.charAt(i)) {
                case 'S' -> bits.append("000").append(tag(tags[0]++)).append(channel());
                case 'C' ->
                    bits.append("001")
                            .append(tag(tags[1]++))
                            .append('0')
                            .append(channel())
                            .append(channel());
                default -> bits.append("011").append(tag(tags[3]++)).append(channel());
            }
        }
        bits.append("111");
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        byte[] frame = new byte[bits.length() / 8];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return frame;
    }

    private static String tag(int number) {
        return Integer.toBinaryString(16 + number).substring(1);
    }

    /** An individual_channel_stream: gain 0, one long window of which no band is coded, no pulses, no shaping, no gain. */
    private static String channel() {
        return "00000000" + "0" + "00" + "0" + "000000" + "0" + "0" + "0" + "0";
    }

    /** Reads from the front; zeros behind the end. */
    private static final class Bits {
        private final Bytes bytes;
        private int at;

        Bits(Bytes bytes) {
            this.bytes = bytes;
        }

        int take(int count) {
            int value = 0;
            for (int i = 0; i < count; i++, at++) {
                int bit = at / 8 < bytes.length() ? (bytes.at(at / 8) >> (7 - at % 8)) & 1 : 0;
                value = (value << 1) | bit;
            }
            return value;
        }
    }
}
