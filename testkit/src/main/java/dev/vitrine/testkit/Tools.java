package dev.vitrine.testkit;

import dev.vitrine.transcoder.FfmpegPrograms;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that tests run. One that is missing fails the test and says how to get it; no test is skipped for it. */
public final class Tools {

    private Tools() {}

    /** The FFmpeg that comes with the build: newest, speaks Enhanced RTMP. */
    public static Path ffmpeg() {
        return FfmpegPrograms.ffmpeg();
    }

    /** The ffprobe that comes with the build. */
    public static Path ffprobe() {
        return FfmpegPrograms.ffprobe();
    }

    /** The system's FFmpeg: another version by another builder, a second opinion. */
    public static Path systemFfmpeg() {
        return find("ffmpeg");
    }

    public static Path gstLaunch() {
        return find("gst-launch-1.0");
    }

    public static Path chromium() {
        return find("chromium", "chromium-browser", "google-chrome");
    }

    /** A program on the PATH: the first of {@code names} that is there. */
    public static Path find(String... names) {
        for (String name : names) {
            Optional<Path> found = directories()
                    .map(directory -> directory.resolve(name))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("the program " + names[0] + " is not installed: run scripts/setup");
    }

    private static Stream<Path> directories() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        // Debian keeps servers in sbin, which is not on every user's PATH.
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator, -1)), List.of("/usr/sbin", "/usr/local/sbin").stream())
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
    }
}
