package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Timescale;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;

/** Pictures through filters of libavfilter, one after the other, one picture out for each. One thread. */
final class FilterChain implements AutoCloseable {

    /** A filter by its name, and its options as libavfilter reads them. */
    record Filter(String name, String options) {}

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
    FilterChain(Handles handles, AVFrame like, Timescale timescale, List<Filter> filters) {
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
            create(
                    in,
                    "buffer",
                    "video_size=" + width + "x" + height + ":pix_fmt=" + format + ":time_base=1/"
                            + timescale.ticksPerSecond() + ":pixel_aspect=1/1");
            AVFilterContext last = in;
            for (Filter filter : filters) {
                AVFilterContext next = new AVFilterContext();
                create(next, filter.name(), filter.options());
                link(last, next);
                last = next;
            }
            create(out, "buffersink", "");
            link(last, out);
            FfmpegException.check(avfilter.avfilter_graph_config(graph, null), "opening the filters " + filters);
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

    private static void link(AVFilterContext from, AVFilterContext to) {
        FfmpegException.check(avfilter.avfilter_link(from, 0, to, 0), "linking two filters");
    }

    /** Whether it takes such pictures; else another is needed. */
    boolean fits(AVFrame picture) {
        return picture.width() == width && picture.height() == height && picture.format() == format;
    }

    /** @param pictures lent for the length of the call */
    void take(AVFrame picture, Consumer<AVFrame> pictures) {
        FfmpegException.check(
                avfilter.av_buffersrc_add_frame_flags(in, picture, avfilter.AV_BUFFERSRC_FLAG_KEEP_REF),
                "filtering a picture");
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
            FfmpegException.check(code, "taking a filtered picture");
            try {
                // Deinterlacing counts in fields.
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
