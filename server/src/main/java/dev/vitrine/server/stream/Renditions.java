package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPackager;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.RenditionState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What viewers of a show can choose from: the source as it came, and the rungs below it. */
final class Renditions {

    private Renditions() {}

    static List<RenditionState> of(LiveShow show) {
        List<Track> tracks = show.placed().stream().map(LiveShow.Placed::track).toList();
        if (tracks.isEmpty()) {
            return List.of();
        }
        int width = tracks.stream()
                .flatMap(t -> t.video().stream())
                .mapToInt(VideoFormat::width)
                .findFirst()
                .orElse(0);
        int height = tracks.stream()
                .flatMap(t -> t.video().stream())
                .mapToInt(VideoFormat::height)
                .findFirst()
                .orElse(0);
        String codecs = tracks.stream().map(track -> track.format().codecs()).collect(Collectors.joining(","));
        long bandwidth = show.packager().statistics().peakBitsPerSecond();
        List<RenditionState> all = new ArrayList<>();
        all.add(new RenditionState(HlsPackager.SOURCE, codecs, width, height, bandwidth));
        show.ladder().ifPresent(ladder -> all.addAll(ladder.renditions()));
        return all;
    }
}
