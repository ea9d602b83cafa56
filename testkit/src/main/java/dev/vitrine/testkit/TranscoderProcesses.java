package dev.vitrine.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Finds the transcoder's child processes of a server. */
public final class TranscoderProcesses {

    private TranscoderProcesses() {}

    /** Those that run below {@code parent}, at any depth, the oldest first: one in reserve is younger than those at work. */
    public static List<ProcessHandle> below(ProcessHandle parent) {
        return parent.descendants()
                .filter(TranscoderProcesses::isOne)
                .sorted(Comparator.comparing(
                        process -> process.info().startInstant().orElse(Instant.MAX)))
                .toList();
    }

    /** {@link ProcessHandle.Info#commandLine} ends after a page, and a class path may be longer. */
    private static boolean isOne(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
            return new String(line, StandardCharsets.UTF_8).contains("TranscoderWorker\0");
        } catch (IOException gone) {
            return false;
        }
    }
}
