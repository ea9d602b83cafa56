package dev.vitrine.transcoder.worker;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg said no. */
final class FfmpegException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FfmpegException(String message) {
        super(message);
    }

    /**
     * Answers what FFmpeg answered.
     *
     * @param what was tried, such as "opening the encoder libx264"
     * @throws FfmpegException when {@code code} is negative
     */
    static int check(int code, String what) {
        if (code < 0) {
            throw new FfmpegException(what + " failed: " + text(code));
        }
        return code;
    }

    private static String text(int code) {
        byte[] text = new byte[128];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8) + " (" + code + ")";
    }
}
