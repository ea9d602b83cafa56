package dev.vitrine.transcoder;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes a still from a segment: the first picture, as a JPEG.
 *
 * <p>Each still is one run of the bundled {@code ffmpeg} with a deadline; it talks through files in a directory of its
 * own, which is gone afterwards, so a run occupies one thread of the executor and nothing else. Whatever goes wrong
 * completes the stage exceptionally with an {@link IOException} that says what; no child outlives its stage.
 */
public final class PosterMaker {

    private static final int MAX_JPEG_BYTES = 8 << 20;

    private final Path workDirectory;
    private final Executor executor;
    private final Duration deadline;

    /**
     * @param workDirectory where scratch directories are made; created when it is not there
     * @param executor may block: a still takes 0.1 to 0.5 s of CPU
     * @param deadline after which a run is killed
     */
    public PosterMaker(Path workDirectory, Executor executor, Duration deadline) {
        this.workDirectory = workDirectory;
        this.executor = executor;
        this.deadline = deadline;
    }

    /** A still from these bytes: an init segment followed by media that starts at a random access point. */
    public CompletionStage<byte[]> still(byte[] initAndSegment) {
        return later(target -> Files.write(target, initAndSegment));
    }

    /** The same from files that are put one after the other: init segment first. */
    public CompletionStage<byte[]> still(List<Path> initAndSegment) {
        List<Path> files = List.copyOf(initAndSegment);
        return later(target -> {
            try (OutputStream out = Files.newOutputStream(target)) {
                for (Path file : files) {
                    Files.copy(file, out);
                }
            }
        });
    }

    private CompletionStage<byte[]> later(MediaWriter media) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(take(media));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    result.completeExceptionally(new IOException("interrupted while a still was taken", e));
                } catch (IOException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IOException("no still: its executor takes no more work", e));
        }
        return result;
    }

    private byte[] take(MediaWriter media) throws IOException, InterruptedException {
        Files.createDirectories(workDirectory);
        Path scratch = Files.createTempDirectory(workDirectory, "still-");
        try {
            Path input = scratch.resolve("media.mp4");
            media.writeTo(input);
            Path jpeg = scratch.resolve("still.jpg");
            run(command(input, jpeg), scratch.resolve("errors.txt"), Files.size(input));
            if (!Files.exists(jpeg) || Files.size(jpeg) == 0) {
                throw new IOException("no still: there is no picture in " + Files.size(input) + " bytes of media");
            }
            if (Files.size(jpeg) > MAX_JPEG_BYTES) {
                throw new IOException("no still: " + Files.size(jpeg) + " bytes are more than " + MAX_JPEG_BYTES);
            }
            return Files.readAllBytes(jpeg);
        } finally {
            deleteTree(scratch);
        }
    }

    private static List<String> command(Path input, Path jpeg) {
        return List.of(
                FfmpegPrograms.ffmpeg().toString(),
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-threads",
                "1",
                "-i",
                input.toString(),
                "-map",
                "0:v:0",
                "-frames:v",
                "1",
                "-vf",
                "scale=out_range=full,format=yuvj420p",
                "-q:v",
                "3",
                "-update",
                "1",
                "-y",
                jpeg.toString());
    }

    private void run(List<String> command, Path errors, long inputBytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no still: ffmpeg was killed after its " + deadline.toMillis() + " ms");
            }
            if (process.exitValue() != 0) {
                throw new IOException("no still from " + inputBytes + " bytes of media: ffmpeg exited with "
                        + process.exitValue() + ", saying: " + lastLine(errors));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String lastLine(Path errors) throws IOException {
        // A broken stream can put any byte into a message.
        String text = new String(Files.readAllBytes(errors), StandardCharsets.ISO_8859_1).strip();
        return text.isEmpty() ? "nothing" : text.substring(text.lastIndexOf('\n') + 1);
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface MediaWriter {
        void writeTo(Path target) throws IOException;
    }
}
