package dev.vitrine.server.stream;

import dev.vitrine.media.AccessUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The source's pictures from the last random access point on with which a segment begins: of these a rendition that is
 * woken makes the open segment. All of them or none: with a hole, what follows it could not be decoded.
 */
final class RecentPictures implements Iterable<AccessUnit> {

    /** Longer groups of pictures are not kept. */
    private static final int MAX = 1500;

    private final List<AccessUnit> pictures = new ArrayList<>();
    private boolean whole;

    /** The next one is a random access point. */
    void begin() {
        pictures.clear();
        whole = true;
    }

    void add(AccessUnit picture) {
        if (pictures.size() >= MAX) {
            clear();
        }
        if (whole) {
            pictures.add(picture);
        }
    }

    /** None until the next {@link #begin}. */
    void clear() {
        pictures.clear();
        whole = false;
    }

    boolean isEmpty() {
        return pictures.isEmpty();
    }

    @Override
    public Iterator<AccessUnit> iterator() {
        return pictures.iterator();
    }
}
