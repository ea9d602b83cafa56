package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final List<Integer> taken = new ArrayList<>();
    private final List<Boolean> reading = new ArrayList<>();
    private final Lane<Integer> lane = new Lane<>(thread::add, 100, taken::add, reading::add);

    @Test
    void full_lane_stopsReadingOnce_andGoesOnAtHalf() {
        IntStream.range(0, 5).forEach(i -> lane.offer(i, 30));
        assertThat(reading).containsExactly(false);
        assertThat(lane.isFull()).isTrue();

        runThread();

        assertThat(taken).containsExactly(0, 1, 2, 3, 4);
        assertThat(reading).containsExactly(false, true);
        assertThat(lane.waitingBytes()).isZero();
    }

    @Test
    void longQueue_givesOthersTheirTurn_andLosesNothing() {
        IntStream.range(0, 1_000).forEach(i -> lane.offer(i, 0));

        thread.remove().run();

        assertThat(taken).as("one batch").hasSizeBetween(1, 999);
        assertThat(thread).as("the rest is scheduled once").hasSize(1);
        runThread();
        assertThat(taken).hasSize(1_000).isSorted();
    }

    @Test
    void broughtItem_isTakenThereAndThen_behindWhatWasOffered() {
        lane.offer(1, 10);
        lane.bring(2, 10);
        assertThat(taken).as("another thread has been asked to drain").isEmpty();
        runThread();
        assertThat(taken).containsExactly(1, 2);

        lane.bring(3, 10);
        assertThat(taken).containsExactly(1, 2, 3);
        assertThat(thread).as("no other thread is woken").isEmpty();
        assertThat(lane.waitingBytes()).isZero();
    }

    @Test
    void pausedLane_keepsWhatIsBrought_untilItIsResumed() {
        lane.pause();
        lane.bring(1, 10);
        assertThat(taken).isEmpty();

        lane.resume();
        runThread();
        assertThat(taken).containsExactly(1);
    }

    @Test
    void pausedLane_keepsEverything_untilItIsResumed() {
        lane.pause();
        lane.offer(1, 10);
        runThread();
        assertThat(taken).isEmpty();

        lane.resume();
        runThread();
        assertThat(taken).containsExactly(1);
    }

    @Test
    void manyThreads_nothingIsLost() throws InterruptedException {
        ExecutorService media = Executors.newSingleThreadExecutor();
        ExecutorService producers = Executors.newFixedThreadPool(4);
        List<Integer> seen = new ArrayList<>();
        Lane<Integer> busy = new Lane<>(media, 1_000, seen::add, on -> {});
        for (int p = 0; p < 4; p++) {
            boolean brings = p % 2 == 0;
            producers.execute(() -> IntStream.range(0, 10_000).forEach(i -> {
                if (brings) {
                    busy.bring(i, 1);
                } else {
                    busy.offer(i, 1);
                }
            }));
        }
        producers.shutdown();
        assertThat(producers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        media.execute(() -> {}); // Behind the last drain that was scheduled, or before one that ends it.
        while (busy.waitingBytes() > 0) {
            Thread.onSpinWait();
        }
        media.shutdown();
        assertThat(media.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(40_000);
    }

    private void runThread() {
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }
}
