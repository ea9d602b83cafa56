package dev.vitrine.testkit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a program from start to end, both its outputs kept. */
final class Child {

    private Child() {}

    /**
     * @param stdout as it came
     * @param stderr as text
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Output(int exitCode, byte[] stdout, String stderr) {

        String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }
    }

    /** Runs {@code program} with nothing on its standard input; kills it and fails when {@code deadline} passes. */
    static Output run(Duration deadline, Path program, List<String> arguments) {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            Sink stdout = Sink.of(process.getInputStream(), program.getFileName() + " stdout");
            Sink stderr = Sink.of(process.getErrorStream(), program.getFileName() + " stderr");
            try {
                if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            "killed after " + deadline.toSeconds() + " s: " + command + "\n" + stderr.text());
                }
                stdout.join();
                stderr.join();
                return new Output(process.exitValue(), stdout.bytes(), stderr.text());
            } finally {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** Like {@link #run}, and fails unless the program exits with 0. */
    static Output succeed(Duration deadline, Path program, List<String> arguments) {
        Output output = run(deadline, program, arguments);
        if (output.exitCode() != 0) {
            throw new AssertionError(
                    program + " " + arguments + " exited with " + output.exitCode() + "\n" + output.stderr());
        }
        return output;
    }

    /** Reads a stream to its end on a thread of its own, so that the child never waits for us. */
    static final class Sink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        private Sink(InputStream source, String name) {
            thread = new Thread(() -> copy(source), name);
            thread.setDaemon(true);
        }

        static Sink of(InputStream source, String name) {
            Sink sink = new Sink(source, name);
            sink.thread.start();
            return sink;
        }

        private void copy(InputStream source) {
            byte[] buffer = new byte[1 << 16];
            try (source) {
                for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                    bytes.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // The child was killed: what it said until then is what there is.
            }
        }

        void join() throws InterruptedException {
            thread.join();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
