package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.testkit.TranscoderProcesses;
import dev.vitrine.testkit.Wait;
import dev.vitrine.transcoder.Rung;
import dev.vitrine.transcoder.Transcoder;
import dev.vitrine.transcoder.Worker;
import dev.vitrine.transcoder.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a worker is kept, by a clock of the test's. */
@Tag("real")
class LadderWorkerTest {

    private static final Rung RUNG = new Rung("90p", 160, 90, 200_000, 30, 1, Rung.Encoding.DEFAULT);
    private static final Track VIDEO = new Track(
            1,
            new Timescale(90_000),
            new VideoFormat(VideoCodec.H264, "avc1.64001f", Bytes.EMPTY, 1280, 720, VideoFormat.Ratio.SQUARE));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService lane = Executors.newSingleThreadExecutor();
    private volatile long now = 1_000_000_000_000L;

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        lane.shutdown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void worker_staysWhileATranscoderRunsInIt_andGoesAMinuteAfterTheLast() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        WorkerReserve reserve = new WorkerReserve(settings(), threads, () -> now);
        try (LadderWorker kept =
                new LadderWorker("main", reserve, lane, threads, () -> now, ready::countDown, () -> {})) {
            lane.submit(kept::get).get();
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            Worker worker = lane.submit(kept::get).get().orElseThrow();
            CountDownLatch ended = new CountDownLatch(1);
            Transcoder transcoder =
                    new Transcoder(worker, List.of(RUNG), Map.of(), Set.of("90p"), failure -> ended.countDown());
            transcoder.tracks(List.of(VIDEO));

            // Nobody asks for the worker while the one transcoder goes on for hours.
            for (int minute = 0; minute < 180; minute++) {
                now += TimeUnit.MINUTES.toNanos(1);
                lane.submit(kept::beat).get();
            }
            assertThat(worker.isAlive()).isTrue();

            transcoder.drop();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            now += TimeUnit.SECONDS.toNanos(59);
            lane.submit(kept::beat).get();
            assertThat(worker.isAlive()).isTrue();
            now += TimeUnit.SECONDS.toNanos(2);
            lane.submit(kept::beat).get();
            Wait.until(Duration.ofSeconds(10), "the worker to be closed", () -> !worker.isAlive());
        }
    }

    @Test
    void reserve_isThereSecondsAfterAShowBegan_isTaken_andIsThereAgain_untilTheLastShowIsOver() throws Exception {
        WorkerReserve reserve = new WorkerReserve(settings(), threads, () -> now);
        reserve.beat();
        assertThat(workers()).isEmpty();
        reserve.open();
        reserve.beat();
        assertThat(workers()).as("a show that has just begun is left alone").isEmpty();
        now += TimeUnit.SECONDS.toNanos(4);
        reserve.beat();
        Wait.until(Duration.ofSeconds(10), "one in reserve", () -> workers().size() == 1);

        CountDownLatch died = new CountDownLatch(1);
        Worker taken = awaitTaken(reserve, died);
        try {
            now += TimeUnit.SECONDS.toNanos(4);
            reserve.beat();
            Wait.until(
                    Duration.ofSeconds(10),
                    "another in reserve",
                    () -> workers().size() == 2);
            ProcessHandle.of(taken.pid()).orElseThrow().destroyForcibly();
            assertThat(died.await(10, TimeUnit.SECONDS))
                    .as("its death is told to who took it")
                    .isTrue();

            Thread.sleep(500); // The process is there before the reserve knows of it.
            workers().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            Wait.until(
                    Duration.ofSeconds(10), "none to be left", () -> workers().isEmpty());
            Thread.sleep(500); // And it is gone before the reserve knows that.
            reserve.beat();
            now += TimeUnit.SECONDS.toNanos(50);
            reserve.beat();
            Thread.sleep(300);
            assertThat(workers())
                    .as("what died unused is not started again at once")
                    .isEmpty();
            now += TimeUnit.SECONDS.toNanos(61);
            reserve.beat();
            Wait.until(
                    Duration.ofSeconds(10),
                    "one in reserve again",
                    () -> workers().size() == 1);
            reserve.close();
            Wait.until(Duration.ofSeconds(10), "none", () -> workers().isEmpty());
        } finally {
            taken.close();
        }
    }

    /** The process is there before the reserve knows of it. */
    private Worker awaitTaken(WorkerReserve reserve, CountDownLatch died) throws Exception {
        long only = workers().iterator().next();
        Thread.sleep(500);
        Worker taken = reserve.take("main", died::countDown);
        assertThat(taken.pid()).as("the one in reserve").isEqualTo(only);
        return taken;
    }

    private static Set<Long> workers() {
        return TranscoderProcesses.below(ProcessHandle.current()).stream()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private WorkerSettings settings() {
        return new WorkerSettings(Path.of(System.getProperty("user.home"), ".javacpp", "cache"), directory, 96);
    }
}
