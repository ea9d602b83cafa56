package dev.vitrine.transcoder.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Makes a picture of any size and format into 8-bit 4:2:0 of one size and layout. One thread.
 *
 * <p>swscale reads size, format, range and colours from each picture, so a source that changes needs nothing here; HDR
 * becomes SDR on the way.
 */
final class Scaler implements AutoCloseable {

    /** What can be in the hands of the next smaller rung and of the encoder at a time, and one more. */
    private static final int MAX_FRAMES = 16;

    private final Handles handles;
    private final int width;
    private final int height;
    private final int format;
    private final SwsContext context;
    private final Optional<Logo> logo;
    private final List<AVFrame> frames = new ArrayList<>();

    /** To three planes. */
    Scaler(Handles handles, int width, int height, int flags, Optional<Logo> logo) {
        this(handles, width, height, avutil.AV_PIX_FMT_YUV420P, flags, logo);
    }

    /**
     * @param format FFmpeg's number of an 8-bit 4:2:0 pixel format
     * @param flags of swscale
     * @param logo drawn into pictures that have it not yet
     */
    Scaler(Handles handles, int width, int height, int format, int flags, Optional<Logo> logo) {
        this.handles = handles;
        this.width = width;
        this.height = height;
        this.format = format;
        this.logo = logo;
        context = swscale.sws_alloc_context();
        context.flags(flags);
        context.threads(1);
        handles.opened();
    }

    /** The picture in this scaler's size, with the logo; {@code source} itself when it has all that already. */
    Picture scale(Picture source) {
        AVFrame from = source.frame();
        boolean mark = logo.isPresent() && !source.marked();
        boolean fits = from.width() == width && from.height() == height && from.format() == format && !isHdr(from);
        if (fits && !mark) {
            return source.again();
        }
        AVFrame to = free();
        to.color_range(avutil.AVCOL_RANGE_MPEG);
        boolean hdr = isHdr(from) || from.color_primaries() == avutil.AVCOL_PRI_BT2020;
        to.colorspace(hdr ? avutil.AVCOL_SPC_BT709 : from.colorspace());
        to.color_primaries(hdr ? avutil.AVCOL_PRI_BT709 : from.color_primaries());
        to.color_trc(hdr ? avutil.AVCOL_TRC_BT709 : from.color_trc());
        if (fits) {
            to.color_range(from.color_range()); // as it came: nothing is converted
            FfmpegException.check(avutil.av_frame_copy(to, from), "copying a picture");
        } else {
            FfmpegException.check(
                    swscale.sws_scale_frame(context, to, from),
                    "scaling " + from.width() + "x" + from.height() + " to " + width + "x" + height);
        }
        if (mark) {
            logo.orElseThrow().draw(to);
        }
        to.pts(from.pts());
        to.sample_aspect_ratio(avutil.av_make_q(1, 1));
        return Picture.of(handles, to, source.key(), source.marked() || mark);
    }

    private static boolean isHdr(AVFrame frame) {
        return frame.color_trc() == avutil.AVCOL_TRC_SMPTE2084 || frame.color_trc() == avutil.AVCOL_TRC_ARIB_STD_B67;
    }

    /** Pictures are used again once nobody refers to them: new memory for each would cost more than scaling. */
    private AVFrame free() {
        for (AVFrame frame : frames) {
            if (avutil.av_frame_is_writable(frame) != 0) {
                return frame;
            }
        }
        if (frames.size() >= MAX_FRAMES) {
            throw new FfmpegException("more than " + MAX_FRAMES + " pictures of " + width + "x" + height + " in use");
        }
        AVFrame frame = avutil.av_frame_alloc();
        frame.format(format);
        frame.width(width);
        frame.height(height);
        handles.opened();
        frames.add(frame);
        FfmpegException.check(avutil.av_frame_get_buffer(frame, 0), "memory for a picture");
        return frame;
    }

    @Override
    public void close() {
        for (AVFrame frame : frames) {
            avutil.av_frame_free(frame);
            handles.closed();
        }
        swscale.sws_free_context(context);
        handles.closed();
    }
}
