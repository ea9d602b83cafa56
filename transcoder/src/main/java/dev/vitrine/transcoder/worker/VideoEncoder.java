package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.transcoder.Rung;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures of one size in, H.264 access units out, each at once: no picture waits for another. One thread.
 *
 * <p>Quality is constant up to the rung's bit rate, which is never exceeded over a second. IDR pictures come where they
 * are asked for and nowhere else.
 */
final class VideoEncoder implements AutoCloseable {

    /** Takes what was encoded. */
    interface Output {
        /**
         * An encoded picture.
         *
         * @param annexB the encoder's bytes, lent for the length of the call
         */
        void unit(long pts, boolean key, byte[] annexB);
    }

    /** Longer than any segment: IDR pictures are forced. */
    private static final int GOP_SECONDS = 60;

    private final Handles handles;
    private final Rung rung;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private final EncoderInput input;

    /** @param like of the pictures that will come: their colours */
    VideoEncoder(Handles handles, Rung rung, Timescale timescale, AVFrame like) {
        this.handles = handles;
        this.rung = rung;
        String name = rung.encoding().encoder();
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new FfmpegException("this FFmpeg has no encoder '" + name + "'");
        }
        input = new EncoderInput(handles, rung);
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        handles.opened();
        try {
            common(timescale, like);
            switch (name) {
                case "libx264" -> x264();
                case "libopenh264" -> openH264();
                default -> hardware();
            }
            FfmpegException.check(
                    avcodec.avcodec_open2(context, codec, (AVDictionary) null),
                    "opening the encoder " + name + " for " + rung.width() + "x" + rung.height());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void common(Timescale timescale, AVFrame like) {
        context.width(rung.width());
        context.height(rung.height());
        input.announce(context);
        context.time_base(avutil.av_make_q(1, timescale.ticksPerSecond()));
        context.framerate(avutil.av_make_q(rung.framesPerSecond(), 1));
        context.sample_aspect_ratio(avutil.av_make_q(1, 1));
        context.color_range(avutil.AVCOL_RANGE_MPEG);
        context.colorspace(like.colorspace());
        context.color_primaries(like.color_primaries());
        context.color_trc(like.color_trc());
        context.thread_count(1);
        context.max_b_frames(0);
        context.gop_size(GOP_SECONDS * rung.framesPerSecond());
        context.rc_max_rate(rung.maxBitsPerSecond());
        context.rc_buffer_size(rung.bufferBits());
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        context.level(rung.level());
    }

    private void x264() {
        option("preset", rung.encoding().preset());
        option("tune", "zerolatency");
        option("crf", "23");
        option("forced-idr", "1");
        option("sc_threshold", "0");
        // One slice a picture: zerolatency would cut it up for threads that are not there.
        option("x264-params", "sliced-threads=0");
        if (rung.encoding().profile() == 100) {
            option("profile", "high");
        }
    }

    private void openH264() {
        context.bit_rate(rung.maxBitsPerSecond() * 3L / 4);
        option("allow_skip_frames", "0");
        option("rc_mode", "bitrate");
        option("profile", "constrained_baseline");
    }

    private void hardware() {
        context.bit_rate(rung.maxBitsPerSecond() * 3L / 4);
        option("forced-idr", "1");
        option("forced_idr", "1");
        option("zerolatency", "1");
        option("realtime", "1");
        // Pictures in the works at a time: each is a picture's time of latency.
        option("async_depth", "1");
    }

    /** One that an encoder does not know is not set. */
    private void option(String name, String value) {
        int code = avutil.av_opt_set(context.priv_data(), name, value, 0);
        if (code == avutil.AVERROR_EINVAL()) {
            throw new FfmpegException(rung.encoding().encoder() + " does not take " + name + "=" + value);
        }
    }

    /** SPS and PPS as the encoder wrote them. */
    VideoFormat format() {
        int size = context.extradata_size();
        BytePointer data = context.extradata();
        if (size <= 0 || data == null || data.isNull()) {
            throw new FfmpegException(rung.encoding().encoder() + " tells no SPS and PPS when it is opened");
        }
        byte[] bytes = new byte[size];
        data.capacity(size).get(bytes);
        return AnnexB.format(bytes, rung.width(), rung.height());
    }

    /** Encodes a picture of this encoder's size; it is not altered. */
    void encode(Picture picture, Output output) {
        try (Picture wanted = input.of(picture)) {
            FfmpegException.check(avutil.av_frame_ref(frame, wanted.frame()), "a reference to a picture");
            frame.pict_type(picture.key() ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
            FfmpegException.check(avcodec.avcodec_send_frame(context, frame), "encoding a picture");
        } finally {
            avutil.av_frame_unref(frame);
        }
        receive(output);
    }

    /** Lets out what is held back; nothing can follow. */
    void finish(Output output) {
        avcodec.avcodec_send_frame(context, null);
        receive(output);
    }

    private void receive(Output output) {
        while (true) {
            int code = avcodec.avcodec_receive_packet(context, packet);
            if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
                return;
            }
            FfmpegException.check(code, "taking an encoded picture");
            try {
                byte[] bytes = new byte[packet.size()];
                packet.data().capacity(bytes.length).get(bytes);
                output.unit(packet.pts(), (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0, bytes);
            } finally {
                avcodec.av_packet_unref(packet);
            }
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
        input.close();
        handles.closed();
    }
}
