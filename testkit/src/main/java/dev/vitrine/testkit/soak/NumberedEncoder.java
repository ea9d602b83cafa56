package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Programme;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that connects again by itself, and whose pictures never carry a number twice: each take begins at the next
 * {@value #TAKE}. So a picture tells which take it is of.
 */
final class NumberedEncoder implements AutoCloseable {

    private static final long TAKE = 1_000_000;

    private final Programme programme;
    private final URI rtmp;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long awayMillis = 300;
    private volatile @Nullable Encoder running;

    NumberedEncoder(Programme programme, URI rtmp) {
        this.programme = programme;
        this.rtmp = rtmp;
        thread = new Thread(this::run, "encoder");
        thread.setDaemon(true);
        thread.start();
    }

    /** SIGKILL; it comes again after {@code away}. False when there was none just then. */
    boolean kill(Duration away) {
        Encoder encoder = running;
        if (encoder == null || !encoder.isRunning()) {
            return false;
        }
        awayMillis = away.toMillis();
        encoder.kill();
        return true;
    }

    private void run() {
        try {
            long take = 0;
            do {
                try (Encoder encoder = Encoder.publish(rtmp, programme.startingAt(take++ * TAKE))) {
                    running = encoder;
                    awayMillis = 300;
                    encoder.awaitExit(Duration.ofDays(1));
                }
            } while (!closed.await(awayMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            do {
                kill(Duration.ZERO);
                thread.join(100);
            } while (thread.isAlive());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
