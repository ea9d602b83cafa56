package dev.vitrine.transcoder.worker;

import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVHWFramesContext;
import org.bytedeco.ffmpeg.global.avutil;

/** Pictures of one size in the memory of this machine's first VAAPI device. One thread. */
final class DeviceFrames implements AutoCloseable {

    /** Some drivers want to know beforehand: what the encoder refers to, what it works on, what is being uploaded. */
    private static final int POOL = 8;

    private final Handles handles;
    private final AVBufferRef device = new AVBufferRef(null);
    private final AVFrame uploaded;
    private final AVBufferRef frames;

    /** @throws FfmpegException when there is no such device, or this user may not open it */
    DeviceFrames(Handles handles, int width, int height) {
        this.handles = handles;
        FfmpegException.check(
                avutil.av_hwdevice_ctx_create(
                        device, avutil.AV_HWDEVICE_TYPE_VAAPI, (String) null, (AVDictionary) null, 0),
                "opening a VAAPI device");
        frames = avutil.av_hwframe_ctx_alloc(device);
        uploaded = avutil.av_frame_alloc();
        handles.opened();
        try {
            AVHWFramesContext context = new AVHWFramesContext(frames.data());
            context.format(avutil.AV_PIX_FMT_VAAPI);
            context.sw_format(avutil.AV_PIX_FMT_NV12);
            context.width(width);
            context.height(height);
            context.initial_pool_size(POOL);
            FfmpegException.check(
                    avutil.av_hwframe_ctx_init(frames), "VAAPI memory for pictures of " + width + "x" + height);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Another reference to the device's memory, for an encoder to own. */
    AVBufferRef reference() {
        return avutil.av_buffer_ref(frames);
    }

    /** A copy on the device. */
    Picture upload(Picture interleaved) {
        AVFrame from = interleaved.frame();
        try {
            FfmpegException.check(avutil.av_hwframe_get_buffer(frames, uploaded, 0), "memory on the VAAPI device");
            FfmpegException.check(
                    avutil.av_hwframe_transfer_data(uploaded, from, 0), "uploading a picture to the VAAPI device");
            FfmpegException.check(avutil.av_frame_copy_props(uploaded, from), "copying a picture's properties");
            return Picture.of(handles, uploaded, interleaved.key(), interleaved.marked());
        } finally {
            avutil.av_frame_unref(uploaded);
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(uploaded);
        avutil.av_buffer_unref(frames);
        avutil.av_buffer_unref(device);
        handles.closed();
    }
}
