package dev.vitrine.bench;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.testkit.Tools;
import dev.vitrine.transcoder.Ladder;
import dev.vitrine.transcoder.Rung;
import dev.vitrine.transcoder.Transcoder;
import dev.vitrine.transcoder.Worker;
import dev.vitrine.transcoder.WorkerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What 1080p30 → 720p + 480p + 360p costs in our worker process, and in the {@code ffmpeg} program of the same build that
 * is told to do the same, one after the other. Ours counts the worker and the server's end of its pipes, from the first
 * picture to the last; the worker has made a second of pictures before, as after the first second of a show.
 */
final class LadderCost {

    private static final String FFMPEG = "ffmpeg";
    private static final String OURS = "Vitrine";
    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");
    private static final int UNITS_TO_WARM = 30;

    private final Results results;
    private final Path directory;
    private final boolean quick;

    LadderCost(Results results, Path media, boolean quick) {
        this.results = results;
        this.directory = media.resolveSibling("ladder");
        this.quick = quick;
    }

    /** What one run took. */
    private record Used(double cpuSeconds, double residentMiB) {}

    void measure() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        LadderProgramme programme = LadderProgramme.make(directory, quick ? 4 : 20);
        compare(programme, new Rung.Encoding("libx264", "veryfast"), quick ? 1 : 3);
        for (Rung.Encoding other : List.of(
                new Rung.Encoding("libx264", "superfast"),
                new Rung.Encoding("libx264", "ultrafast"),
                new Rung.Encoding("libopenh264", ""))) {
            compare(programme, other, 1);
        }
    }

    static String name(Rung.Encoding encoding) {
        return "1080p30 → 720p + 480p + 360p, "
                + (encoding.encoder().equals("libopenh264") ? "OpenH264" : "x264 " + encoding.preset());
    }

    private void compare(LadderProgramme programme, Rung.Encoding encoding, int repeats)
            throws IOException, InterruptedException {
        List<Rung> rungs = Ladder.of(
                programme.track().video().orElseThrow(),
                OptionalDouble.of(LadderProgramme.RATE),
                List.of(720, 480, 360),
                encoding);
        String what = name(encoding);
        for (int repeat = 0; repeat < repeats; repeat++) {
            tell(what, OURS, programme, ours(programme, rungs));
            tell(what, FFMPEG, programme, theirs(programme, rungs));
        }
        for (Rung rung : rungs) {
            for (String who : List.of(OURS, FFMPEG)) {
                Path file = file(who, rung);
                String which = what + ": " + rung.name();
                results.add(which + ", kbit/s", who, Files.size(file) * 8.0 / 1000 / programme.seconds());
                results.add(which + ", SSIM", who, similarity(programme, rung, file));
            }
        }
    }

    private void tell(String what, String who, LadderProgramme programme, Used used) {
        results.add(what + ": CPU s per stream second", who, used.cpuSeconds() / programme.seconds());
        results.add(what + ": resident at most, MiB", who, used.residentMiB());
    }

    private Path file(String who, Rung rung) {
        return directory.resolve(who.toLowerCase(Locale.ROOT) + "-" + rung.name() + ".h264");
    }

    private Used ours(LadderProgramme programme, List<Rung> rungs) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        Path natives = Path.of(System.getProperty("user.home"), ".javacpp", "cache");
        try (Worker worker = Worker.start(new WorkerSettings(natives, directory, 96), "bench", threads, () -> {})) {
            transcode(worker, programme, programme.units().subList(0, UNITS_TO_WARM), rungs, () -> {});
            ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
            double[] resident = {0};
            double before = ProcessStats.cpuSeconds(ProcessHandle.current());
            transcode(
                    worker,
                    programme,
                    programme.units(),
                    rungs,
                    () -> resident[0] = Math.max(resident[0], ProcessStats.residentMiB(process)));
            return new Used(ProcessStats.cpuSeconds(ProcessHandle.current()) - before, resident[0]);
        } finally {
            threads.shutdown();
        }
    }

    private void transcode(
            Worker worker, LadderProgramme programme, List<AccessUnit> units, List<Rung> rungs, Runnable meanwhile)
            throws IOException, InterruptedException {
        Map<String, LadderOutput> outputs = new HashMap<>();
        for (Rung rung : rungs) {
            outputs.put(rung.name(), new LadderOutput(file(OURS, rung)));
        }
        CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
        Transcoder transcoder = new Transcoder(worker, rungs, outputs, outputs.keySet(), ended::complete);
        transcoder.tracks(List.of(programme.track()));
        units.forEach(transcoder::write);
        transcoder.end("that is all");
        await(ended::isDone, meanwhile);
        ended.join().ifPresent(failure -> {
            throw new AssertionError("the worker failed: " + failure);
        });
    }

    private Used theirs(LadderProgramme programme, List<Rung> rungs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-threads",
                "1",
                "-i",
                programme.file().toString(),
                "-filter_complex_threads",
                "1",
                "-filter_complex",
                filters(rungs)));
        for (Rung rung : rungs) {
            command.addAll(List.of("-map", "[o" + rung.name() + "]"));
            command.addAll(encoder(rung));
            command.addAll(List.of("-f", "h264", file(FFMPEG, rung).toString()));
        }
        double before = ProcessStats.cpuSeconds(ProcessHandle.current());
        double[] resident = {0};
        Process process = new ProcessBuilder(command).inheritIO().start();
        await(
                () -> !process.isAlive(),
                () -> resident[0] = Math.max(resident[0], ProcessStats.residentMiB(process.toHandle())));
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg failed: " + command);
        }
        // Of the dead it has waited for, too.
        return new Used(ProcessStats.cpuSeconds(ProcessHandle.current()) - before, resident[0]);
    }

    private static String filters(List<Rung> rungs) {
        String split = rungs.stream().map(rung -> "[i" + rung.name() + "]").collect(Collectors.joining());
        return "[0:v]split=" + rungs.size() + split
                + rungs.stream()
                        .map(rung -> ";[i" + rung.name() + "]scale=" + rung.width() + ":" + rung.height() + "[o"
                                + rung.name() + "]")
                        .collect(Collectors.joining());
    }

    /** The same as {@code VideoEncoder} sets. */
    private static List<String> encoder(Rung rung) {
        List<String> options = new ArrayList<>(List.of(
                "-c:v",
                rung.encoding().encoder(),
                "-threads",
                "1",
                "-bf",
                "0",
                "-g",
                "1800",
                "-force_key_frames",
                "expr:gte(t,n_forced*" + LadderProgramme.GOP_SECONDS + ")",
                "-maxrate",
                Integer.toString(rung.maxBitsPerSecond()),
                "-bufsize",
                Integer.toString(rung.bufferBits()),
                "-level",
                Integer.toString(rung.level())));
        if (rung.encoding().encoder().equals("libopenh264")) {
            options.addAll(List.of(
                    "-b:v",
                    Long.toString(rung.maxBitsPerSecond() * 3L / 4),
                    "-allow_skip_frames",
                    "0",
                    "-rc_mode",
                    "bitrate",
                    "-profile:v",
                    "constrained_baseline"));
        } else {
            options.addAll(List.of(
                    "-preset",
                    rung.encoding().preset(),
                    "-tune",
                    "zerolatency",
                    "-crf",
                    "23",
                    "-forced-idr",
                    "1",
                    "-sc_threshold",
                    "0",
                    "-x264-params",
                    "sliced-threads=0"));
            if (rung.encoding().profile() == 100) {
                options.addAll(List.of("-profile:v", "high"));
            }
        }
        return options;
    }

    /** To the source scaled by the best there is, picture by picture. */
    private static double similarity(LadderProgramme programme, Rung rung, Path file)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Tools.ffmpeg().toString(),
                        "-nostdin",
                        "-hide_banner",
                        "-nostats",
                        "-r",
                        Integer.toString(LadderProgramme.RATE),
                        "-i",
                        file.toString(),
                        "-i",
                        programme.file().toString(),
                        "-lavfi",
                        "[0:v]setpts=N[a];[1:v]setpts=N,scale=" + rung.width() + ":" + rung.height()
                                + ":flags=lanczos+accurate_rnd[b];[a][b]ssim",
                        "-f",
                        "null",
                        "-")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher all = SSIM.matcher(said);
        if (process.waitFor() != 0 || !all.find()) {
            throw new IOException("ffmpeg cannot compare " + file + ":\n" + said);
        }
        return Double.parseDouble(all.group(1));
    }

    private static void await(BooleanSupplier over, Runnable meanwhile) throws InterruptedException {
        while (!over.getAsBoolean()) {
            meanwhile.run();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
