package dev.vitrine.transcoder;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import dev.vitrine.transcoder.programme.FrameStamp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** A programme for tests, encoded by the bundled ffmpeg: every picture carries its number. */
public record Clip(Track track, List<AccessUnit> units) {

    private static final Pattern COMBED = Pattern.compile("Multi frame detection: TFF: *(\\d+) BFF: *(\\d+)");

    /** Encodes {@code frames} pictures at 30 a second; key frames each second. */
    public static Clip encode(Path directory, int width, int height, int frames, String... options) {
        try {
            Path file = Files.createTempFile(directory, "clip-", ".mp4");
            List<String> command = new ArrayList<>(List.of(
                    FfmpegPrograms.ffmpeg().toString(),
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "rawvideo",
                    "-pix_fmt",
                    "yuv420p",
                    "-video_size",
                    width + "x" + height,
                    "-framerate",
                    "30",
                    "-i",
                    "pipe:0",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "veryfast",
                    "-g",
                    "30",
                    "-sc_threshold",
                    "0",
                    "-threads",
                    "1"));
            command.addAll(List.of(options));
            command.addAll(List.of("-video_track_timescale", "90000", file.toString()));
            Process ffmpeg = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream out = ffmpeg.getOutputStream()) {
                byte[] picture = new byte[width * height * 3 / 2];
                for (int n = 0; n < frames; n++) {
                    paint(picture, width, height, n);
                    out.write(picture);
                }
            }
            if (ffmpeg.waitFor() != 0) {
                throw new AssertionError("ffmpeg exited with " + ffmpeg.exitValue());
            }
            return read(file, width, height);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void paint(byte[] picture, int width, int height, int n) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture[y * width + x] = (byte) (48 + ((x + y + 3 * n) >> 1 & 127));
            }
        }
        Arrays.fill(picture, width * height, picture.length, (byte) 128);
        FrameStamp.paint(picture, width, height, width, n);
    }

    private static Clip read(Path file, int width, int height) throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(file);
        List<AccessUnit> units = new ArrayList<>();
        String table = output(
                FfmpegPrograms.ffprobe().toString(),
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_entries",
                "packet=pts,dts,size,pos,flags",
                "-of",
                "csv=p=0",
                file.toString());
        for (String line : table.lines().toList()) {
            String[] cells = line.split(",", -1);
            int at = Integer.parseInt(cells[3]);
            units.add(new AccessUnit(
                    1,
                    Long.parseLong(cells[0]),
                    Long.parseLong(cells[1]),
                    cells[4].startsWith("K"),
                    Arrays.copyOfRange(bytes, at, at + Integer.parseInt(cells[2]))));
        }
        int avcC = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("avcC");
        int size = (bytes[avcC - 2] & 0xff) << 8 | bytes[avcC - 1] & 0xff;
        Bytes configuration = Bytes.copyOf(Arrays.copyOfRange(bytes, avcC + 4, avcC - 4 + size));
        return new Clip(
                new Track(
                        1,
                        Timescale.VIDEO,
                        new VideoFormat(VideoCodec.H264, "avc1.64001f", configuration, width, height, Ratio.SQUARE)),
                units);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream in = process.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        }
    }

    /** H.264 as it comes from a transcoder, as a file. */
    private static Path file(Path directory, VideoFormat format, List<AccessUnit> units) throws IOException {
        ByteArrayOutputStream annexB = new ByteArrayOutputStream();
        parameterSets(format.configuration().toArray(), annexB);
        for (AccessUnit unit : units) {
            byte[] payload = unit.payload();
            for (int at = 0; at < payload.length; ) {
                int length = (payload[at] & 0xff) << 24
                        | (payload[at + 1] & 0xff) << 16
                        | (payload[at + 2] & 0xff) << 8
                        | payload[at + 3] & 0xff;
                annexB.writeBytes(new byte[] {0, 0, 0, 1});
                annexB.write(payload, at + 4, length);
                at += 4 + length;
            }
        }
        return Files.write(Files.createTempFile(directory, "coded-", ".h264"), annexB.toByteArray());
    }

    /** Its pixel format, matrix, transfer characteristics and primaries, as ffprobe calls them. */
    public static String colours(Path directory, VideoFormat format, List<AccessUnit> units) {
        try {
            return output(
                            FfmpegPrograms.ffprobe().toString(),
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=pix_fmt,color_primaries,color_transfer,color_space",
                            "-of",
                            "default=nokey=0:noprint_wrappers=1",
                            file(directory, format, units).toString())
                    .lines()
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .collect(Collectors.joining(","));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its first picture as FFmpeg shows it. */
    public static BufferedImage firstPicture(Path directory, VideoFormat format, List<AccessUnit> units) {
        try {
            Path png = Files.createTempFile(directory, "picture-", ".png");
            output(
                    FfmpegPrograms.ffmpeg().toString(),
                    "-v",
                    "error",
                    "-y",
                    "-i",
                    file(directory, format, units).toString(),
                    "-frames:v",
                    "1",
                    png.toString());
            return ImageIO.read(png.toFile());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many pictures FFmpeg takes for interlaced by their looks, whatever they say of themselves. */
    public static int combed(Path directory, VideoFormat format, List<AccessUnit> units) {
        try {
            Process process = new ProcessBuilder(
                            FfmpegPrograms.ffmpeg().toString(),
                            "-nostdin",
                            "-hide_banner",
                            "-nostats",
                            "-i",
                            file(directory, format, units).toString(),
                            "-vf",
                            "idet",
                            "-f",
                            "null",
                            "-")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
            // It says so once before it has looked.
            return COMBED.matcher(said)
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group(1)) + Integer.parseInt(found.group(2)))
                    .max()
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The numbers in the pictures of H.264 as it comes from a transcoder; in order of showing. */
    public static List<OptionalLong> numbers(Path directory, VideoFormat format, List<AccessUnit> units) {
        try {
            Path file = file(directory, format, units);
            Path raw = Files.createTempFile(directory, "raw-", ".gray");
            output(
                    FfmpegPrograms.ffmpeg().toString(),
                    "-v",
                    "error",
                    "-y",
                    "-i",
                    file.toString(),
                    "-fps_mode",
                    "passthrough",
                    "-f",
                    "rawvideo",
                    "-pix_fmt",
                    "gray",
                    raw.toString());
            byte[] gray = Files.readAllBytes(raw);
            int size = format.width() * format.height();
            List<OptionalLong> numbers = new ArrayList<>();
            for (int at = 0; at + size <= gray.length; at += size) {
                byte[] picture = Arrays.copyOfRange(gray, at, at + size);
                numbers.add(FrameStamp.read(picture, format.width(), format.height(), format.width()));
            }
            return numbers;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void parameterSets(byte[] avcC, ByteArrayOutputStream out) {
        int spsLength = (avcC[6] & 0xff) << 8 | avcC[7] & 0xff;
        int pps = 8 + spsLength;
        int ppsLength = (avcC[pps + 1] & 0xff) << 8 | avcC[pps + 2] & 0xff;
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.write(avcC, 8, spsLength);
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.write(avcC, pps + 3, ppsLength);
    }
}
