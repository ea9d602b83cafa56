package dev.vitrine.transcoder;

import dev.vitrine.transcoder.Message.Coded;
import dev.vitrine.transcoder.Message.Ended;
import dev.vitrine.transcoder.Message.Format;
import dev.vitrine.transcoder.Message.Hello;
import dev.vitrine.transcoder.Message.Ready;
import dev.vitrine.transcoder.Message.Rested;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process in which FFmpeg decodes and encodes. When it dies, whoever had a pipeline in it is told, and
 * another is started by whoever wants one: this object is not used again. Thread-safe.
 *
 * <pre>
 *   Transcoder ── send ──▶ queue ── writer ──▶ standard input
 *        ▲                                         child
 *        └──────────── reader ◀── standard output ◀──┘ └─▶ standard error ── log
 * </pre>
 */
public final class Worker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** What may wait to be written; a worker that is so far behind will not catch up. */
    private static final long MAX_QUEUED_BYTES = 48L << 20;

    private final Process process;
    /** Of the stream, and who is to be told of a death; both change when a worker in reserve is taken. */
    private String name;

    private Runnable died;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Map<Integer, Pipe> pipes = new ConcurrentHashMap<>();
    private final AtomicInteger nextPipeline = new AtomicInteger(1);
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<List<String>> encoders = new CompletableFuture<>();
    private volatile boolean closing;

    /** Takes what a pipeline makes; called on the thread that reads the worker. */
    interface Pipe {
        void format(Format format);

        void coded(Coded coded);

        void rested(Rested rested);

        /**
         * Nothing more comes.
         *
         * @param failure empty when everything was done
         */
        void ended(Optional<String> failure);
    }

    private Worker(String name, Process process, Runnable died) {
        this.name = name;
        this.process = process;
        this.died = died;
    }

    /**
     * Starts a process; it is ready a second later, and may be written to at once.
     *
     * @param name of the stream, for the log
     * @param threads starts a thread for each task; three are taken until the process is gone
     * @param died called once, on one of those threads, unless the worker was closed
     */
    public static Worker start(WorkerSettings settings, String name, Executor threads, Runnable died)
            throws IOException {
        return start(settings, name, threads, died, false);
    }

    private static Worker start(WorkerSettings settings, String name, Executor threads, Runnable died, boolean probe)
            throws IOException {
        Files.createDirectories(settings.scratch());
        Worker worker = new Worker(name, settings.process().start(), died);
        worker.send(new Hello(Message.VERSION, probe));
        threads.execute(worker::write);
        threads.execute(worker::read);
        threads.execute(worker::log);
        return worker;
    }

    /** Starts a worker that does nothing but try the encoders: see {@link #encoders}. It ends by itself. */
    public static Worker probe(WorkerSettings settings, Executor threads) throws IOException {
        Worker worker = start(settings, "probe", threads, () -> {}, true);
        CompletableFuture<?> unused = worker.encoders.whenComplete((found, failure) -> worker.close());
        return worker;
    }

    /** Starts a worker that nobody needs yet, for {@link #adopt}: it tries the encoders, and so has loaded what it will need. */
    public static Worker reserve(WorkerSettings settings, Executor threads) throws IOException {
        return start(settings, "in reserve", threads, () -> {}, true);
    }

    /** Which encoders work on this machine, best first, when {@link #probe} or {@link #reserve} started this worker. */
    public CompletableFuture<List<String>> encoders() {
        return encoders;
    }

    /**
     * Gives a worker that was started before anybody needed it to a stream.
     *
     * @return whether it lives; if so, {@code died} is called as if it had been started with it
     */
    public synchronized boolean adopt(String stream, Runnable told) {
        if (!isAlive()) {
            return false;
        }
        name = stream;
        died = told;
        return true;
    }

    private synchronized String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return !over.get() && process.isAlive();
    }

    /** Whether no transcoder is running in it. */
    public boolean isIdle() {
        return pipes.isEmpty();
    }

    int open(Pipe pipe) {
        int id = nextPipeline.getAndIncrement();
        pipes.put(id, pipe);
        if (over.get() && pipes.remove(id) != null) {
            pipe.ended(Optional.of("the worker is gone"));
        }
        return id;
    }

    /** Never blocks. What a worker that is gone was to get is left out. */
    void send(Message message) {
        if (over.get()) {
            return;
        }
        if (queuedBytes.addAndGet(size(message)) > MAX_QUEUED_BYTES) {
            finish("more than " + (MAX_QUEUED_BYTES >> 20) + " MiB wait for it: it cannot keep up");
            return;
        }
        queue.add(message);
    }

    /** Bytes that wait to be written. */
    public long queuedBytes() {
        return queuedBytes.get();
    }

    private static int size(Message message) {
        return message instanceof Message.Unit unit ? unit.payload().length + 64 : 256;
    }

    private void write() {
        try (OutputStream out = process.getOutputStream()) {
            while (!over.get()) {
                Message message = queue.take();
                out.write(message.toBytes());
                if (queue.isEmpty()) {
                    out.flush();
                }
                queuedBytes.addAndGet(-size(message));
            }
        } catch (IOException gone) {
            // The reader finds out why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String reason = "it ended";
        try {
            MessageReader reader = new MessageReader(process.getInputStream());
            for (Optional<Message> message = reader.next(); message.isPresent(); message = reader.next()) {
                take(message.get());
            }
        } catch (IOException | RuntimeException e) {
            reason = String.valueOf(e.getMessage());
        }
        finish(reason);
    }

    private void take(Message message) throws IOException {
        if (message instanceof Ready ready) {
            if (ready.version() != Message.VERSION) {
                throw new IOException("it speaks version " + ready.version() + " of the protocol, not "
                        + Message.VERSION + ": is its class path of another build?");
            }
            encoders.complete(ready.encoders());
        } else if (message instanceof Format format) {
            pipe(format.pipeline()).ifPresent(pipe -> pipe.format(format));
        } else if (message instanceof Coded coded) {
            pipe(coded.pipeline()).ifPresent(pipe -> pipe.coded(coded));
        } else if (message instanceof Rested rested) {
            pipe(rested.pipeline()).ifPresent(pipe -> pipe.rested(rested));
        } else if (message instanceof Ended ended) {
            Pipe pipe = pipes.remove(ended.pipeline());
            if (pipe != null) {
                pipe.ended(Optional.of(ended.failure()).filter(failure -> !failure.isEmpty()));
            }
        } else {
            throw new IOException(message.getClass().getSimpleName() + " is not for a worker to say");
        }
    }

    private Optional<Pipe> pipe(int id) {
        return Optional.ofNullable(pipes.get(id));
    }

    /** What a worker says on standard error is for the operator; a broken stream may make it say a lot. */
    private void log() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            int told = 0;
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (told++ < 100) {
                    log.warn("transcoder {}: {}", name(), line.length() > 500 ? line.substring(0, 500) + "…" : line);
                }
            }
        } catch (IOException gone) {
            // With the process.
        }
    }

    private void finish(String reason) {
        Runnable told;
        synchronized (this) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            told = died;
        }
        process.destroyForcibly();
        queue.add(new Hello(Message.VERSION, false)); // wakes the writer, who then ends
        String why = closing ? "the transcoder was closed" : "the worker died: " + reason + exitCode();
        if (!closing) {
            log.warn("transcoder {}: {}", name(), why);
        }
        encoders.completeExceptionally(new IOException(why));
        pipes.keySet().forEach(id -> {
            Pipe pipe = pipes.remove(id);
            if (pipe != null) {
                pipe.ended(Optional.of(why));
            }
        });
        if (!closing) {
            told.run();
        }
    }

    private String exitCode() {
        try {
            return ", exit code " + process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Kills the process; pipelines that are open end with a failure. */
    @Override
    public void close() {
        closing = true;
        finish("closed");
        try {
            process.waitFor(); // it was killed, so this is short
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
