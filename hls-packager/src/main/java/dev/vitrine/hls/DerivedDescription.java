package dev.vitrine.hls;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the multivariant playlist says about a derived rendition from the beginning, whether or not it is being made.
 *
 * @param name unique in the presentation
 * @param codecs RFC 6381, of all its tracks
 * @param resolution such as {@code 854x480}; none without video
 * @param peakBitsPerSecond it never needs more
 */
public record DerivedDescription(
        String name,
        String codecs,
        Optional<String> resolution,
        OptionalDouble framesPerSecond,
        long peakBitsPerSecond) {}
