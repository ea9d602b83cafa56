package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.VideoFormat;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Access units in, pictures out, in order of showing. One thread.
 *
 * <p>One decoding thread: more of them would hold as many pictures back.
 */
final class VideoDecoder implements AutoCloseable {

    private final Handles handles;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private long broken;

    VideoDecoder(Handles handles, VideoFormat format, Timescale timescale) {
        this.handles = handles;
        int id =
                switch (format.codec()) {
                    case H264 -> avcodec.AV_CODEC_ID_H264;
                    case HEVC -> avcodec.AV_CODEC_ID_HEVC;
                    case AV1 -> avcodec.AV_CODEC_ID_AV1;
                    case VP9 -> avcodec.AV_CODEC_ID_VP9;
                };
        // FFmpeg's own AV1 decoder needs hardware; dav1d does not.
        AVCodec codec = id == avcodec.AV_CODEC_ID_AV1 ? avcodec.avcodec_find_decoder_by_name("libdav1d") : null;
        if (codec == null || codec.isNull()) {
            codec = avcodec.avcodec_find_decoder(id);
        }
        if (codec == null || codec.isNull()) {
            throw new FfmpegException(
                    "this FFmpeg has no decoder for " + format.codec().displayName());
        }
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        handles.opened();
        try {
            extradata(format.configuration());
            context.thread_count(1);
            context.pkt_timebase(avutil.av_make_q(1, timescale.ticksPerSecond()));
            FfmpegException.check(
                    avcodec.avcodec_open2(context, codec, (AVDictionary) null),
                    "opening the decoder for " + format.codecs());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The decoder's context owns it and frees it. */
    private void extradata(Bytes configuration) {
        int length = configuration.length();
        if (length == 0) {
            return;
        }
        BytePointer data = new BytePointer(avutil.av_mallocz(length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
        data.capacity(length).put(configuration.toArray());
        context.extradata(data);
        context.extradata_size(length);
    }

    /**
     * Takes an access unit. What cannot be decoded is counted and left out: the stream goes on at the next one that can.
     *
     * @param pictures lent for the length of the call
     */
    void decode(long pts, long dts, boolean randomAccess, byte[] payload, Consumer<AVFrame> pictures) {
        FfmpegException.check(avcodec.av_new_packet(packet, payload.length), "memory for a unit");
        try {
            packet.data().capacity(payload.length).put(payload);
            packet.pts(pts);
            packet.dts(dts);
            packet.flags(randomAccess ? avcodec.AV_PKT_FLAG_KEY : 0);
            int sent = avcodec.avcodec_send_packet(context, packet);
            if (sent == avutil.AVERROR_EAGAIN()) {
                receive(pictures);
                sent = avcodec.avcodec_send_packet(context, packet);
            }
            if (sent < 0) {
                broken++;
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
        receive(pictures);
    }

    /** Lets out what is held back; nothing can follow. */
    void finish(Consumer<AVFrame> pictures) {
        avcodec.avcodec_send_packet(context, null);
        receive(pictures);
    }

    private void receive(Consumer<AVFrame> pictures) {
        while (true) {
            int code = avcodec.avcodec_receive_frame(context, frame);
            if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
                return;
            }
            if (code < 0) {
                broken++;
                return;
            }
            try {
                pictures.accept(frame);
            } finally {
                avutil.av_frame_unref(frame);
            }
        }
    }

    /** Units that could not be decoded. */
    long broken() {
        return broken;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
        handles.closed();
    }
}
