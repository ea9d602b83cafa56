package dev.vitrine.hls;

import dev.vitrine.media.VideoFormat;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the multivariant playlist says about a rendition, as far as it is known by now.
 *
 * @param independentSegments whether every listed segment starts with a random access point
 */
record Rendition(
        String name,
        String codecs,
        Optional<VideoFormat> video,
        OptionalDouble framesPerSecond,
        long peakBitsPerSecond,
        long averageBitsPerSecond,
        boolean independentSegments) {}
