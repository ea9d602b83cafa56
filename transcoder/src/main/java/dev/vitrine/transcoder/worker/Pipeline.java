package dev.vitrine.transcoder.worker;

import dev.vitrine.transcoder.Message;
import dev.vitrine.transcoder.Message.Active;
import dev.vitrine.transcoder.Message.End;
import dev.vitrine.transcoder.Message.Ended;
import dev.vitrine.transcoder.Message.KeyAt;
import dev.vitrine.transcoder.Message.Open;
import dev.vitrine.transcoder.Message.Unit;
import dev.vitrine.transcoder.Rung;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** One decoder's thread, and behind it the threads of the rungs that are active. */
final class Pipeline {

    /** Units that wait for the decoder; then the parent is read no more. */
    private static final int MAX_WAITING = 64;

    /** A picture that is so much older than one before it is left out; behind more, nothing would come for long. */
    private static final long MAX_BACK_SECONDS = 2;

    private final Handles handles;
    private final Open open;
    private final Optional<Logo> logo;
    private final Outbox outbox;
    private final Runnable gone;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final KeyframeSchedule keys = new KeyframeSchedule();
    private final Deque<Active> changes = new ArrayDeque<>();
    private final Straightener straightener;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private long newestPts = Long.MIN_VALUE;

    /** The largest first. */
    private List<RungThread> active = new ArrayList<>();

    private final List<RungThread> started = new ArrayList<>();

    /** @param gone called when the pipeline's last thread is about to end */
    Pipeline(Handles handles, Open open, Optional<Logo> logo, Outbox outbox, Runnable gone) {
        this.handles = handles;
        this.open = open;
        this.logo = logo;
        this.outbox = outbox;
        this.gone = gone;
        this.straightener =
                new Straightener(handles, open.timescale(), open.source().orientation());
        this.thread = new Thread(this::run, "decode-" + open.pipeline());
        changes.add(new Active(open.pipeline(), Long.MIN_VALUE, open.active()));
    }

    void start() {
        thread.start();
    }

    /** Waits while the decoder is busy. */
    void take(Message message) throws InterruptedException {
        while (thread.isAlive() && !queue.offer(message, 100, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait(); // The decoder is behind; the parent notices by its own queue.
        }
    }

    /** Ends at once. */
    void drop() {
        thread.interrupt();
    }

    private void run() {
        boolean dropped = false;
        try (VideoDecoder decoder = new VideoDecoder(handles, open.source(), open.timescale())) {
            loop(decoder);
        } catch (InterruptedException e) {
            dropped = true;
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            straightener.close();
            close(dropped);
        }
    }

    private void loop(VideoDecoder decoder) throws InterruptedException {
        while (failure.get() == null) {
            Message message = queue.take();
            if (message instanceof Unit unit) {
                if (unit.key()) {
                    keys.add(unit.pts());
                }
                decoder.decode(unit.pts(), unit.dts(), unit.key(), unit.payload(), this::decoded);
            } else if (message instanceof KeyAt key) {
                keys.add(key.pts());
            } else if (message instanceof Active change) {
                changes.add(change);
            } else if (message instanceof End) {
                decoder.finish(this::decoded);
                straightener.finish(this::picture);
                RungThread.pass(new RungThread.Stop(Set.copyOf(active), active), active);
                active = new ArrayList<>();
                return;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void decoded(AVFrame frame) {
        if (frame.pts() == avutil.AV_NOPTS_VALUE || !isLater(frame.pts())) {
            return;
        }
        straightener.take(frame, this::picture);
    }

    private void picture(AVFrame frame) {
        try {
            while (!changes.isEmpty() && changes.element().fromPts() <= frame.pts()) {
                change(changes.remove().rungs());
            }
            boolean key = keys.due(frame.pts());
            if (!active.isEmpty()) {
                RungThread.pass(new RungThread.Show(Picture.of(handles, frame, key), active), active);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Encoders take times that rise, and a broken stream gives what it likes; another pipeline may start anywhere. */
    private boolean isLater(long pts) {
        if (newestPts != Long.MIN_VALUE
                && newestPts - pts > MAX_BACK_SECONDS * open.timescale().ticksPerSecond()) {
            throw new FfmpegException("the pictures' times went back from " + newestPts + " to " + pts);
        }
        boolean later = pts > newestPts;
        newestPts = Math.max(newestPts, pts);
        return later;
    }

    private void change(List<String> names) throws InterruptedException {
        Set<RungThread> leaving = new HashSet<>(active);
        List<RungThread> staying = new ArrayList<>();
        for (Rung rung : open.rungs()) {
            if (names.contains(rung.name())) {
                RungThread known = active.stream()
                        .filter(thread -> thread.rung().equals(rung))
                        .findFirst()
                        .orElseGet(() -> start(rung));
                leaving.remove(known);
                staying.add(known);
            }
        }
        if (!leaving.isEmpty()) {
            RungThread.pass(new RungThread.Stop(leaving, active), active);
        }
        active = staying;
    }

    private RungThread start(Rung rung) {
        RungThread fresh = new RungThread(handles, open.pipeline(), rung, open.timescale(), logo, outbox, failed -> {
            failure.compareAndSet(null, failed);
            thread.interrupt();
        });
        started.add(fresh);
        fresh.start();
        return fresh;
    }

    private void close(boolean dropped) {
        Thread.interrupted();
        if (dropped || failure.get() != null) {
            started.forEach(RungThread::interrupt);
        }
        try {
            for (RungThread rung : started) {
                rung.join();
            }
        } catch (InterruptedException e) {
            started.forEach(RungThread::interrupt);
        }
        List<Message> left = new ArrayList<>();
        queue.drainTo(left);
        RuntimeException failed = failure.get();
        gone.run();
        outbox.send(new Ended(open.pipeline(), failed != null ? text(failed) : dropped ? "dropped" : ""));
    }

    private static String text(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }
}
