package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.ScriptedPublisher;
import dev.vitrine.testkit.ScriptedPublisher.Tag;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many encoders in one thread: each sends the same clip in real time, over and over, and comes again when it is lost. */
final class ManyPublishers implements AutoCloseable {

    private static final long LATEST_MILLIS = 1_000;

    private final List<URI> addresses;
    private final List<Tag> clip;
    private final long clipMillis;
    private final AtomicInteger lost = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    ManyPublishers(List<URI> addresses, List<Tag> clip, long clipMillis) {
        this.addresses = List.copyOf(addresses);
        this.clip = List.copyOf(clip);
        this.clipMillis = clipMillis;
        thread = new Thread(this::run, "publishers");
        thread.setDaemon(true);
        thread.start();
    }

    /** How often one lost its connection. */
    int lost() {
        return lost.get();
    }

    private void run() {
        List<ScriptedPublisher> publishers = new ArrayList<>();
        addresses.forEach(address -> publishers.add(ScriptedPublisher.publish(address)));
        List<Tag> headers = clip.stream()
                .filter(tag -> tag.type() != 18 && tag.body()[1] == 0)
                .toList();
        long begun = System.nanoTime();
        try {
            for (long round = 0; !closed; round++) {
                for (Tag tag : clip) {
                    long due = round * clipMillis + tag.millis();
                    long early = due - (System.nanoTime() - begun) / 1_000_000;
                    if (early > 0) {
                        TimeUnit.MILLISECONDS.sleep(early);
                    } else if (early < -LATEST_MILLIS) {
                        begun = System.nanoTime() - due * 1_000_000; // this machine had other things to do
                    }
                    Tag now = new Tag(tag.type(), due, tag.body());
                    publishers.replaceAll(publisher -> sent(publisher, publishers, now, headers));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publishers.forEach(ScriptedPublisher::close);
        }
    }

    private ScriptedPublisher sent(
            ScriptedPublisher publisher, List<ScriptedPublisher> all, Tag tag, List<Tag> headers) {
        try {
            publisher.send(tag);
            return publisher;
        } catch (UncheckedIOException hungUp) {
            lost.incrementAndGet();
            ScriptedPublisher again = ScriptedPublisher.publish(addresses.get(all.indexOf(publisher)));
            headers.forEach(again::send);
            return again;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
