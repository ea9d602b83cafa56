package dev.vitrine.transcoder.programme;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;

/**
 * Publishes the demo programme in real time; the main of a child process.
 *
 * <pre>  Scene (picture) + Sound (samples) ──▶ RtmpOutput ──rtmp──▶ server       stdout: ready, pin SKU frame N, unpin frame N  </pre>
 *
 * A line {@code pin SKU frame N} goes out at the moment picture N, the first with that product on the plinth, has been
 * handed to the connection. When the connection fails, the programme goes on and the next connection joins it where it
 * is then. It ends after {@code --seconds}, on SIGTERM, or when its standard input does: a parent that dies takes it
 * along. Exit codes: 0 done, 1 failed, 2 wrong usage.
 */
public final class DemoPublisher {

    private static final long MAX_BEHIND_NANOS = 1_000_000_000;
    private static final long FIRST_PAUSE_NANOS = 500_000_000;
    private static final long LONGEST_PAUSE_NANOS = 8_000_000_000L;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final DemoOptions options;
    private final PinSheet sheet;
    private final Scene scene;
    private final Sound sound;
    private final PrintStream events;
    private final CountDownLatch stop;

    /** When frame 0 was due, by {@link System#nanoTime}; meaningless before the first connection. */
    private long start;

    private boolean ready;
    private Optional<Scene.Pinned> announced = Optional.empty();

    private DemoPublisher(DemoOptions options, PrintStream events, CountDownLatch stop) throws IOException {
        this.options = options;
        this.events = events;
        this.stop = stop;
        sheet = PinSheet.read(options.sheet());
        Range range = Range.read(options.products());
        sound = new Sound(options.framesPerSecond());
        scene = new Scene(
                options.width(),
                options.height(),
                options.framesPerSecond(),
                options.stamped(),
                range::art,
                range::title);
    }

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        PrintStream events = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            if (arguments.length == 2 && arguments[0].equals("--write-art")) {
                ProductArt.writeAll(Path.of(arguments[1]));
                return;
            }
            DemoOptions options = DemoOptions.parse(List.of(arguments));
            run(options, events);
        } catch (DemoOptions.UsageException | IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + DemoOptions.USAGE);
            System.exit(2);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("the demo programme failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(DemoOptions options, PrintStream events) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        DemoPublisher publisher = new DemoPublisher(options, events, stop);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(ended);
        }));
        Thread watch = new Thread(() -> awaitEndOf(System.in, stop), "standard input");
        watch.setDaemon(true);
        watch.start();
        try {
            publisher.publish();
        } finally {
            ended.countDown();
        }
    }

    private static void awaitEndOf(InputStream input, CountDownLatch stop) {
        try {
            while (input.read() >= 0) {
                // What the parent says is no matter; that it lives is.
            }
        } catch (IOException e) {
            // Then it does not.
        }
        stop.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(5, TimeUnit.SECONDS)) {
                System.err.println("the connection does not close within 5 s; leaving anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connection after connection, until the programme is over. */
    private void publish() {
        long pause = FIRST_PAUSE_NANOS;
        while (!isOver()) {
            try (RtmpOutput output = RtmpOutput.connect(options)) {
                pause = FIRST_PAUSE_NANOS;
                if (!ready) {
                    start = System.nanoTime();
                }
                send(output, currentFrame());
            } catch (FFmpegFrameRecorder.Exception e) {
                if (isOver()) {
                    return;
                }
                System.err.printf(
                        Locale.ROOT, "publishing failed: %s; next try in %.1f s%n", e.getMessage(), pause / 1e9);
                sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private void send(RtmpOutput output, long first) throws FFmpegFrameRecorder.Exception {
        for (long frame = first; !isOver(); frame++) {
            double seconds = (frame - first) / options.framesPerSecond();
            sleep(start + nanosAt(frame) - System.nanoTime());
            Optional<Scene.Pinned> pinned = sheet.at(frame, options.framesPerSecond(), options.repeatSeconds());
            output.write(sound.during(frame, pinned.map(Scene.Pinned::since).orElse(-1L)));
            if (start + nanosAt(frame) + MAX_BEHIND_NANOS < System.nanoTime()) {
                // Too far behind: the sound goes on, pictures are left out until we have caught up.
                continue;
            }
            scene.paint(frame, LocalTime.now(ZoneId.systemDefault()).format(CLOCK), pinned);
            output.write(seconds, scene.pixels());
            announce(frame, pinned);
        }
    }

    private void announce(long frame, Optional<Scene.Pinned> pinned) {
        if (!ready) {
            ready = true;
            events.println("ready");
        }
        if (!pinned.equals(announced)) {
            announced = pinned;
            events.println(
                    pinned.map(pin -> "pin " + pin.sku() + " frame " + frame).orElse("unpin frame " + frame));
        }
    }

    private boolean isOver() {
        return stop.getCount() == 0
                || (ready && options.seconds() > 0 && System.nanoTime() - start > options.seconds() * 1e9);
    }

    private long currentFrame() {
        return (long) Math.ceil((System.nanoTime() - start) * options.framesPerSecond() / 1e9);
    }

    private long nanosAt(long frame) {
        return Math.round(frame * 1e9 / options.framesPerSecond());
    }

    private void sleep(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && stop.getCount() > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, 100_000_000));
        }
    }
}
