package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import dev.vitrine.transcoder.Rung;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Which H.264 encoders work on this machine: having one in FFmpeg does not mean having its hardware. */
final class Encoders {

    /** Hardware that takes pictures from main memory, in the order of preference, then software. */
    private static final List<String> KNOWN =
            List.of("h264_nvenc", "h264_qsv", "h264_videotoolbox", "libx264", "libopenh264");

    private Encoders() {}

    /** Those that could be opened. */
    static List<String> available() {
        List<String> found = new ArrayList<>();
        for (String name : KNOWN) {
            if (opens(name)) {
                found.add(name);
            }
        }
        return found;
    }

    private static boolean opens(String name) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            return false;
        }
        Rung probe = new Rung("probe", 320, 240, 500_000, 30, 1, new Rung.Encoding(name, "veryfast"));
        AVFrame like = avutil.av_frame_alloc();
        try (VideoEncoder encoder = new VideoEncoder(new Handles(), probe, Timescale.VIDEO, like)) {
            return encoder.format().width() > 0;
        } catch (FfmpegException notHere) {
            return false;
        } finally {
            avutil.av_frame_free(like);
        }
    }
}
