package dev.vitrine.hls;

import dev.vitrine.hls.playlist.MultivariantPlaylist.Variant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the multivariant playlist says about a rendition, as far as it is known by now.
 *
 * @param resolution such as {@code 1280x720}; none without video
 * @param inBandBitsPerSecond what the cues in the media add to the peak in {@link View#INBAND_ID3}
 * @param independentSegments whether every listed segment starts with a random access point
 */
record Rendition(
        String name,
        String codecs,
        Optional<String> resolution,
        OptionalDouble framesPerSecond,
        long peakBitsPerSecond,
        long averageBitsPerSecond,
        long inBandBitsPerSecond,
        boolean independentSegments) {

    long peakBitsPerSecond(View view) {
        return peakBitsPerSecond + (view == View.DEFAULT ? 0 : inBandBitsPerSecond);
    }

    /** Its line in a multivariant playlist. */
    Variant variant(long bandwidth, String uri) {
        return new Variant(
                Math.max(1, bandwidth),
                averageBitsPerSecond > 0 ? OptionalLong.of(averageBitsPerSecond) : OptionalLong.empty(),
                codecs,
                resolution,
                resolution.isPresent() && framesPerSecond.isPresent()
                        ? Optional.of(Variant.frameRate(framesPerSecond.getAsDouble()))
                        : Optional.empty(),
                uri);
    }
}
