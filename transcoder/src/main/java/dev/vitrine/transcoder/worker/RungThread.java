package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import dev.vitrine.transcoder.Message.Coded;
import dev.vitrine.transcoder.Message.Format;
import dev.vitrine.transcoder.Message.Rested;
import dev.vitrine.transcoder.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.bytedeco.ffmpeg.global.swscale;
import org.jspecify.annotations.Nullable;

/** One rung's thread: scales a picture, hands the scaled one on to the next smaller rung, encodes. */
final class RungThread {

    /** What waits: more would only hide that the machine cannot keep up. */
    private static final int MAX_WAITING = 8;

    /** What comes from the next larger rung, or from the decoder; {@code rest} are the smaller ones, in order. */
    sealed interface Item {
        List<RungThread> rest();
    }

    record Show(Picture picture, List<RungThread> rest) implements Item {}

    /** These stop here, the others hand it on. */
    record Stop(Set<RungThread> leaving, List<RungThread> rest) implements Item {}

    private final Handles handles;
    private final int pipeline;
    private final Rung rung;
    private final Timescale timescale;
    private final Optional<Logo> logo;
    private final Outbox outbox;
    private final Failures failures;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;

    private @Nullable Scaler scaler;
    private @Nullable VideoEncoder encoder;
    private int sinceKey;

    /** Told of what went wrong in a thread. */
    interface Failures {
        void failed(RuntimeException failure);
    }

    RungThread(
            Handles handles,
            int pipeline,
            Rung rung,
            Timescale timescale,
            Optional<Logo> logo,
            Outbox outbox,
            Failures failures) {
        this.handles = handles;
        this.pipeline = pipeline;
        this.rung = rung;
        this.timescale = timescale;
        this.logo = logo.map(Logo::copy);
        this.outbox = outbox;
        this.failures = failures;
        this.thread = new Thread(this::run, "rung-" + pipeline + "-" + rung.name());
    }

    void start() {
        thread.start();
    }

    Rung rung() {
        return rung;
    }

    void join() throws InterruptedException {
        thread.join();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits while the rung is busy. Gives the picture away. */
    static void pass(Item item, List<RungThread> to) throws InterruptedException {
        if (!to.isEmpty()) {
            Item next = item instanceof Show show
                    ? new Show(show.picture(), to.subList(1, to.size()))
                    : new Stop(((Stop) item).leaving(), to.subList(1, to.size()));
            boolean taken = false;
            try {
                to.get(0).queue.put(next);
                taken = true;
            } finally {
                if (!taken) {
                    discard(item);
                }
            }
        } else {
            discard(item);
        }
    }

    private static void discard(Item item) {
        if (item instanceof Show show) {
            show.picture().close();
        }
    }

    private void run() {
        try {
            while (true) {
                Item item = queue.take();
                if (item instanceof Show show) {
                    show(show);
                } else if (item instanceof Stop stop) {
                    pass(stop, stop.rest());
                    if (stop.leaving().contains(this)) {
                        finish();
                        return;
                    }
                }
            }
        } catch (InterruptedException dropped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.failed(e);
        } finally {
            release();
        }
    }

    private void show(Show show) throws InterruptedException {
        long before = System.nanoTime();
        Picture scaled;
        try (Picture source = show.picture()) {
            if (scaler == null) {
                scaler = new Scaler(handles, rung.width(), rung.height(), swscale.SWS_BICUBIC, logo);
            }
            scaled = scaler.scale(source);
        }
        try (Picture mine = scaled) {
            if (!show.rest().isEmpty()) {
                Picture theirs = mine.again();
                pass(new Show(theirs, show.rest()), show.rest());
            }
            sinceKey = mine.key() ? 0 : sinceKey + 1;
            if (sinceKey % rung.everyNth() == 0) {
                encode(mine, before);
            }
        }
    }

    private void encode(Picture picture, long startNanos) {
        VideoEncoder open = encoder;
        if (open == null) {
            open = new VideoEncoder(handles, rung, timescale, picture.frame());
            encoder = open;
            outbox.send(new Format(pipeline, rung.name(), open.format()));
        }
        open.encode(picture, (pts, key, annexB) -> coded(pts, key, annexB, startNanos));
    }

    private void coded(long pts, boolean key, byte[] annexB, long startNanos) {
        int micros = (int) Math.min((System.nanoTime() - startNanos) / 1000, Integer.MAX_VALUE);
        outbox.send(new Coded(pipeline, rung.name(), pts, key, micros, AnnexB.lengthPrefixed(annexB)));
    }

    private void finish() {
        if (encoder != null) {
            long now = System.nanoTime();
            encoder.finish((pts, key, annexB) -> coded(pts, key, annexB, now));
        }
        outbox.send(new Rested(pipeline, rung.name()));
    }

    private void release() {
        List<Item> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(RungThread::discard);
        if (encoder != null) {
            encoder.close();
        }
        if (scaler != null) {
            scaler.close();
        }
    }
}
