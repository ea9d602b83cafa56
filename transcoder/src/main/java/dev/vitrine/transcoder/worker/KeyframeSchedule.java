package dev.vitrine.transcoder.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which pictures become IDR pictures: the first at or after each time that was asked for. Access units come in decoding
 * order and pictures in order of showing, so it goes by time and not by counting.
 */
final class KeyframeSchedule {

    private static final int MAX_WAITING = 1024;

    private final Deque<Long> waiting = new ArrayDeque<>();

    /** Asks for one; times come in any order that a decoder may be fed in. */
    void add(long pts) {
        if (waiting.size() >= MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(pts);
    }

    /** Whether the picture shown at {@code pts} is one; asked once a picture, in order of showing. */
    boolean due(long pts) {
        return waiting.removeIf(asked -> asked <= pts);
    }
}
