package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.Tools;
import dev.vitrine.transcoder.programme.FrameStamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A player without a browser that watches a {@link Clip} for as long as it is let, sound and all, and hands over the upper edge
 * of each picture, which holds its number.
 */
final class NativePlayer implements AutoCloseable {

    private static final int COMPLAINTS_TOLD = 5;
    private static final int ROWS = FrameStamp.rows(Clip.WIDTH);

    private static final String GSTREAMER_SINKS = "d. ! queue ! videoconvert ! video/x-raw,format=GRAY8"
            + " ! videocrop bottom=" + (Clip.HEIGHT - ROWS) + " ! fdsink fd=1 sync=true"
            + " d. ! queue ! audioconvert ! fakesink sync=true";

    private final String name;
    private final Process process;
    private final List<Thread> readers;
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final List<String> misplaced = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger pictures = new AtomicInteger();
    private final AtomicInteger unreadable = new AtomicInteger();

    /** Those there are: FFmpeg's demuxer of the system's build, GStreamer's newer and its older one. */
    static Set<String> names() {
        return Set.of("ffmpeg", "gstreamer", "gstreamer-hlsdemux");
    }

    NativePlayer(String name, URI hls) {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command(name, hls.toString()));
        builder.environment().putAll(Map.of("GST_DEBUG", "1", "GST_DEBUG_NO_COLOR", "1"));
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + builder.command(), e);
        }
        readers = List.of(
                new Thread(() -> look(process.getInputStream()), name + " pictures"),
                new Thread(() -> listen(process.getErrorStream()), name + " complaints"));
        readers.forEach(reader -> {
            reader.setDaemon(true);
            reader.start();
        });
    }

    private static List<String> command(String name, String hls) {
        return switch (name) {
            case "ffmpeg" ->
                command(
                        Tools.systemFfmpeg(),
                        "-nostdin -hide_banner -nostats -loglevel error -i " + hls
                                + " -map 0:v:0 -vf format=gray,crop=iw:" + ROWS + ":0:0 -fps_mode passthrough"
                                + " -enc_time_base -1 -f rawvideo -pix_fmt gray -flush_packets 1 pipe:1 -map 0:a:0 -f null -");
            case "gstreamer" ->
                command(Tools.gstLaunch(), "-q uridecodebin3 name=d uri=" + hls + " " + GSTREAMER_SINKS);
            case "gstreamer-hlsdemux" ->
                command(
                        Tools.gstLaunch(),
                        "-q souphttpsrc location=" + hls + " ! hlsdemux ! decodebin name=d " + GSTREAMER_SINKS);
            default -> throw new IllegalArgumentException("no player " + name + "; there are " + names());
        };
    }

    private static List<String> command(Path program, String arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments.split(" ")));
        return command;
    }

    String name() {
        return name;
    }

    double secondsPlayed() {
        return pictures.get() / (double) Clip.FRAMES_PER_SECOND;
    }

    /** Ends it, and adds what it saw. */
    void judge(Report report, double seconds) {
        boolean running = process.isAlive();
        List<String> said = List.copyOf(complaints);
        close();
        report.row(
                name,
                "played " + Math.round(secondsPlayed()) + " of " + Math.round(seconds) + " s, " + pictures
                        + " pictures, out of order " + misplaced + ", unreadable " + unreadable + ", errors "
                        + said.size());
        report.violationUnless(running, name + " gave up after " + secondsPlayed() + " s");
        report.violationUnless(
                said.isEmpty(),
                name + " complained " + said.size() + " times: "
                        + said.stream().limit(COMPLAINTS_TOLD).toList());
        report.violationUnless(misplaced.isEmpty(), name + " showed pictures out of order: " + misplaced);
        report.violationUnless(
                unreadable.get() <= pictures.get() / 100, name + " showed " + unreadable + " spoiled pictures");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(InputStream strips) {
        long expected = -1;
        try (strips) {
            int size = Clip.WIDTH * ROWS;
            for (byte[] strip = strips.readNBytes(size); strip.length == size; strip = strips.readNBytes(size)) {
                OptionalLong number = FrameStamp.read(strip, Clip.WIDTH, ROWS, Clip.WIDTH);
                if (number.isEmpty()) {
                    unreadable.incrementAndGet();
                } else if (expected >= 0 && number.getAsLong() != expected) {
                    misplaced.add(number.getAsLong() + " where " + expected + " belongs");
                }
                expected = expected < 0 && number.isEmpty() ? -1 : (number.orElse(expected) + 1) % Clip.FRAMES;
                pictures.incrementAndGet();
            }
        } catch (IOException e) {
            // Killed: what it showed until then is what there is.
        }
    }

    private void listen(InputStream lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.isBlank()).forEach(complaints::add);
        } catch (IOException | UncheckedIOException e) {
            // Killed.
        }
    }
}
