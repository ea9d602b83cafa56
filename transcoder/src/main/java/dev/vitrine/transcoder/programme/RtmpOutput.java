package dev.vitrine.transcoder.programme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * One RTMP connection: pictures and samples in, H.264 and AAC out. Lives in the demo's child process; one thread.
 *
 * <p>Pictures go in as BGR0, which is how a little-endian machine stores 0x00RRGGBB, so FFmpeg converts them straight to
 * 4:2:0 and nothing is touched pixel by pixel in Java. FFmpeg converts with BT.601's matrix unless told otherwise; the
 * stream says so, or colours would shift at 720p where players assume BT.709.
 */
final class RtmpOutput implements AutoCloseable {

    private final FFmpegFrameRecorder recorder;
    private final DemoOptions options;
    private final ByteBuffer image;

    private RtmpOutput(FFmpegFrameRecorder recorder, DemoOptions options) {
        this.recorder = recorder;
        this.options = options;
        image = ByteBuffer.allocateDirect(options.width() * options.height() * 4)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    static RtmpOutput connect(DemoOptions options) throws FFmpegFrameRecorder.Exception {
        FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder(options.url().toString(), options.width(), options.height(), Sound.CHANNELS);
        int gopFrames = Math.max(1, (int) Math.round(options.gopSeconds() * options.framesPerSecond()));
        recorder.setFormat("flv");
        recorder.setOption("flvflags", "no_duration_filesize");
        recorder.setOption("rw_timeout", "10000000");
        recorder.setFrameRate(options.framesPerSecond());
        recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setVideoBitrate(options.videoKbps() * 1000);
        recorder.setGopSize(gopFrames);
        recorder.setMaxBFrames(0);
        recorder.setVideoOption("preset", "veryfast");
        recorder.setVideoOption("tune", "zerolatency");
        recorder.setVideoOption("threads", "1");
        recorder.setVideoOption("keyint_min", Integer.toString(gopFrames));
        recorder.setVideoOption("sc_threshold", "0");
        recorder.setVideoOption("maxrate", options.videoKbps() + "k");
        recorder.setVideoOption("bufsize", options.videoKbps() + "k");
        recorder.setVideoOption("colorspace", "smpte170m");
        recorder.setVideoOption("color_primaries", "bt709");
        recorder.setVideoOption("color_trc", "bt709");
        recorder.setVideoOption("color_range", "tv");
        recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
        recorder.setSampleRate(Sound.SAMPLE_RATE);
        recorder.setAudioBitrate(128_000);
        recorder.start();
        return new RtmpOutput(recorder, options);
    }

    /** @param seconds since this connection's first picture */
    void write(double seconds, int[] pixels) throws FFmpegFrameRecorder.Exception {
        image.asIntBuffer().put(pixels);
        recorder.setTimestamp(Math.round(seconds * 1e6));
        recorder.recordImage(
                options.width(),
                options.height(),
                Frame.DEPTH_UBYTE,
                4,
                options.width() * 4,
                avutil.AV_PIX_FMT_BGR0,
                image);
    }

    void write(short[] samples) throws FFmpegFrameRecorder.Exception {
        recorder.recordSamples(Sound.SAMPLE_RATE, Sound.CHANNELS, ShortBuffer.wrap(samples));
    }

    @Override
    public void close() throws FFmpegFrameRecorder.Exception {
        try {
            recorder.stop();
        } finally {
            recorder.release();
        }
    }
}
