package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPackager;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.server.stream.ChannelState.RenditionState;
import java.util.List;
import java.util.stream.Collectors;

/** What viewers of a show can choose from: the source as it came, until there is a ladder. */
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
        return List.of(new RenditionState(HlsPackager.SOURCE, codecs, width, height, bandwidth));
    }
}
