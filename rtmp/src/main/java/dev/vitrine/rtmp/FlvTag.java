package dev.vitrine.rtmp;

import dev.vitrine.media.LeftOut;
import dev.vitrine.media.TrackFormat;

/** What one audio or video message turns out to be. */
sealed interface FlvTag {

    /** A sequence header: what a decoder has to know. */
    record Configuration(TrackFormat format) implements FlvTag {}

    /**
     * A coded picture or an audio frame.
     *
     * @param compositionMillis pts − dts, signed 24 bits; 0 for audio
     * @param extraNanos what the millisecond of the message left out, 0 to 999,999
     * @param payload in ISO BMFF form
     */
    @SuppressWarnings("ArrayRecordComponent") // As in AccessUnit: nobody compares them.
    record Frame(int compositionMillis, int extraNanos, boolean randomAccess, byte[] payload) implements FlvTag {}

    /** A track that is there and cannot be, or is not, taken; and what an operator is told of it. */
    record NotTaken(LeftOut track, String detail) implements FlvTag {}

    /** Something that we would want but cannot use, and why. */
    record Unusable(Oddity oddity, String detail) implements FlvTag {}
}
