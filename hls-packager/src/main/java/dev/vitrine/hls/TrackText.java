package dev.vitrine.hls;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A track as fields of a journal line: number, timescale, codec, RFC 6381 codecs, configuration in hexadecimal digits or
 * {@code -}; then width, height and the two sides of a pixel, or sample rate, channels and samples in an access unit. What is
 * to be shown turned has two fields more: {@code mirrored} or {@code -}, and the quarter turns clockwise.
 */
final class TrackText {

    private static final int VIDEO_FIELDS = 9;
    private static final int TURNED_FIELDS = 11;

    private TrackText() {}

    static List<String> write(Track track) {
        TrackFormat format = track.format();
        List<String> fields = new ArrayList<>();
        fields.add(Integer.toString(track.id()));
        fields.add(Integer.toString(track.timescale().ticksPerSecond()));
        if (format instanceof VideoFormat video) {
            fields.add(video.codec().name());
            common(fields, format);
            numbers(
                    fields,
                    video.width(),
                    video.height(),
                    video.pixelAspect().numerator(),
                    video.pixelAspect().denominator());
            if (!video.orientation().equals(Orientation.UPRIGHT)) {
                fields.add(video.orientation().mirrored() ? "mirrored" : "-");
                numbers(fields, video.orientation().quarterTurns());
            }
        } else if (format instanceof AudioFormat audio) {
            fields.add(audio.codec().name());
            common(fields, format);
            numbers(fields, audio.sampleRate(), audio.channels(), audio.samplesPerAccessUnit());
        }
        return fields;
    }

    private static void common(List<String> fields, TrackFormat format) {
        fields.add(format.codecs());
        fields.add(
                format.configuration().length() == 0
                        ? "-"
                        : HexFormat.of().formatHex(format.configuration().toArray()));
    }

    private static void numbers(List<String> fields, int... values) {
        Arrays.stream(values).mapToObj(Integer::toString).forEach(fields::add);
    }

    /**
     * @throws IllegalArgumentException when these are not such fields
     * @throws IndexOutOfBoundsException when there are too few
     */
    static Track read(List<String> fields) {
        Bytes configuration = Bytes.ofHex(fields.get(4).equals("-") ? "" : fields.get(4));
        TrackFormat format = fields.size() == VIDEO_FIELDS || fields.size() == TURNED_FIELDS
                ? new VideoFormat(
                        VideoCodec.valueOf(fields.get(2)),
                        fields.get(3),
                        configuration,
                        number(fields, 5),
                        number(fields, 6),
                        new VideoFormat.Ratio(number(fields, 7), number(fields, 8)),
                        orientation(fields))
                : new AudioFormat(
                        AudioCodec.valueOf(fields.get(2)),
                        fields.get(3),
                        configuration,
                        number(fields, 5),
                        number(fields, 6),
                        number(fields, 7));
        return new Track(number(fields, 0), new Timescale(number(fields, 1)), format);
    }

    private static Orientation orientation(List<String> fields) {
        return fields.size() < TURNED_FIELDS
                ? Orientation.UPRIGHT
                : new Orientation(fields.get(9).equals("mirrored"), number(fields, 10));
    }

    private static int number(List<String> fields, int index) {
        return Integer.parseInt(fields.get(index));
    }
}
