package dev.vitrine.transcoder.worker;

import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.transcoder.worker.FilterChain.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes pictures whole and upright: interlaced ones become whole, one of each, a picture later; what the source says is to
 * be shown turned or mirrored is turned and mirrored. Others pass. Filters are made when the first picture comes that needs
 * them, because deinterlacing costs as much as decoding. One thread.
 */
final class Straightener implements AutoCloseable {

    /** AV_FRAME_FLAG_INTERLACED, which the bindings leave out. */
    private static final int INTERLACED = 1 << 3;

    private static final Filter DEINTERLACE = new Filter("bwdif", "mode=send_frame:parity=auto:deint=interlaced");

    private final Handles handles;
    private final Timescale timescale;
    private final List<Filter> upright;
    private boolean deinterlaces;
    private @Nullable FilterChain chain;

    Straightener(Handles handles, Timescale timescale, Orientation orientation) {
        this.handles = handles;
        this.timescale = timescale;
        this.upright = upright(orientation);
    }

    private static List<Filter> upright(Orientation orientation) {
        List<Filter> filters = new ArrayList<>();
        if (orientation.mirrored()) {
            filters.add(new Filter("hflip", ""));
        }
        switch (orientation.quarterTurns()) {
            case 1 -> filters.add(new Filter("transpose", "dir=clock"));
            case 2 -> {
                // Two flips would do; the second would give lines from the last to the first, which not every encoder
                // takes.
                filters.add(new Filter("transpose", "dir=clock"));
                filters.add(new Filter("transpose", "dir=clock"));
            }
            case 3 -> filters.add(new Filter("transpose", "dir=cclock"));
            default -> {}
        }
        return filters;
    }

    /** @param pictures lent for the length of the call */
    void take(AVFrame picture, Consumer<AVFrame> pictures) {
        boolean interlaced = (picture.flags() & INTERLACED) != 0;
        FilterChain open = chain;
        if (open != null && (!open.fits(picture) || (interlaced && !deinterlaces))) {
            finish(pictures);
            open = null;
        }
        deinterlaces |= interlaced;
        if (open == null && (deinterlaces || !upright.isEmpty())) {
            open = new FilterChain(handles, picture, timescale, filters());
            chain = open;
        }
        if (open == null) {
            pictures.accept(picture);
        } else {
            open.take(picture, pictures);
        }
    }

    private List<Filter> filters() {
        List<Filter> filters = new ArrayList<>();
        if (deinterlaces) {
            filters.add(DEINTERLACE);
        }
        filters.addAll(upright);
        return filters;
    }

    /** Lets out what is held back. */
    void finish(Consumer<AVFrame> pictures) {
        FilterChain last = chain;
        if (last != null) {
            chain = null;
            try (last) {
                last.finish(pictures);
            }
        }
    }

    @Override
    public void close() {
        FilterChain last = chain;
        if (last != null) {
            chain = null;
            last.close();
        }
    }
}
