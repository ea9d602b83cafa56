package dev.vitrine.testkit;

import dev.vitrine.transcoder.programme.FrameStamp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running FFmpeg that encodes a {@link Programme}, in the place of OBS. Every picture carries its number ({@link
 * FrameStamp}) above a moving pattern.
 *
 * <pre>
 *   painter thread ──4:2:0 planes──▶ ffmpeg ──▶ rtmp:// or a file
 *                                      └──▶ progress, errors
 * </pre>
 */
public final class Encoder implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern PROGRESS_FRAME = Pattern.compile("(?m)^frame=(\\d+)$");
    private static final Pattern PROGRESS_TIME = Pattern.compile("(?m)^out_time_us=(\\d+)$");

    private final Process process;
    private final Child.Sink progress;
    private final Child.Sink errors;
    private final Thread painter;

    private Encoder(Process process, Programme programme) {
        this.process = process;
        progress = Child.Sink.of(process.getInputStream(), "encoder progress");
        errors = Child.Sink.of(process.getErrorStream(), "encoder errors");
        painter = new Thread(() -> paint(programme), "encoder painter");
        painter.setDaemon(true);
        painter.start();
    }

    /** Starts publishing; returns at once. Await frames, or the end. */
    public static Encoder publish(URI rtmp, Programme programme) {
        return start(
                Tools.ffmpeg(), programme, List.of("-f", "flv", "-flvflags", "no_duration_filesize"), rtmp.toString());
    }

    /** The same with another FFmpeg, such as {@link Tools#systemFfmpeg()}. */
    public static Encoder publish(Path ffmpeg, URI rtmp, Programme programme) {
        return start(ffmpeg, programme, List.of("-f", "flv", "-flvflags", "no_duration_filesize"), rtmp.toString());
    }

    /** Encodes into a file (FLV, MP4, MPEG-TS … by its name) and returns when it is complete. */
    public static Path file(Path target, Programme programme) {
        if (programme.frames().isEmpty()) {
            throw new IllegalArgumentException("a programme for a file needs an end: lasting(…)");
        }
        try (Encoder encoder = start(Tools.ffmpeg(), programme, List.of("-y"), target.toString())) {
            encoder.awaitEnd(Duration.ofMinutes(2));
        }
        return target;
    }

    private static Encoder start(Path ffmpeg, Programme programme, List<String> output, String target) {
        List<String> command = new ArrayList<>(List.of(
                ffmpeg.toString(),
                "-hide_banner",
                "-loglevel",
                "warning",
                "-progress",
                "pipe:1",
                "-stats_period",
                "0.1"));
        command.addAll(programme.arguments());
        command.addAll(output);
        command.add(target);
        try {
            return new Encoder(new ProcessBuilder(command).start(), programme);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    /** Pictures (without video: tenths of a second) that have left the encoder. */
    public long frames() {
        long frames = last(PROGRESS_FRAME);
        return frames > 0 ? frames : last(PROGRESS_TIME) / 100_000;
    }

    /** Returns once {@code count} pictures have been sent; fails with what FFmpeg said if it ends before. */
    public Encoder awaitFrames(long count, Duration deadline) {
        Wait.until(
                deadline,
                count + " frames to be sent",
                () -> {
                    if (frames() < count && !process.isAlive()) {
                        throw new AssertionError("the encoder exited with " + process.exitValue() + " after " + frames()
                                + " of " + count + " frames\n" + stderr());
                    }
                    return frames() >= count;
                },
                () -> frames() + " frames\n" + stderr());
        return this;
    }

    /** Returns when the programme is over; fails unless FFmpeg was content. */
    public void awaitEnd(Duration deadline) {
        awaitExit(deadline);
        if (process.exitValue() != 0) {
            throw new AssertionError("the encoder exited with " + process.exitValue() + "\n" + stderr());
        }
    }

    /** Returns when FFmpeg is gone, for whatever reason, with its exit code. */
    public int awaitExit(Duration deadline) {
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the encoder still runs after " + deadline.toSeconds() + " s\n" + stderr());
            }
            progress.join();
            errors.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the encoder", e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Warnings and errors so far. */
    public String stderr() {
        return errors.text();
    }

    /** Pulls the plug (SIGKILL): no goodbye, as when a laptop falls asleep or a network dies. */
    public void kill() {
        process.destroyForcibly();
        reap();
    }

    /** Stands still (SIGSTOP), connection and all, until {@link #resume()}. */
    public void pause() {
        signal("STOP");
    }

    /** Goes on after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        Child.succeed(GRACE, Path.of("/bin/kill"), List.of("-" + name, Long.toString(process.pid())));
    }

    /** Stops the stream properly (the picture ends, FFmpeg says goodbye); kills it when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        reap();
    }

    private void reap() {
        painter.interrupt();
        try {
            process.waitFor();
            painter.join();
            progress.join();
            errors.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long last(Pattern pattern) {
        Matcher matcher = pattern.matcher(progress.text());
        return matcher.results()
                .reduce((first, second) -> second)
                .map(Encoder::number)
                .orElse(0L);
    }

    private static long number(MatchResult match) {
        return Long.parseLong(match.group(1));
    }

    private void paint(Programme programme) {
        try (OutputStream out = process.getOutputStream()) {
            if (!programme.hasVideo()) {
                return;
            }
            int width = programme.width();
            int height = programme.height();
            byte[] picture = new byte[width * height * 3 / 2];
            long end = programme.frames().orElse(Long.MAX_VALUE);
            for (long n = 0; n < end && !Thread.currentThread().isInterrupted(); n++) {
                long frame = programme.firstFrame() + n;
                paint(picture, width, height, frame);
                out.write(picture);
                out.flush();
            }
        } catch (IOException e) {
            // FFmpeg is gone; whoever awaits it learns why.
        }
    }

    private static void paint(byte[] picture, int width, int height, long frame) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture[y * width + x] = (byte) (48 + ((x + y + 3 * (int) (frame % 1024)) >> 1 & 127));
            }
        }
        int quarter = width * height / 4;
        Arrays.fill(picture, width * height, width * height + quarter, (byte) (96 + frame % 64));
        Arrays.fill(picture, width * height + quarter, picture.length, (byte) (160 - frame % 64));
        FrameStamp.paint(picture, width, height, width, frame);
    }
}
