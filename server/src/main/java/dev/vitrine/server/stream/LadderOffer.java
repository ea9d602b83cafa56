package dev.vitrine.server.stream;

import dev.vitrine.hls.Demand;
import dev.vitrine.hls.Derivation;
import dev.vitrine.hls.DerivedDescription;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import dev.vitrine.media.TrackFormat;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.transcoder.Ladder;
import dev.vitrine.transcoder.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Which renditions viewers of a show can choose below the source: decided once, when the source's rate is known, because
 * nobody reads a multivariant playlist twice; after a restart it is what it was. Media thread only.
 */
final class LadderOffer {

    /** So many pictures tell the rate. */
    private static final int MEASURED = 6;

    private static final long SOUND_BITS = 200_000;

    private final LadderSettings settings;
    private final Derivation derivation;
    private final Demand demand;
    private final List<Long> firstDts = new ArrayList<>();
    private List<Track> tracks = List.of();
    private List<Rung> rungs = List.of();
    private boolean made;

    LadderOffer(LadderSettings settings, Derivation derivation, Demand demand) {
        this.settings = settings;
        this.derivation = derivation;
        this.demand = demand;
    }

    /** The largest first; none before the source's rate is known. */
    List<Rung> rungs() {
        return rungs;
    }

    /** Viewers know of renditions from before a restart: those are offered again, at once. */
    void goOn() {
        derivation.earlier().ifPresent(this::goOn);
    }

    private void goOn(Derivation.Earlier earlier) {
        Optional<VideoFormat> video = earlier.tracks().stream()
                .flatMap(track -> track.video().stream())
                .findFirst();
        if (earlier.offers().isEmpty() || video.isEmpty()) {
            return;
        }
        made = true;
        rungs = Ladder.of(video.get(), earlier.framesPerSecond(), settings.shortSides(), settings.encoding());
        for (DerivedDescription offer : earlier.offers()) {
            derivation.add(offer, demand);
            if (!has(offer.name())) {
                derivation.available(offer.name(), false);
            }
        }
    }

    /** Whether it can be made: the configuration of before a restart may have named others. */
    boolean has(String rendition) {
        return rendition.equals(LiveLadder.SOUND)
                ? settings.soundOnly()
                : rungs.stream().anyMatch(rung -> rung.name().equals(rendition));
    }

    /** The take's tracks: what is offered stays, in sizes that fit them. */
    void tracks(List<Track> now) {
        tracks = List.copyOf(now);
        firstDts.clear();
        if (made) {
            video().flatMap(Track::video).ifPresent(format -> rungs = Ladder.refit(rungs, format));
        }
    }

    /** A picture of the source; whether renditions are offered now that were not before. */
    boolean picture(AccessUnit unit) {
        if (made) {
            return false;
        }
        firstDts.add(unit.dts());
        if (firstDts.size() < MEASURED) {
            return false;
        }
        made = true;
        Track video = video().orElseThrow();
        double span = video.timescale().seconds(firstDts.get(firstDts.size() - 1) - firstDts.get(0));
        OptionalDouble rate = span > 0 ? OptionalDouble.of((firstDts.size() - 1) / span) : OptionalDouble.empty();
        rungs = Ladder.of(video.video().orElseThrow(), rate, settings.shortSides(), settings.encoding());
        String sound = tracks.stream()
                .filter(track -> !track.isVideo())
                .map(Track::format)
                .map(TrackFormat::codecs)
                .collect(Collectors.joining(","));
        rungs.forEach(rung -> derivation.add(description(rung, sound), demand));
        if (settings.soundOnly() && !rungs.isEmpty() && !sound.isEmpty()) {
            derivation.add(
                    new DerivedDescription(
                            LiveLadder.SOUND, sound, Optional.empty(), OptionalDouble.empty(), SOUND_BITS),
                    demand);
        }
        return true;
    }

    private static DerivedDescription description(Rung rung, String soundCodecs) {
        return new DerivedDescription(
                rung.name(),
                soundCodecs.isEmpty() ? rung.codecs() : rung.codecs() + "," + soundCodecs,
                Optional.of(rung.width() + "x" + rung.height()),
                OptionalDouble.of(rung.framesPerSecond()),
                rung.peakBitsPerSecond() + (soundCodecs.isEmpty() ? 0 : SOUND_BITS));
    }

    private Optional<Track> video() {
        return tracks.stream().filter(Track::isVideo).findFirst();
    }
}
