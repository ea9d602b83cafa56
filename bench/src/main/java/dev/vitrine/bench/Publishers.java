package dev.vitrine.bench;

import dev.vitrine.testkit.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Encoders that cost next to nothing: each sends the same pre-encoded file in real time, over and over. */
final class Publishers implements AutoCloseable {

    private static final int SINGLY = 12;
    private static final int TOGETHER = 10;

    /**
     * Less than the pictures last, so that they alone say where the file begins again; and without the packet that AAC
     * encoders send ahead, which would put the pictures 21 ms behind the sound. Else a picture at each seam would last
     * twice as long as others, and the part before it could not be known to be over in time.
     */
    private static final String SOUND_SECONDS = "19.97";

    private final List<Process> processes = new ArrayList<>();

    /** How pictures come: as they are shown, or two B-frames behind each other, as OBS sends them unless it is told not to. */
    enum Order {
        SHOWN("720p30-2M.flv", "-tune", "zerolatency"),
        DECODED("720p30-2M-b-frames.flv", "-bf", "2");

        private final String file;
        private final String option;
        private final String value;

        Order(String file, String option, String value) {
            this.file = file;
            this.option = option;
            this.value = value;
        }
    }

    /** 720p30, H.264 at a constant 2 Mbit/s, 2 s GOP, AAC 128 kbit/s; 20 s long. */
    static Path media(Path directory, Order order) throws IOException, InterruptedException {
        Path file = directory.resolve(order.file);
        if (Files.exists(file)) {
            return file;
        }
        Path unfinished = directory.resolve("unfinished.flv");
        List<String> command = new ArrayList<>(List.of(
                Tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=1280x720:r=30:d=20,noise=alls=10:allf=t",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=330:sample_rate=48000:d=" + SOUND_SECONDS,
                "-c:v",
                "libx264",
                "-preset",
                "veryfast"));
        command.addAll(List.of(order.option, order.value));
        command.addAll(List.of(
                "-pix_fmt",
                "yuv420p",
                "-g",
                "60",
                "-keyint_min",
                "60",
                "-sc_threshold",
                "0",
                "-b:v",
                "2000k",
                "-minrate",
                "2000k",
                "-maxrate",
                "2000k",
                "-bufsize",
                "1000k",
                "-x264-params",
                "nal-hrd=cbr:force-cfr=1",
                "-c:a",
                "aac",
                "-ac",
                "2",
                "-b:a",
                "128k",
                "-bsf:a",
                "noise=drop=lt(pts\\,0)",
                "-t",
                "20",
                unfinished.toString()));
        Process ffmpeg = new ProcessBuilder(command).inheritIO().start();
        if (ffmpeg.waitFor() != 0) {
            throw new IOException("the benchmark's programme cannot be encoded: " + command);
        }
        return Files.move(unfinished, file);
    }

    Publishers add(Path media, URI target) {
        return send(media, List.of("-f", "flv", "-flvflags", "no_duration_filesize", target.toString()));
    }

    /** Streams 0 to {@code count} - 1; above a dozen, ten a process, because each process takes memory. */
    Publishers addAll(Path media, int count, IntFunction<URI> targets) {
        if (count <= SINGLY) {
            IntStream.range(0, count).forEach(n -> add(media, targets.apply(n)));
            return this;
        }
        for (int first = 0; first < count; first += TOGETHER) {
            String all = IntStream.range(first, Math.min(first + TOGETHER, count))
                    .mapToObj(n -> "[f=flv:flvflags=no_duration_filesize]" + targets.apply(n))
                    .collect(Collectors.joining("|"));
            send(media, List.of("-map", "0", "-f", "tee", all));
        }
        return this;
    }

    private Publishers send(Path media, List<String> output) {
        List<String> command = new ArrayList<>(List.of(
                Tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                media.toString(),
                "-c",
                "copy"));
        command.addAll(output);
        try {
            processes.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
        return this;
    }

    /** As a power cut would end them: nothing is said to the server. */
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    /** Fails when one has given up: then the numbers would be of fewer streams. */
    void requireAllAlive() {
        long alive = processes.stream().filter(Process::isAlive).count();
        if (alive < processes.size()) {
            throw new AssertionError(alive + " of " + processes.size() + " publishers are still publishing");
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
