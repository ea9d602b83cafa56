package dev.vitrine.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programme's main class in a process of its own, where FFmpeg's native code can hurt nobody. */
final class DemoChild {

    private static final String MAIN = "dev.vitrine.transcoder.programme.DemoPublisher";

    private DemoChild() {}

    /** Its standard output is ours to read; what it complains about goes to our standard error. */
    static Process start(Path data, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-Djava.awt.headless=true",
                // Java 24 and newer warn of native code otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.cachedir=" + data.resolve("native").toAbsolutePath(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }
}
