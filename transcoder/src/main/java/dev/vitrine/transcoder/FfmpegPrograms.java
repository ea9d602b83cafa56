package dev.vitrine.transcoder;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * The {@code ffmpeg} and {@code ffprobe} programs that travel inside our FFmpeg artifact, so that nothing has to be
 * installed and every machine runs the same build.
 *
 * <p>The first call on a machine unpacks 77 MB, which takes a second or two, into the directory named by the system
 * property {@code org.bytedeco.javacpp.cachedir} (default {@code ~/.javacpp/cache}); later calls find it there. Nothing
 * native is loaded into this process.
 */
public final class FfmpegPrograms {

    private FfmpegPrograms() {}

    public static Path ffmpeg() {
        return program("ffmpeg", org.bytedeco.ffmpeg.ffmpeg.class);
    }

    public static Path ffprobe() {
        return program("ffprobe", org.bytedeco.ffmpeg.ffprobe.class);
    }

    private static Path program(String name, Class<?> marker) {
        String path;
        try {
            path = Loader.load(marker);
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "the bundled " + name + " program cannot be unpacked for " + Loader.getPlatform()
                            + ": is its ffmpeg artifact on the class path, and is the directory"
                            + " org.bytedeco.javacpp.cachedir writable?",
                    e);
        }
        if (path == null) {
            throw new IllegalStateException("the ffmpeg artifact for " + Loader.getPlatform() + " holds no " + name
                    + " program: put the classifier for this platform on the class path");
        }
        return Path.of(path);
    }
}
