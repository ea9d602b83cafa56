package dev.vitrine.transcoder;

import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** From the operator's word to an encoder of FFmpeg's. */
public final class EncoderChoice {

    private static final Map<String, String> NAMES = Map.of(
            "x264", "libx264",
            "openh264", "libopenh264",
            "nvenc", "h264_nvenc",
            "qsv", "h264_qsv",
            "vaapi", "h264_vaapi",
            "videotoolbox", "h264_videotoolbox");

    private EncoderChoice() {}

    /**
     * What is encoded with.
     *
     * @param word {@code auto}: x264 where the FFmpeg on the class path has it (its GPL build), else OpenH264
     * @param preset x264's; others ignore it
     */
    public static Rung.Encoding of(String word, String preset) {
        return new Rung.Encoding(NAMES.getOrDefault(word, hasX264() ? "libx264" : "libopenh264"), preset);
    }

    private static boolean hasX264() {
        String folder = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "-gpl/";
        return EncoderChoice.class.getResource(folder) != null;
    }
}
