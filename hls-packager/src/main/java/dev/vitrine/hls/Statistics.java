package dev.vitrine.hls;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a packager has done and measured.
 *
 * @param segments complete ones, gaps included
 * @param parts published, gaps included
 * @param bytes of media
 * @param publishedToNanos end of the last part that was published, in show time; 0 before the first
 * @param peakBitsPerSecond the highest of all segments (RFC 8216bis §4.4.6.2); before the first segment is complete, of
 *     what there is
 * @param averageBitsPerSecond over all media so far
 * @param framesPerSecond of the video over the last seconds
 * @param gop mean distance of the last random access points
 * @param droppedUnits access units that came before a random access point, or for a time already published
 */
public record Statistics(
        long segments,
        long parts,
        long bytes,
        long publishedToNanos,
        long peakBitsPerSecond,
        long averageBitsPerSecond,
        OptionalDouble framesPerSecond,
        Optional<Duration> gop,
        long droppedUnits) {}
