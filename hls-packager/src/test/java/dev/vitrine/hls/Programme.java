package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Made-up access units with believable times, in the order in which RTMP would bring them. Payloads are noise.
 *
 * @param framesPerSecond 0: no video
 * @param gopSeconds distance of random access points
 * @param bFrames how many pictures are decoded ahead of those shown before them
 * @param audio whether there is AAC at 48 kHz
 * @param dropPercent how many pictures are missing (variable frame rate)
 */
public record Programme(
        double framesPerSecond, double gopSeconds, int bFrames, boolean audio, int dropPercent, long seed) {

    static final Track VIDEO = new Track(
            1,
            Timescale.MILLIS,
            new VideoFormat(
                    VideoCodec.H264,
                    "avc1.64001f",
                    Bytes.ofHex("01 64001f ff e1 0004 6764001f 01 0004 68ee3cb0"),
                    1280,
                    720,
                    VideoFormat.Ratio.SQUARE));

    static final Track AUDIO = new Track(
            2,
            new Timescale(48_000),
            new AudioFormat(AudioCodec.AAC, "mp4a.40.2", Bytes.ofHex("1190"), 48_000, 2, 1024));

    public static Programme of(double framesPerSecond, double gopSeconds) {
        return new Programme(framesPerSecond, gopSeconds, 0, true, 0, 1);
    }

    Programme withoutAudio() {
        return new Programme(framesPerSecond, gopSeconds, bFrames, false, dropPercent, seed);
    }

    Programme withBFrames(int count) {
        return new Programme(framesPerSecond, gopSeconds, count, audio, dropPercent, seed);
    }

    static Programme audioOnly() {
        return new Programme(0, 1, 0, true, 0, 1);
    }

    public List<Track> tracks() {
        return Stream.concat(
                        framesPerSecond > 0 ? Stream.of(VIDEO) : Stream.of(), audio ? Stream.of(AUDIO) : Stream.of())
                .toList();
    }

    /** From {@code fromMillis} of show time on, with a random access point first. */
    public List<AccessUnit> units(long fromMillis, long millis) {
        Random random = new Random(seed);
        List<AccessUnit> units = new ArrayList<>();
        if (framesPerSecond > 0) {
            int perGop = (int) Math.round(gopSeconds * framesPerSecond);
            for (int i = 0; i * 1000 / framesPerSecond < millis; i++) {
                boolean key = i % perGop == 0;
                if (!key && random.nextInt(100) < dropPercent) {
                    continue;
                }
                // Closed GOPs: the last picture of each mini GOP is decoded first.
                int mini = bFrames + 1;
                int inGop = i % perGop;
                int shown = inGop == 0 || inGop > (perGop - 1) / mini * mini
                        ? i
                        : (inGop - 1) % mini == 0 ? i + bFrames : i - 1;
                long dts = fromMillis + Math.round(i * 1000 / framesPerSecond);
                long pts = fromMillis + Math.round((shown + (bFrames > 0 ? 1 : 0)) * 1000 / framesPerSecond);
                units.add(new AccessUnit(1, pts, dts, key, noise(random, key ? 4000 : 800)));
            }
        }
        if (audio) {
            for (long i = 0; i * 1024 / 48 < millis; i++) {
                long ticks = fromMillis * 48 + i * 1024;
                units.add(new AccessUnit(2, ticks, ticks, true, noise(random, 300)));
            }
        }
        units.sort(Comparator.comparingLong(Programme::arrival));
        return units;
    }

    public static long arrival(AccessUnit unit) {
        return unit.trackId() == 1 ? unit.dts() * 48 : unit.dts();
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[1 + size / 2 + random.nextInt(size)];
        random.nextBytes(bytes);
        return bytes;
    }
}
