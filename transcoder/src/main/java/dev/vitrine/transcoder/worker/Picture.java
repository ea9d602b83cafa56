package dev.vitrine.transcoder.worker;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** A reference to a decoded or scaled picture, to be closed by whoever it was given to. The pixels are shared. */
final class Picture implements AutoCloseable {

    private final Handles handles;
    private final AVFrame frame;
    private final boolean key;
    private final boolean marked;

    private Picture(Handles handles, AVFrame frame, boolean key, boolean marked) {
        this.handles = handles;
        this.frame = frame;
        this.key = key;
        this.marked = marked;
    }

    /** Another reference to what {@code frame} refers to, as it was decoded. */
    static Picture of(Handles handles, AVFrame frame, boolean key) {
        return of(handles, frame, key, false);
    }

    /** Another reference to the same picture. */
    Picture again() {
        return of(handles, frame, key, marked);
    }

    /** @param marked whether the logo is in it */
    static Picture of(Handles handles, AVFrame frame, boolean key, boolean marked) {
        AVFrame clone = avutil.av_frame_clone(frame);
        if (clone == null) {
            throw new FfmpegException("no memory for a reference to a picture");
        }
        handles.opened();
        return new Picture(handles, clone, key, marked);
    }

    /** Not to be written to. */
    AVFrame frame() {
        return frame;
    }

    long pts() {
        return frame.pts();
    }

    /** Whether it has to become an IDR picture. */
    boolean key() {
        return key;
    }

    /** Whether the logo is in it already. */
    boolean marked() {
        return marked;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        handles.closed();
    }
}
