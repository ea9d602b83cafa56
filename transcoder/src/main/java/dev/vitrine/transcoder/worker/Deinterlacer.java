package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Makes whole pictures of interlaced ones, one of each, a picture later; those that are whole pass. Made when the first
 * interlaced picture comes, because it costs as much as decoding. One thread.
 */
final class Deinterlacer implements AutoCloseable {

    /** AV_FRAME_FLAG_INTERLACED, which the bindings leave out. */
    private static final int INTERLACED = 1 << 3;

    private final Handles handles;
    private final AVFilterGraph graph;
    private final AVFilterContext in;
    private final AVFilterContext out;
    private final AVFrame frame;
    private final AVRational timeBase;
    private final int width;
    private final int height;
    private final int format;

    /** @param like of the pictures that will come: their size and format */
    Deinterlacer(Handles handles, AVFrame like, Timescale timescale) {
        this.handles = handles;
        width = like.width();
        height = like.height();
        format = like.format();
        timeBase = avutil.av_make_q(1, timescale.ticksPerSecond());
        graph = avfilter.avfilter_graph_alloc();
        frame = avutil.av_frame_alloc();
        in = new AVFilterContext();
        out = new AVFilterContext();
        handles.opened();
        try {
            avfilter.avfilter_graph_set_auto_convert(graph, avfilter.AVFILTER_AUTO_CONVERT_NONE);
            graph.nb_threads(1);
            AVFilterContext filter = new AVFilterContext();
            create(
                    in,
                    "buffer",
                    "video_size=" + width + "x" + height + ":pix_fmt=" + format + ":time_base=1/"
                            + timescale.ticksPerSecond() + ":pixel_aspect=1/1");
            create(filter, "bwdif", "mode=send_frame:parity=auto:deint=interlaced");
            create(out, "buffersink", "");
            FfmpegException.check(avfilter.avfilter_link(in, 0, filter, 0), "linking the deinterlacer");
            FfmpegException.check(avfilter.avfilter_link(filter, 0, out, 0), "linking the deinterlacer");
            FfmpegException.check(avfilter.avfilter_graph_config(graph, null), "opening the deinterlacer");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void create(AVFilterContext filter, String name, String options) {
        FfmpegException.check(
                avfilter.avfilter_graph_create_filter(
                        filter, avfilter.avfilter_get_by_name(name), name, options, null, graph),
                "making the filter " + name + " with " + options);
    }

    static boolean isInterlaced(AVFrame picture) {
        return (picture.flags() & INTERLACED) != 0;
    }

    /** Whether it takes such pictures; else another is needed. */
    boolean fits(AVFrame picture) {
        return picture.width() == width && picture.height() == height && picture.format() == format;
    }

    /** @param pictures lent for the length of the call */
    void take(AVFrame picture, Consumer<AVFrame> pictures) {
        FfmpegException.check(
                avfilter.av_buffersrc_add_frame_flags(in, picture, avfilter.AV_BUFFERSRC_FLAG_KEEP_REF),
                "deinterlacing a picture");
        receive(pictures);
    }

    /** Lets out what is held back; nothing can follow. */
    void finish(Consumer<AVFrame> pictures) {
        avfilter.av_buffersrc_add_frame_flags(in, null, 0);
        receive(pictures);
    }

    private void receive(Consumer<AVFrame> pictures) {
        while (true) {
            int code = avfilter.av_buffersink_get_frame(out, frame);
            if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
                return;
            }
            FfmpegException.check(code, "taking a deinterlaced picture");
            try {
                // The filter counts in fields.
                frame.pts(avutil.av_rescale_q(frame.pts(), avfilter.av_buffersink_get_time_base(out), timeBase));
                pictures.accept(frame);
            } finally {
                avutil.av_frame_unref(frame);
            }
        }
    }

    /** The filters belong to the graph. */
    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avfilter.avfilter_graph_free(graph);
        handles.closed();
    }
}
