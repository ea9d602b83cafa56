package dev.vitrine.transcoder.worker;

import dev.vitrine.transcoder.Rung;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/**
 * Pictures as an encoder wants them. One thread.
 *
 * <pre>
 *   YUV420P ───────────────────────────────▶ x264, OpenH264, NVENC, VideoToolbox
 *      └─ swscale ─▶ NV12 ─────────────────▶ Quick Sync
 *                      └─ upload ─▶ VAAPI ─▶ VAAPI
 * </pre>
 */
final class EncoderInput implements AutoCloseable {

    /** Where an encoder takes its pictures from, and how their colours lie there. */
    enum Form {
        /** Three planes in main memory. */
        PLANAR,
        /** Brightness, and colours in pairs, in main memory. */
        INTERLEAVED,
        /** The same in the memory of a VAAPI device. */
        ON_DEVICE
    }

    private final Optional<Scaler> interleave;
    private final Optional<DeviceFrames> device;

    EncoderInput(Handles handles, Rung rung) {
        this(handles, rung.width(), rung.height(), formFor(rung.encoding().encoder()));
    }

    EncoderInput(Handles handles, int width, int height, Form form) {
        device = form == Form.ON_DEVICE ? Optional.of(new DeviceFrames(handles, width, height)) : Optional.empty();
        interleave = form == Form.PLANAR
                ? Optional.empty()
                : Optional.of(new Scaler(
                        handles, width, height, avutil.AV_PIX_FMT_NV12, swscale.SWS_POINT, Optional.empty()));
    }

    private static Form formFor(String encoder) {
        return switch (encoder) {
            case "h264_qsv" -> Form.INTERLEAVED;
            case "h264_vaapi" -> Form.ON_DEVICE;
            default -> Form.PLANAR;
        };
    }

    /** Tells the encoder, which is not open yet, what will come. */
    void announce(AVCodecContext context) {
        int inMemory = interleave.isPresent() ? avutil.AV_PIX_FMT_NV12 : avutil.AV_PIX_FMT_YUV420P;
        context.pix_fmt(device.isPresent() ? avutil.AV_PIX_FMT_VAAPI : inMemory);
        device.ifPresent(frames -> context.hw_frames_ctx(frames.reference()));
    }

    /** The picture in the form that was announced, to be closed by the caller; the given one is not altered. */
    Picture of(Picture picture) {
        if (interleave.isEmpty()) {
            return picture.again();
        }
        Picture paired = interleave.get().scale(picture);
        if (device.isEmpty()) {
            return paired;
        }
        try (paired) {
            return device.get().upload(paired);
        }
    }

    @Override
    public void close() {
        interleave.ifPresent(Scaler::close);
        device.ifPresent(DeviceFrames::close);
    }
}
