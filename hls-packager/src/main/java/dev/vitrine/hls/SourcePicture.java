package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;

/**
 * A picture of the source, and the segment that it is written into.
 *
 * @param msn number of the segment
 * @param unit in show time
 */
public record SourcePicture(long msn, AccessUnit unit) {}
