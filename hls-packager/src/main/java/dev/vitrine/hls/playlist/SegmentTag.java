package dev.vitrine.hls.playlist;

/** A tag that belongs to a segment or stands at its place in the time line, in the order in which it was written. */
public sealed interface SegmentTag permits Part, DateRange, InitMap, ProgramDateTime, Marker {

    /** Appends the tag and a line feed. */
    void write(StringBuilder out);
}
