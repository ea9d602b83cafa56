package dev.vitrine.hls.check;

import dev.vitrine.hls.check.InitFacts.TrackFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a segment or part.
 *
 * @param tracks by id: what is known about them
 * @param samples by track id, in decoding order
 * @param messages emsg boxes
 * @param faults in words; empty when all is as it should be
 */
record MediaFacts(
        Container container,
        Map<Integer, TrackFacts> tracks,
        Map<Integer, List<SampleFacts>> samples,
        List<Emsg> messages,
        List<String> faults) {

    MediaFacts {
        tracks = Map.copyOf(tracks);
        samples = Map.copyOf(samples);
        messages = List.copyOf(messages);
        faults = List.copyOf(faults);
    }

    enum Container {
        FMP4,
        TS,
        /** Anything else, packed audio for instance: only its delivery is judged. */
        OTHER
    }

    /**
     * A sample.
     *
     * @param duration in ticks; 0 when it is not known
     * @param hash of its bytes
     */
    record SampleFacts(long dts, long pts, long duration, int size, boolean sync, int hash) {}

    static MediaFacts other(List<String> faults) {
        return new MediaFacts(Container.OTHER, Map.of(), Map.of(), List.of(), faults);
    }

    /** The track whose times count and that has samples here. */
    Optional<TrackFacts> lead() {
        Map<Integer, TrackFacts> present = new LinkedHashMap<>();
        samples.forEach((id, list) -> {
            TrackFacts track = tracks.get(id);
            if (track != null && !list.isEmpty()) {
                present.put(id, track);
            }
        });
        return present.isEmpty() ? Optional.empty() : Optional.of(InitFacts.lead(present));
    }

    List<SampleFacts> samplesOf(TrackFacts track) {
        return samples.getOrDefault(track.id(), List.of());
    }

    /** The earliest presentation time of the lead track, in seconds. */
    Optional<Double> start() {
        return lead().map(track -> track.seconds(
                samplesOf(track).stream().mapToLong(SampleFacts::pts).min().orElseThrow()));
    }

    /** How long the lead track's samples last, in seconds. */
    Optional<Double> length() {
        return lead().map(track -> {
            List<SampleFacts> list = samplesOf(track);
            long sum = list.stream().mapToLong(SampleFacts::duration).sum();
            return track.seconds(sum);
        });
    }

    /** What a sample of the lead track lasts on average, in seconds: the least that can be judged. */
    double frame() {
        return lead().map(track -> track.seconds(samplesOf(track).stream()
                                .mapToLong(SampleFacts::duration)
                                .sum())
                        / samplesOf(track).size())
                .orElse(0.0);
    }
}
