package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.InitSegment;
import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A rendition's init segments by number. Formats that were here before have theirs already. Media thread. */
final class InitSegments {

    private final String rendition;
    private final PackagerSettings settings;
    private final SegmentStore store;
    private final MediaShelf shelf;
    /** By number; what was lost is empty. */
    private final List<ByteBuffer> known = new ArrayList<>();

    InitSegments(String rendition, PackagerSettings settings, SegmentStore store, MediaShelf shelf) {
        this.rendition = rendition;
        this.settings = settings;
        this.store = store;
        this.shelf = shelf;
    }

    /** Those of before a restart. */
    void restore(List<ByteBuffer> before) {
        for (ByteBuffer bytes : before) {
            if (bytes.hasRemaining()) {
                shelf.put(name(known.size()), bytes);
            }
            known.add(bytes);
        }
    }

    /** The name of the init segment for these tracks, which can be fetched from now on. Equal tracks, equal bytes. */
    String of(List<Track> tracks) {
        ByteBuffer bytes = ByteBuffer.wrap(InitSegment.of(tracks)).asReadOnlyBuffer();
        int number = known.indexOf(bytes);
        if (number >= 0) {
            return name(number);
        }
        if (known.isEmpty()) {
            store.note(new JournalLine.Settings(settings).text());
        }
        String name = name(known.size());
        known.add(bytes);
        store.init(rendition + "/" + name, bytes);
        tracks.forEach(track -> store.note(new JournalLine.Format(rendition, name, track).text()));
        shelf.put(name, bytes);
        return name;
    }

    private static String name(int number) {
        return "init-" + number + ".mp4";
    }
}
