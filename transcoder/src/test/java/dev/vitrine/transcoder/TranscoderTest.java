package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a worker process that really runs. */
@Tag("real")
class TranscoderTest {

    private static final long FRAME = 3000;
    private static final Rung P240 = new Rung("240p", 426, 240, 600_000, 30, 1, Rung.Encoding.DEFAULT);
    private static final Rung P180 = new Rung("180p", 320, 180, 400_000, 30, 1, Rung.Encoding.DEFAULT);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger deaths = new AtomicInteger();

    @TempDir
    Path directory;

    private Worker worker;

    @BeforeEach
    void startWorker() throws IOException {
        WorkerSettings settings =
                new WorkerSettings(Path.of(System.getProperty("user.home"), ".javacpp", "cache"), directory, 96);
        worker = Worker.start(settings, "test", threads, deaths::incrementAndGet);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        worker.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    /** One transcoder and what came of it. */
    private record Run(Map<String, Collected> rungs, CompletableFuture<Optional<String>> ended) {

        Optional<String> awaitEnd() throws Exception {
            return ended.get(60, TimeUnit.SECONDS);
        }
    }

    private Transcoder transcoder(Run run, Clip clip, Set<String> active, Rung... rungs) {
        Transcoder transcoder = new Transcoder(worker, List.of(rungs), run.rungs(), active, run.ended()::complete);
        transcoder.tracks(List.of(clip.track()));
        return transcoder;
    }

    private static Run run(Rung... rungs) {
        Map<String, Collected> outputs = new java.util.HashMap<>();
        for (Rung rung : rungs) {
            outputs.put(rung.name(), new Collected());
        }
        return new Run(outputs, new CompletableFuture<>());
    }

    @Test
    void everyPicture_isInEveryRung_atItsOwnTime_withItsKeyFrames() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 95, "-bf", "2");
        Run run = run(P240, P180);
        Transcoder transcoder = transcoder(run, clip, Set.of("240p", "180p"), P240, P180);

