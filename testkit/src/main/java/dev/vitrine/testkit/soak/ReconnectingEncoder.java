package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.Tools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoder as OBS is one: whatever ends its connection, it connects again by itself. It sends a clip over and over, in
 * real time, so that it costs next to nothing.
 */
final class ReconnectingEncoder implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Path clip;
    private final URI rtmp;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Process process;

    ReconnectingEncoder(Path clip, URI rtmp) {
        this.clip = clip;
        this.rtmp = rtmp;
        thread = new Thread(this::run, "encoder");
        thread.setDaemon(true);
        thread.start();
    }

    /** SIGKILL; it comes again. False when there was none just then. */
    boolean kill() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return false;
        }
        running.destroyForcibly();
        return true;
    }

    private void run() {
        List<String> command = List.of(
                Tools.ffmpeg().toString(),
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                clip.toString(),
                "-c",
                "copy",
                "-f",
                "flv",
                "-flvflags",
                "no_duration_filesize",
                rtmp.toString());
        while (!closed) {
            try {
                Process started = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
                process = started;
                if (closed) {
                    started.destroyForcibly();
                }
                started.waitFor();
                Thread.sleep(PAUSE.toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run " + command, e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        kill();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
