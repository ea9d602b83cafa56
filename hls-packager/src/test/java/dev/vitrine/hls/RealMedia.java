package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** H.264 and AAC that FFmpeg encoded into FLV, with the millisecond timestamps that RTMP would bring. */
record RealMedia(List<Track> tracks, List<AccessUnit> units) {

    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final Path FFPROBE = Path.of("/usr/bin/ffprobe");

    /** Encodes a test picture of 160x90 and a tone. */
    static RealMedia encode(Path directory, int seconds, String... options) {
        Path flv = directory.resolve("clip.flv");
        List<String> command = new ArrayList<>(List.of(FFMPEG.toString(), "-v", "error", "-y"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-t", Integer.toString(seconds), "-flvflags", "no_duration_filesize", flv.toString()));
        run(command);
        return read(flv);
    }

    static String probe(Path media, String... options) {
        List<String> command = new ArrayList<>(List.of(FFPROBE.toString(), "-v", "warning"));
        command.addAll(Arrays.asList(options));
        command.add(media.toString());
        return run(command);
    }

    /** Decodes everything; fails if FFmpeg has something to complain about. */
    static void decode(Path media) {
        run(List.of(FFMPEG.toString(), "-v", "error", "-xerror", "-i", media.toString(), "-f", "null", "-"));
    }

    /** Its sound, decoded into {@code to}: 16-bit samples, little-endian, channels interleaved. */
    static byte[] sound(Path media, Path to) throws IOException {
        run(List.of(FFMPEG.toString(), "-v", "error", "-y", "-i", media.toString(), "-f", "s16le", to.toString()));
        return Files.readAllBytes(to);
    }

    /** Standard output; anything on standard error is a failure. */
    private static String run(List<String> command) {
        if (!Files.isExecutable(Path.of(command.get(0)))) {
            throw new IllegalStateException(command.get(0) + " is needed for this test; install the package ffmpeg");
        }
        try {
            Path errors = Files.createTempFile("ffmpeg", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                boolean ended = process.waitFor(60, TimeUnit.SECONDS);
                String said = Files.readString(errors);
                if (!ended || process.exitValue() != 0 || !said.isEmpty()) {
                    throw new AssertionError(String.join(" ", command) + "\nsaid: " + said);
                }
                return out;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** FLV 10.1 §E.4: what this test needs of it. */
    private static RealMedia read(Path flv) {
        ByteBuffer in;
        try {
            in = ByteBuffer.wrap(Files.readAllBytes(flv));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        List<Track> tracks = new ArrayList<>();
        List<AccessUnit> units = new ArrayList<>();
        in.position(9 + 4);
        while (in.remaining() > 11) {
            int type = in.get();
            int size = u24(in);
            long dts = u24(in) | (in.get() & 0xff) << 24;
            u24(in);
            byte[] body = new byte[size];
            in.get(body).getInt();
            if (type == 9) {
                video(body, dts, tracks, units);
            } else if (type == 8) {
                audio(body, dts, tracks, units);
            }
        }
        tracks.sort(java.util.Comparator.comparingInt(Track::id));
        return new RealMedia(List.copyOf(tracks), List.copyOf(units));
    }

    private static void video(byte[] body, long dts, List<Track> tracks, List<AccessUnit> units) {
        byte[] payload = Arrays.copyOfRange(body, 5, body.length);
        if (body[1] == 0) {
            String codecs = String.format("avc1.%02x%02x%02x", payload[1], payload[2], payload[3]);
            tracks.add(new Track(
                    1,
                    Timescale.MILLIS,
                    new VideoFormat(
                            VideoCodec.H264, codecs, Bytes.copyOf(payload), 160, 90, VideoFormat.Ratio.SQUARE)));
        } else if (body[1] == 1) {
            int composition = (body[2] << 16) | (body[3] & 0xff) << 8 | (body[4] & 0xff);
            units.add(new AccessUnit(1, dts + composition, dts, body[0] >> 4 == 1, payload));
        }
    }

    private static void audio(byte[] body, long dts, List<Track> tracks, List<AccessUnit> units) {
        byte[] payload = Arrays.copyOfRange(body, 2, body.length);
        Timescale scale = new Timescale(48_000);
        if (body[1] == 0) {
            tracks.add(new Track(
                    2, scale, new AudioFormat(AudioCodec.AAC, "mp4a.40.2", Bytes.copyOf(payload), 48_000, 2, 1024)));
        } else {
            long ticks = Timescale.MILLIS.rescale(dts, scale);
            units.add(new AccessUnit(2, ticks, ticks, true, payload));
        }
    }

    private static int u24(ByteBuffer in) {
        return (in.get() & 0xff) << 16 | (in.getShort() & 0xffff);
    }

    /** The init segment and all segments of a finished presentation, in one file. */
    static Path join(Bench bench, Path file) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(Bench.bytes(bench.found("source/init-0.mp4")));
        for (var segment : bench.playlist().segments()) {
            if (!segment.gap()) {
                String uri = segment.ending().orElseThrow().uri();
                whole.writeBytes(Bench.bytes(bench.found("source/" + uri)));
            }
        }
        return Files.write(file, whole.toByteArray());
    }
}
