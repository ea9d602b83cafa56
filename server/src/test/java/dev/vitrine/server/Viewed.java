package dev.vitrine.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.Ffprobe;
import dev.vitrine.testkit.FrameDates;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Mp4Box;
import dev.vitrine.testkit.Mp4Sample;
import dev.vitrine.testkit.Recording;
import dev.vitrine.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/** A whole show as it can be seen after its end: the listed media, and what ffprobe says of it. */
record Viewed(Recording recording, Ffprobe probe) {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Waits until the encoder has left, ends the show and looks at all of it. */
    static Viewed whenOver(TestServer server) {
        Wait.until(
                SOON,
                "the encoder to have come and gone",
                () -> server.channel().get("state").asText().equals("hold"),
                () -> server.channel().toString());
        String show = server.channel().get("show").get("id").asText();
        server.call("POST", "/api/v1/channels/main/end", "", 204);
        URI replay = server.http("/replay/" + show + "/index.m3u8");
        try (HlsClient viewer = HlsClient.follow(replay, HlsClient.Mode.SEGMENTS)) {
            Recording all = viewer.await(
                    SOON,
                    "the whole show",
                    r -> r.latest().filter(HlsPlaylist::isEnded).isPresent()
                            && r.segments().stream()
                                    .filter(segment -> !segment.gap())
                                    .allMatch(segment -> r.media(segment).isPresent()
                                            && r.init(segment).isPresent()));
            return new Viewed(all, Ffprobe.probe(replay.toString(), List.of("-show_packets")));
        }
    }

    List<DatedPicture> pictures() {
        return FrameDates.of(recording);
    }

    /** The number in each picture, in order of showing; decoded in one go as far as one init segment holds. */
    List<Long> frames() {
        Map<URI, ByteArrayOutputStream> runs = new LinkedHashMap<>();
        for (HlsPlaylist.Segment segment : recording.segments()) {
            if (!segment.gap()) {
                runs.computeIfAbsent(segment.map().orElseThrow(), init -> new ByteArrayOutputStream())
                        .writeBytes(recording.media(segment).orElseThrow());
            }
        }
        List<Long> frames = new ArrayList<>();
        runs.forEach((init, media) -> FrameDates.decode(
                        recording.downloads().get(init).bytes(), media.toByteArray())
                .forEach(picture -> frames.add(picture.frame().orElseThrow())));
        return frames;
    }

    long discontinuities() {
        return recording.segments().stream()
                .filter(HlsPlaylist.Segment::discontinuity)
                .count();
    }

    JsonNode stream(String kind) {
        return probe.stream(kind).orElseThrow(() -> new AssertionError("no " + kind + " in " + probe.json()));
    }

    /** When the first access unit of a kind is presented, in seconds; by the boxes, whatever the time scale was then. */
    double start(String kind) {
        return seconds(kind, sample -> sample.pts()).min().orElseThrow();
    }

    /** When the last access unit of a kind is over, in seconds. */
    double end(String kind) {
        return seconds(kind, sample -> sample.pts() + sample.duration()).max().orElseThrow();
    }

    private DoubleStream seconds(String kind, ToLongFunction<Mp4Sample> ticks) {
        return recording.segments().stream()
                .filter(segment -> recording.init(segment).isPresent())
                .flatMapToDouble(segment -> {
                    List<Mp4Box> init = Mp4Box.parse(recording.init(segment).orElseThrow());
                    int track = Mp4Sample.trackId(init, kind.equals("video") ? "vide" : "soun");
                    double timescale = Mp4Sample.timescale(init, track);
                    byte[] media = recording.media(segment).orElseThrow();
                    return Mp4Sample.of(Mp4Box.parse(media), track).stream()
                            .mapToDouble(sample -> ticks.applyAsLong(sample) / timescale);
                });
    }
}