        clip.units().forEach(transcoder::write);
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        List<Long> shown = clip.units().stream().map(AccessUnit::pts).sorted().toList();
        List<Long> keys = clip.units().stream()
                .filter(AccessUnit::randomAccess)
                .map(AccessUnit::pts)
                .toList();
        assertThat(keys).hasSize(4);
        for (Rung rung : List.of(P240, P180)) {
            Collected out = run.rungs().get(rung.name());
            assertThat(out.units).extracting(AccessUnit::pts).as(rung.name()).isEqualTo(shown);
            assertThat(out.keyPts()).as("key frames of " + rung.name()).isEqualTo(keys);
            assertThat(out.format().codecs()).isEqualTo(rung.codecs());
            assertThat(out.ends).hasSize(1);
            assertThat(Clip.numbers(directory, out.format(), out.units))
                    .as("numbers in the pictures of " + rung.name())
                    .isEqualTo(
                            LongStream.range(0, 95).mapToObj(OptionalLong::of).toList());
        }
    }

    @Test
    void rung_canBeWokenAndPutToSleep_atAKeyFrame() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 120);
        Run run = run(P240, P180);
        Transcoder transcoder = transcoder(run, clip, Set.of("180p"), P240, P180);
        long from = clip.units().get(0).pts();

        for (AccessUnit unit : clip.units()) {
            if (unit.pts() == from + 30 * FRAME) {
                transcoder.activate(unit.pts(), Set.of("240p", "180p"));
            } else if (unit.pts() == from + 90 * FRAME) {
                transcoder.activate(unit.pts(), Set.of("240p"));
            }
            transcoder.write(unit);
        }
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        assertThat(run.rungs().get("240p").units).hasSize(90);
        assertThat(run.rungs().get("240p").units.get(0).randomAccess()).isTrue();
        assertThat(run.rungs().get("180p").units).hasSize(90);
        assertThat(Clip.numbers(
                        directory, run.rungs().get("240p").format(), run.rungs().get("240p").units))
                .first()
                .isEqualTo(OptionalLong.of(30));
    }

    @Test
    void keyFrames_canBeAskedFor_whereTheSourceHasNone_andEverySecondPictureLeftOut() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 60, "-bf", "2");
        Rung halved = new Rung("180p", 320, 180, 400_000, 30, 2, Rung.Encoding.DEFAULT);
        Run run = run(halved);
        Transcoder transcoder = transcoder(run, clip, Set.of("180p"), halved);
        long from = clip.units().get(0).pts();

        transcoder.key(from + 45 * FRAME);
        clip.units().forEach(transcoder::write);
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        Collected out = run.rungs().get("180p");
        assertThat(out.keyPts()).containsExactly(from, from + 30 * FRAME, from + 45 * FRAME);
        assertThat(out.units).hasSize(15 + 8 + 8);
    }

    @Test
    void sameSource_givesTheSameParameterSets_inEveryPipeline() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 40);
        Run first = run(P240);
        Run second = run(P240);
        Transcoder one = transcoder(first, clip, Set.of("240p"), P240);
        Transcoder two = transcoder(second, clip, Set.of("240p"), P240);

        clip.units().forEach(one::write);
        clip.units().stream().skip(30).forEach(two::write);
        one.end("done");
        two.end("done");

        assertThat(first.awaitEnd()).isEmpty();
        assertThat(second.awaitEnd()).isEmpty();
        assertThat(second.rungs().get("240p").format())
                .isEqualTo(first.rungs().get("240p").format());
    }

    /** HDR as cameras make it: ten bits, PQ, BT.2020. */
    @Test
    void tenBitsAndHdr_becomeEightBitsOfTheUsualColours() throws Exception {
        Clip clip = Clip.encode(
                directory,
                640,
                360,
                12,
                "-pix_fmt",
                "yuv420p10le",
                "-profile:v",
                "high10",
                "-vf",
                "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc");
        Run run = run(P240, P180);
        Transcoder transcoder = transcoder(run, clip, Set.of("240p", "180p"), P240, P180);

        clip.units().forEach(transcoder::write);
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        for (Rung rung : List.of(P240, P180)) {
            Collected out = run.rungs().get(rung.name());
            assertThat(out.units).as(rung.name()).hasSize(12);
            assertThat(out.format().codecs()).isEqualTo(rung.codecs());
            assertThat(Clip.colours(directory, out.format(), out.units))
                    .as("pixel format, matrix, transfer and primaries of " + rung.name())
                    .isEqualTo("yuv420p,bt709,bt709,bt709");
        }
    }

    /** Two fields of different moments in each picture, which comb where something moves. */
    @Test
    void interlacedPictures_areMadeWhole() throws Exception {
        Clip clip = Clip.encode(
                directory,
                640,
                360,
                60,
                "-vf",
                "tinterlace=mode=interleave_top,setfield=tff",
                "-flags",
                "+ilme+ildct",
                "-x264-params",
                "tff=1",
                "-bf",
                "2");
        Rung same = new Rung("360p", 640, 360, 2_000_000, 30, 1, Rung.Encoding.DEFAULT);
        Run run = run(same, P180);
        Transcoder transcoder = transcoder(run, clip, Set.of("360p", "180p"), same, P180);

        clip.units().forEach(transcoder::write);
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        Collected out = run.rungs().get("360p");
        List<Long> shown = clip.units().stream().map(AccessUnit::pts).sorted().toList();
        assertThat(out.units).extracting(AccessUnit::pts).isEqualTo(shown);
        int before = Clip.combed(directory, clip.track().video().orElseThrow(), clip.units());
        assertThat(before).as("pictures of the source that comb").isGreaterThan(20);
        assertThat(Clip.combed(directory, out.format(), out.units)).isLessThan(before / 2);
    }

    /** What a phone films lying down or through its front camera; FFmpeg's filters undo beforehand what is told. */
    @ParameterizedTest
    @CsvSource({"false,1", "false,2", "false,3", "true,0", "true,1", "true,2", "true,3"})
    void turnedPictures_comeOutUpright(boolean mirrored, int quarterTurns) throws Exception {
        String back = Stream.concat(
                        Stream.generate(() -> "transpose=cclock").limit(quarterTurns),
                        mirrored ? Stream.of("hflip") : Stream.of())
                .collect(Collectors.joining(","));
        Clip upright = Clip.encode(directory, 320, 180, 8, "-vf", back);
        Orientation orientation = new Orientation(mirrored, quarterTurns);
        VideoFormat format = upright.track().video().orElseThrow();
        VideoFormat told = new VideoFormat(
                format.codec(),
                format.codecs(),
                format.configuration(),
                orientation.swapsSides() ? 180 : 320,
                orientation.swapsSides() ? 320 : 180,
                format.pixelAspect(),
                orientation);
        Clip clip = new Clip(new Track(1, upright.track().timescale(), told), upright.units());
        Rung rung = new Rung("180p", 320, 180, 400_000, 30, 1, Rung.Encoding.DEFAULT);
        Run run = run(rung);
        Transcoder transcoder = transcoder(run, clip, Set.of("180p"), rung);

        clip.units().forEach(transcoder::write);
        transcoder.end("done");

        assertThat(run.awaitEnd()).isEmpty();
        Collected out = run.rungs().get("180p");
        assertThat(Clip.numbers(directory, out.format(), out.units))
                .isEqualTo(LongStream.range(0, 8).mapToObj(OptionalLong::of).toList());
    }

    @Test
    void everyPreset_makesWhatItsRungSays() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 5);
        for (Rung.Encoding encoding : List.of(
                new Rung.Encoding("libx264", "ultrafast"),
                new Rung.Encoding("libx264", "superfast"),
                new Rung.Encoding("libx264", "fast"),
                new Rung.Encoding("libopenh264", ""))) {
            Rung rung = new Rung("240p", 426, 240, 600_000, 30, 1, encoding);
            Run run = run(rung);
            Transcoder transcoder = transcoder(run, clip, Set.of("240p"), rung);
            clip.units().forEach(transcoder::write);
            transcoder.end("done");

            assertThat(run.awaitEnd()).isEmpty();
            // OpenH264 chooses a level itself: never one above what was said.
            String made = run.rungs().get("240p").format().codecs();
            assertThat(made).as(encoding.toString()).startsWith(rung.codecs().substring(0, 9));
            assertThat(made).as(encoding.toString()).isLessThanOrEqualTo(rung.codecs());
            assertThat(run.rungs().get("240p").units).hasSize(5);
        }
    }

    @Test
    void workerThatDies_tellsItsTranscoders_andWhoeverStartedIt() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 30);
        Run run = run(P240);
        Transcoder transcoder = transcoder(run, clip, Set.of("240p"), P240);
        clip.units().forEach(transcoder::write);

        ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();

        assertThat(run.awaitEnd()).hasValueSatisfying(why -> assertThat(why).contains("the worker died"));
        assertThat(run.rungs().get("240p").ends).isEmpty();
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void unknownEncoder_failsItsPipeline_andNoOther() throws Exception {
        Clip clip = Clip.encode(directory, 640, 360, 30);
        Rung odd = new Rung("240p", 426, 240, 600_000, 30, 1, new Rung.Encoding("libnothing", ""));
        Run broken = run(odd);
        Run good = run(P180);
        Transcoder one = transcoder(broken, clip, Set.of("240p"), odd);
        Transcoder two = transcoder(good, clip, Set.of("180p"), P180);

        clip.units().forEach(one::write);
        clip.units().forEach(two::write);
        one.end("done");
        two.end("done");

        assertThat(broken.awaitEnd()).contains("this FFmpeg has no encoder 'libnothing'");
        assertThat(good.awaitEnd()).isEmpty();
        assertThat(good.rungs().get("180p").units).hasSize(30);
        assertThat(deaths).hasValue(0);
    }

    @Test
    void probe_namesTheEncodersThatWork() throws Exception {
        WorkerSettings settings =
                new WorkerSettings(Path.of(System.getProperty("user.home"), ".javacpp", "cache"), directory, 64);

        assertThat(Worker.probe(settings, threads).encoders().get(60, TimeUnit.SECONDS))
                .contains("libx264", "libopenh264");
    }
}
