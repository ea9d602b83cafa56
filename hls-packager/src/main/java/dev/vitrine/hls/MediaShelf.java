package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of one rendition can be fetched: init segments, segments and their parts. Media thread.
 *
 * <pre>
 *   part      new ──▶ from memory ──three target durations──▶ from the store ──not listed any more──▶ a while yet ──▶ gone
 *   segment   new ──▶ from memory ──once the store has it──▶ from the store …
 * </pre>
 *
 * What the store has just written is still in the system's memory, and goes from there to a viewer without a copy of ours.
 */
final class MediaShelf {

    /** More than any segment has. */
    static final int MOST_PARTS = 64;

    /** How much longer than at the edge a segment stays in memory for want of a place in the store. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final String rendition;
    private final PackagerSettings settings;
    private final SegmentStore store;
    private final HlsPublication publication;
    /** At the edge: their parts are in memory. */
    private final Deque<StoredSegment> inMemory = new ArrayDeque<>();
    /** Those of them that are in memory as a whole. */
    private final Deque<StoredSegment> unstored = new ArrayDeque<>();

    private final Deque<Gone> removed = new ArrayDeque<>();

    /** A segment that is listed no more, and up to which edge it can still be asked for. */
    private record Gone(long msn, long untilEdge) {}

    MediaShelf(String rendition, PackagerSettings settings, SegmentStore store, HlsPublication publication) {
        this.rendition = rendition;
        this.settings = settings;
        this.store = store;
        this.publication = publication;
    }

    /** An init segment, or a part of the open segment. */
    void put(String name, ByteBuffer bytes) {
        publication.put(rendition + "/" + name, media(new Body.InMemory(bytes), name));
    }

    /** What stands in front of a part in the view with cues in the media. */
    void inFront(String name, ByteBuffer messages) {
        publication.inBand().put(rendition + "/" + name, messages);
    }

    /**
     * A segment that was finished just now.
     *
     * @param parts the bytes of its parts, which are here already
     */
    void put(StoredSegment segment, List<ByteBuffer> parts) {
        inMemory.add(segment);
        unstored.add(segment);
        publication.put(segment.path(), media(Body.inMemory(parts), segment.name()));
        if (segment.independent()) {
            publication.stillFrom(rendition + "/" + segment.init(), parts);
        }
    }

    /** Segments that the store has by now are served from there. */
    void serveFromStore() {
        while (!unstored.isEmpty() && store.find(unstored.element().path()).orElse(null) instanceof Body.OnDisk file) {
            StoredSegment segment = unstored.remove();
            publication.put(segment.path(), media(file.asFresh(), segment.name()));
        }
    }

    /** A segment that was finished before a restart. */
    void putStored(StoredSegment segment) {
        store.find(segment.path()).ifPresent(body -> offerStored(segment, body));
    }

    /**
     * What is more than three target durations from {@code edge} is served from the store once that has it. What the store
     * has not half a minute later, it will not have; memory shall not grow with a disk that is full.
     *
     * @return the newest segment that was given up so: it and all before it must be listed no more
     */
    OptionalLong moveToStore(long edge) {
        long keep =
                edge - settings.threeTargets().plus(settings.segmentDuration()).toNanos();
        OptionalLong givenUp = OptionalLong.empty();
        while (!inMemory.isEmpty() && inMemory.element().endNanos() < keep) {
            StoredSegment segment = inMemory.element();
            Optional<Body> body = store.find(segment.path());
            if (body.isPresent()) {
                offerStored(segment, body.get());
            } else if (segment.endNanos() < keep - PATIENCE_NANOS) {
                givenUp = OptionalLong.of(segment.msn());
            } else {
                return givenUp;
            }
            inMemory.remove();
            unstored.remove(segment);
        }
        return givenUp;
    }

    /** What went from the playlist can be asked for as long as §6.2.2 says. */
    void retire(List<Long> gone, long edge) {
        long until = edge
                + 2 * settings.targetDuration().toNanos()
                + settings.threeTargets().toNanos();
        gone.forEach(number -> removed.add(new Gone(number, until)));
        while (!removed.isEmpty() && removed.element().untilEdge() <= edge) {
            withdraw(removed.remove());
        }
    }

    private void withdraw(Gone segment) {
        String path = rendition + "/s" + segment.msn();
        publication.remove(path + ".m4s");
        for (int part = 0; part < MOST_PARTS; part++) {
            String name = rendition + "/" + SegmentWindow.partName(segment.msn(), part);
            publication.remove(name);
            publication.inBand().remove(name);
        }
        store.release(path + ".m4s");
    }

    /** Offers a segment and its parts from where the store has them; in memory they are offered already. */
    private void offerStored(StoredSegment segment, Body body) {
        if (!(body instanceof Body.OnDisk file)) {
            return;
        }
        publication.put(segment.path(), media(file, segment.name()));
        for (int i = 0; i < segment.parts().size(); i++) {
            Slice slice = segment.parts().get(i);
            if (slice.length() > 0) {
                String name = SegmentWindow.partName(segment.msn(), i);
                Body part = new Body.OnDisk(file.path(), file.offset() + slice.offset(), slice.length());
                publication.put(rendition + "/" + name, media(part, name));
            }
        }
    }

    static Resource media(Body body, String name) {
        return new Resource("video/mp4", body, Optional.empty(), HlsPublication.IMMUTABLE, "\"" + name + "\"");
    }
}
