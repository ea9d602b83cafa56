package dev.vitrine.testkit;

import dev.vitrine.testkit.HlsPlaylist.Segment;
import dev.vitrine.transcoder.programme.FrameStamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which picture is shown at which media date: decodes what was downloaded and reads the number in every picture. So cue
 * accuracy is measured on what a viewer sees, not on what a server believes.
 */
public final class FrameDates {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Pattern SIZE = Pattern.compile("\\bs:(\\d+)x(\\d+)");
    private static final Pattern PTS = Pattern.compile("\\bn: *\\d+ pts: *(-?\\d+)");

    private FrameDates() {}

    /**
     * A decoded picture.
     *
     * @param pts in ticks of the video track
     * @param frame the number it carries; empty when it cannot be read
     */
    public record Picture(long pts, OptionalLong frame) {}

    /**
     * A picture and its place in the show.
     *
     * @param sequence media sequence number of its segment
     * @param date by its segment's EXT-X-PROGRAM-DATE-TIME
     */
    public record DatedPicture(long sequence, long pts, Instant date, OptionalLong frame) {}

    /**
     * Every picture of the complete segments in a recording, in order of showing. A segment that does not start at a
     * random access point is decoded behind those in front of it, as a player that came from there would.
     */
    public static List<DatedPicture> of(Recording recording) {
        List<DatedPicture> pictures = new ArrayList<>();
        ByteArrayOutputStream sinceRandomAccess = new ByteArrayOutputStream();
        for (Segment segment : recording.segments()) {
            Optional<byte[]> init = recording.init(segment);
            Optional<byte[]> media = recording.media(segment);
            if (segment.isOpen() || segment.gap() || init.isEmpty() || media.isEmpty()) {
                sinceRandomAccess.reset();
                continue;
            }
            Instant start = segment.date()
                    .orElseThrow(() -> new AssertionError("segment " + segment.sequence() + " has no date"));
            if (startsAtRandomAccess(init.get(), media.get())) {
                sinceRandomAccess.reset();
            }
            byte[] before = sinceRandomAccess.toByteArray();
            sinceRandomAccess.writeBytes(media.get());
            pictures.addAll(date(segment.sequence(), start, init.get(), before, media.get()));
        }
        return pictures;
    }

    private static boolean startsAtRandomAccess(byte[] init, byte[] media) {
        int video = Mp4Sample.trackId(Mp4Box.parse(init), "vide");
        List<Mp4Sample> samples = Mp4Sample.of(Mp4Box.parse(media), video);
        return !samples.isEmpty() && samples.get(0).sync();
    }

    /** The date at which picture {@code frame} is shown first. */
    public static Optional<Instant> dateOf(List<DatedPicture> pictures, long frame) {
        return pictures.stream()
                .filter(picture -> picture.frame().equals(OptionalLong.of(frame)))
                .map(DatedPicture::date)
                .findFirst();
    }

    /** The picture that is on screen at {@code date}: the last one whose own date is not after it. */
    public static Optional<DatedPicture> shownAt(List<DatedPicture> pictures, Instant date) {
        return pictures.stream()
                .filter(picture -> !picture.date().isAfter(date))
                .reduce((first, second) -> second);
    }

    private static List<DatedPicture> date(long sequence, Instant start, byte[] init, byte[] before, byte[] media) {
        List<Mp4Box> boxes = Mp4Box.parse(init);
        int video = Mp4Sample.trackId(boxes, "vide");
        int timescale = Mp4Sample.timescale(boxes, video);
        long first = Mp4Sample.of(Mp4Box.parse(media), video).stream()
                .mapToLong(Mp4Sample::pts)
                .min()
                .orElseThrow(() -> new AssertionError("segment " + sequence + " holds no picture"));
        List<Picture> pictures = decode(init, before, media).stream()
                .filter(picture -> picture.pts() >= first)
                .toList();
        if (pictures.isEmpty()) {
            throw new AssertionError("segment " + sequence + " holds no picture that can be decoded");
        }
        return pictures.stream()
                .map(picture -> new DatedPicture(
                        sequence,
                        picture.pts(),
                        start.plusNanos(Math.round((picture.pts() - first) * 1e9 / timescale)),
                        picture.frame()))
                .toList();
    }

    /** Decodes an init segment and media that starts at a random access point; pictures in order of showing. */
    public static List<Picture> decode(byte[]... initAndMedia) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Arrays.stream(initAndMedia).forEach(file::writeBytes);
        try {
            Path path = Files.createTempFile("decode-", ".mp4");
            try {
                Files.write(path, file.toByteArray());
                return decode(path);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decodes a file of any kind; pts count in the time base of its container. */
    public static List<Picture> decode(Path file) {
        // Only the rows with the stamp come back through the pipe.
        String filter = "showinfo=checksum=0,format=gray,crop=iw:floor(iw/" + FrameStamp.CELLS + "):0:0";
        Child.Output output = Child.succeed(
                DEADLINE,
                Tools.ffmpeg(),
                List.of(
                        "-nostdin",
                        "-hide_banner",
                        "-nostats",
                        "-copyts",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v:0",
                        "-vf",
                        filter,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "gray",
                        "pipe:1"));
        Matcher size = SIZE.matcher(output.stderr());
        if (!size.find()) {
            return List.of();
        }
        int width = Integer.parseInt(size.group(1));
        int rows = FrameStamp.rows(width);
        int bytes = width * rows;
        List<Picture> pictures = new ArrayList<>();
        Matcher pts = PTS.matcher(output.stderr());
        for (int at = 0; at + bytes <= output.stdout().length && pts.find(); at += bytes) {
            byte[] strip = Arrays.copyOfRange(output.stdout(), at, at + bytes);
            pictures.add(new Picture(Long.parseLong(pts.group(1)), FrameStamp.read(strip, width, rows, width)));
        }
        return pictures;
    }
}
