package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import dev.vitrine.transcoder.Rung;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** Which H.264 encoders work on this machine: having one in FFmpeg does not mean having its hardware. */
final class Encoders {

    /** Hardware, in the order of preference, then software. */
    private static final List<String> KNOWN =
            List.of("h264_nvenc", "h264_qsv", "h264_vaapi", "h264_videotoolbox", "libx264", "libopenh264");

    private Encoders() {}

    /** Those that encoded something, with IDR pictures where they were asked for. */
    static List<String> available() {
        return KNOWN.stream().filter(Encoders::works).toList();
    }

    private static boolean works(String name) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            return false;
        }
        try {
            return keys(name, List.of(true, false, true, false)).equals(List.of(true, false, true, false));
        } catch (FfmpegException notHere) {
            return false;
        }
    }

    /** Which of the encoded pictures are IDR pictures, when those are asked for. */
    static List<Boolean> keys(String name, List<Boolean> asked) {
        Rung probe = new Rung("probe", 320, 240, 500_000, 30, 1, new Rung.Encoding(name, "veryfast"));
        Handles handles = new Handles();
        List<Boolean> keys = new ArrayList<>();
        AVFrame grey = avutil.av_frame_alloc();
        try {
            grey.format(avutil.AV_PIX_FMT_YUV420P);
            grey.width(probe.width());
            grey.height(probe.height());
            FfmpegException.check(avutil.av_frame_get_buffer(grey, 0), "memory for a picture");
            for (int plane = 0; plane < 3; plane++) {
                int lines = plane == 0 ? probe.height() : probe.height() / 2;
                Pointer.memset(grey.data(plane), 128, (long) grey.linesize(plane) * lines);
            }
            try (VideoEncoder encoder = new VideoEncoder(handles, probe, Timescale.VIDEO, grey)) {
                encoder.format();
                for (int n = 0; n < asked.size(); n++) {
                    grey.pts(n * Timescale.VIDEO.ticksPerSecond() / probe.framesPerSecond());
                    try (Picture picture = Picture.of(handles, grey, asked.get(n))) {
                        encoder.encode(picture, (pts, key, bytes) -> keys.add(key));
                    }
                }
                encoder.finish((pts, key, bytes) -> keys.add(key));
            }
        } finally {
            avutil.av_frame_free(grey);
        }
        return keys;
    }
}
