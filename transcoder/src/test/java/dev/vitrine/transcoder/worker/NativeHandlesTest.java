package dev.vitrine.transcoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.transcoder.Clip;
import dev.vitrine.transcoder.Message;
import dev.vitrine.transcoder.Message.Active;
import dev.vitrine.transcoder.Message.Coded;
import dev.vitrine.transcoder.Message.Drop;
import dev.vitrine.transcoder.Message.End;
import dev.vitrine.transcoder.Message.Ended;
import dev.vitrine.transcoder.Message.Hello;
import dev.vitrine.transcoder.Message.Open;
import dev.vitrine.transcoder.Message.Unit;
import dev.vitrine.transcoder.Rung;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a pipeline, nothing of FFmpeg's is left open behind it. In this process, to be able to look. */
@Tag("real")
class NativeHandlesTest {

    private static final Rung P90 = rung("90p", 160, 90, "libx264");
    private static final Rung P72 = rung("72p", 128, 72, "libx264");

    private final BlockingQueue<Message> said = new LinkedBlockingQueue<>();
    private final TranscoderWorker worker = new TranscoderWorker(said::add, Optional.empty());
    private final CountDownLatch connected = new CountDownLatch(1);

    @TempDir
    Path directory;

    private static Rung rung(String name, int width, int height, String encoder) {
        return new Rung(name, width, height, 200_000, 30, 1, new Rung.Encoding(encoder, "ultrafast"));
    }

    private final PipedOutputStream parent = new PipedOutputStream();
    private final Thread serving = new Thread(this::serve, "worker");

    @BeforeEach
    void start() {
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        serving.start();
    }

    @AfterEach
    void stop() throws Exception {
        parent.close();
        serving.join();
    }

    private void serve() {
        try (PipedInputStream in = new PipedInputStream(parent, 1 << 16)) {
            connected.countDown();
            worker.serve(in);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers what was said up to the end of the pipeline. */
    private List<Message> tell(List<Message> messages) throws Exception {
        connected.await();
        for (Message message : messages) {
            parent.write(message.toBytes());
        }
        parent.flush();
        List<Message> heard = new ArrayList<>();
        while (heard.isEmpty() || !(heard.get(heard.size() - 1) instanceof Ended)) {
            Message next = said.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("after " + heard.size() + " messages").isNotNull();
            heard.add(next);
        }
        return heard;
    }

    /** A rung that rests ends on a thread of its own, which may be a moment behind the pipeline's last word. */
    private void awaitNothingOpen(String when) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (worker.openHandles() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(worker.openHandles()).as(when).isZero();
    }

    private static List<Message> pipeline(int id, Clip clip, List<Rung> rungs, List<Message> last) {
        List<Message> messages = new ArrayList<>();
        List<String> names = rungs.stream().map(Rung::name).toList();
        messages.add(new Hello(Message.VERSION, false));
        messages.add(
                new Open(id, clip.track().video().orElseThrow(), clip.track().timescale(), rungs, names));
        for (AccessUnit unit : clip.units()) {
            messages.add(new Unit(id, unit.pts(), unit.dts(), unit.randomAccess(), unit.payload()));
        }
        messages.addAll(last);
        return messages;
    }

    @Test
    void pipelineThatEnds_isDropped_orFails_leavesNothingOpen() throws Exception {
        Clip clip = Clip.encode(directory, 320, 180, 40, "-bf", "2");
        long middle = clip.units().get(30).pts();

        List<Message> all = tell(pipeline(1, clip, List.of(P90, P72), List.of(new End(1))));
        assertThat(all).filteredOn(Coded.class::isInstance).hasSize(80);
        assertThat(all).last().isEqualTo(new Ended(1, ""));
        awaitNothingOpen("after the end");

        List<Message> sleeping = pipeline(2, clip, List.of(P90, P72), List.of(new End(2)));
        sleeping.add(2, new Active(2, middle, List.of("72p")));
        tell(sleeping);
        awaitNothingOpen("after a rung that rests");

        assertThat(tell(pipeline(3, clip, List.of(P90, P72), List.of(new Drop(3)))))
                .last()
                .isEqualTo(new Ended(3, "dropped"));
        awaitNothingOpen("after a drop");

        assertThat(tell(pipeline(4, clip, List.of(P90, rung("72p", 128, 72, "libnothing")), List.of(new End(4)))))
                .last()
                .isEqualTo(new Ended(4, "this FFmpeg has no encoder 'libnothing'"));
        awaitNothingOpen("after a failure");
    }
}
