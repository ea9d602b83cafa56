package dev.vitrine.transcoder;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a worker process is started.
 *
 * @param natives where FFmpeg's libraries are unpacked
 * @param scratch where a crash writes what it knows; made when it is needed
 * @param maxHeapMegabytes of its Java heap, 32 to 1024; pictures live outside it
 * @param logo drawn into all that is encoded
 */
public record WorkerSettings(Path natives, Path scratch, int maxHeapMegabytes, Optional<LogoPlace> logo) {

    private static final String MAIN = "dev.vitrine.transcoder.worker.TranscoderWorker";

    public WorkerSettings {
        if (maxHeapMegabytes < 32 || maxHeapMegabytes > 1024) {
            throw new IllegalArgumentException(
                    "worker heap of " + maxHeapMegabytes + " MB is not between 32 and 1024 MB");
        }
    }

    /** Without a logo. */
    public WorkerSettings(Path natives, Path scratch, int maxHeapMegabytes) {
        this(natives, scratch, maxHeapMegabytes, Optional.empty());
    }

    ProcessBuilder process() {
        List<String> command = new ArrayList<>();
        Path nice = Path.of("/usr/bin/nice");
        if (Files.isExecutable(nice)) {
            // Serving goes before encoding.
            command.addAll(List.of(nice.toString(), "-n", "5"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + maxHeapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // One in reserve sleeps: no threads of Java's that wake to see whether there is something to tidy.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:GuaranteedSafepointInterval=0",
                "-XX:AsyncDeflationInterval=60000",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve("transcoder-%p.log").toAbsolutePath(),
                "-Djava.awt.headless=true",
                // Java 24 and newer warn of native code otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.cachedir=" + natives.toAbsolutePath(),
                // JavaCPP counts all of the process as its own and gives up at four heaps.
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                MAIN));
        logo.ifPresent(place -> command.addAll(
                List.of(place.file().toAbsolutePath().toString(), place.corner().name())));
        ProcessBuilder builder = new ProcessBuilder(command);
        // glibc's arenas, one a thread, would hold 80 MB that nobody uses.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(
                    entry.isEmpty() ? entry : Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
