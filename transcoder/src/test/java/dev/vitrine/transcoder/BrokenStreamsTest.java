package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What encoders and lines make of a stream, fed to one worker: it must live, and show pictures again from the next good
 * random access point on.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenStreamsTest {

    private static final int GOP = 30;
    private static final Rung RUNG =
            new Rung("90p", 160, 90, 200_000, 30, 1, new Rung.Encoding("libx264", "ultrafast"));
    private static final long SEED = 20261127;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger deaths = new AtomicInteger();

    private Worker worker;
    private Clip clip;
    private Clip other;

    @BeforeAll
    void startWorker(@TempDir Path directory) throws IOException {
        clip = Clip.encode(directory, 320, 180, 3 * GOP, "-bf", "2");
        other = Clip.encode(directory, 240, 320, 3 * GOP, "-profile:v", "baseline");
        WorkerSettings settings =
                new WorkerSettings(Path.of(System.getProperty("user.home"), ".javacpp", "cache"), directory, 96);
        worker = Worker.start(settings, "test", threads, deaths::incrementAndGet);
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        worker.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Makes a unit of the second GOP into what comes instead: none, one or several. */
    private interface Damage {
        List<AccessUnit> of(AccessUnit unit, Random random);
    }

    private static AccessUnit with(AccessUnit unit, byte[] payload) {
        return new AccessUnit(unit.trackId(), unit.pts(), unit.dts(), unit.randomAccess(), payload);
    }

    private static AccessUnit at(AccessUnit unit, long pts, long dts) {
        return new AccessUnit(unit.trackId(), pts, dts, unit.randomAccess(), unit.payload());
    }

    private static byte[] flipped(byte[] bytes, int from, int flips, Random random) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < flips && copy.length > from; i++) {
            copy[from + random.nextInt(copy.length - from)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static Stream<Arguments> damages() {
        Map<String, Damage> damages = new java.util.LinkedHashMap<>();
        damages.put(
                "units cut short",
                (u, r) -> List.of(with(u, Arrays.copyOf(u.payload(), r.nextInt(u.payload().length)))));
        damages.put("bits flipped in slices", (u, r) -> List.of(with(u, flipped(u.payload(), 8, 12, r))));
        damages.put("bits flipped anywhere", (u, r) -> List.of(with(u, flipped(u.payload(), 0, 40, r))));
        damages.put("NAL types changed", (u, r) -> {
            byte[] bytes = u.payload().clone();
            bytes[4] = (byte) r.nextInt(256);
            return List.of(with(u, bytes));
        });
        damages.put("lengths that lie", (u, r) -> {
            byte[] bytes = u.payload().clone();
            bytes[r.nextInt(4)] = (byte) r.nextInt(256);
            return List.of(with(u, bytes));
        });
        damages.put("noise", (u, r) -> {
            byte[] bytes = new byte[1 + r.nextInt(4_000)];
            r.nextBytes(bytes);
            return List.of(with(u, bytes));
        });
        damages.put("empty units", (u, r) -> List.of(with(u, new byte[0])));
        damages.put("units left out", (u, r) -> r.nextInt(3) == 0 ? List.of() : List.of(u));
        damages.put("no random access point", (u, r) -> u.randomAccess() ? List.of() : List.of(u));
        damages.put("units twice", (u, r) -> List.of(u, u));
        damages.put("times that stand still", (u, r) -> List.of(at(u, u.pts() - u.pts() % 60_000, u.dts())));
        damages.put("times that jump", (u, r) -> List.of(at(u, u.pts() + r.nextInt(200_000) - 100_000, u.dts())));
        return damages.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private record Run(Collected out, Optional<String> failure) {}

    private Run run(Track track, List<AccessUnit> units) throws Exception {
        Collected out = new Collected();
        CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
        Transcoder transcoder =
                new Transcoder(worker, List.of(RUNG), Map.of("90p", out), Set.of("90p"), ended::complete);
        transcoder.tracks(List.of(track));
        units.forEach(transcoder::write);
        transcoder.end("that is all");
        return new Run(out, ended.get(60, TimeUnit.SECONDS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void damagedGop_isOver_withTheNextRandomAccessPoint(String name, Damage damage) throws Exception {
        Random random = new Random(SEED);
        List<AccessUnit> units = new ArrayList<>(clip.units().subList(0, GOP));
        clip.units().subList(GOP, 2 * GOP).forEach(unit -> units.addAll(damage.of(unit, random)));
        List<AccessUnit> good = clip.units().subList(2 * GOP, 3 * GOP);
        units.addAll(good);

        Run run = run(clip.track(), units);

        assertThat(run.failure()).isEmpty();
        assertThat(deaths).hasValue(0);
        assertThat(run.out().units).extracting(AccessUnit::pts).isSorted().doesNotHaveDuplicates();
        assertThat(run.out().units)
                .extracting(AccessUnit::pts)
                .as("pictures of the good GOP behind it")
                .containsAll(good.stream()
                        .map(AccessUnit::pts)
                        .filter(pts -> pts >= good.get(0).pts() + 100_000 || !name.equals("times that jump"))
                        .toList());
        assertThat(worker.isAlive()).isTrue();
    }

    /** Parameter sets in the middle of the stream, of another size and profile, as a switch behind the encoder makes them. */
    @Test
    void sizeAndProfileThatChange_withoutAWord_goOnInTheSameRendition() throws Exception {
        List<AccessUnit> units = new ArrayList<>(clip.units().subList(0, GOP));
        long later = clip.units().get(GOP).dts() - other.units().get(0).dts();
        byte[] sets = parameterSets(other.track().video().orElseThrow());
        for (AccessUnit unit : other.units().subList(0, GOP)) {
            byte[] payload = unit.randomAccess() ? joined(sets, unit.payload()) : unit.payload();
            units.add(new AccessUnit(1, unit.pts() + later + 6_000, unit.dts() + later, unit.randomAccess(), payload));
        }

        Run run = run(clip.track(), units);

        assertThat(run.failure()).isEmpty();
        assertThat(run.out().units).hasSizeGreaterThan(2 * GOP - 5);
        assertThat(run.out().format().width()).isEqualTo(160);
        assertThat(deaths).hasValue(0);
    }

    @Test
    void parameterSetsThatAreMissingOrNoise_endTheirPipeline_andNothingElse() throws Exception {
        VideoFormat format = clip.track().video().orElseThrow();
        byte[] noise = format.configuration().toArray();
        Random random = new Random(SEED);
        for (byte[] configuration : List.of(new byte[0], Arrays.copyOf(noise, 9), flipped(noise, 0, 60, random))) {
            Track track = new Track(
                    1,
                    clip.track().timescale(),
                    new VideoFormat(
                            format.codec(),
                            format.codecs(),
                            Bytes.copyOf(configuration),
                            format.width(),
                            format.height(),
                            format.pixelAspect()));

            Run run = run(track, clip.units());

            assertThat(run.failure().isPresent()
                            || run.out().units.size() <= clip.units().size())
                    .isTrue();
            assertThat(worker.isAlive()).isTrue();
        }
        assertThat(run(clip.track(), clip.units()).out().units).hasSize(3 * GOP);
        assertThat(deaths).hasValue(0);
    }

    private static byte[] parameterSets(VideoFormat format) {
        byte[] avcC = format.configuration().toArray();
        int sps = (avcC[6] & 0xff) << 8 | avcC[7] & 0xff;
        int pps = (avcC[9 + sps] & 0xff) << 8 | avcC[10 + sps] & 0xff;
        return joined(prefixed(avcC, 8, sps), prefixed(avcC, 11 + sps, pps));
    }

    private static byte[] prefixed(byte[] from, int at, int length) {
        byte[] unit = new byte[4 + length];
        unit[2] = (byte) (length >> 8);
        unit[3] = (byte) length;
        System.arraycopy(from, at, unit, 4, length);
        return unit;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
