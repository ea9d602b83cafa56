package dev.vitrine.hls.playlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.media.TimedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("MediaPlaylist")
final class MediaPlaylistTest {

    @Test
    void anyPlaylist_writtenAndRead_isTheSame() {
        for (int round = 0; round < 300; round++) {
            long seed = new Random().nextLong();
            MediaPlaylist playlist = random(new Random(seed));
            assertThat(MediaPlaylist.read(playlist.write())).as("seed %d", seed).isEqualTo(playlist);
        }
    }

    @Test
    void text_readAndWritten_isTheSame() {
        String text = """
                #EXTM3U
                #EXT-X-VERSION:10
                #EXT-X-TARGETDURATION:4
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24.0,CAN-SKIP-DATERANGES=YES,HOLD-BACK=12.0,PART-HOLD-BACK=1.5
                #EXT-X-PART-INF:PART-TARGET=0.5
                #EXT-X-MEDIA-SEQUENCE:106
                #EXT-X-DISCONTINUITY-SEQUENCE:3
                #EXT-X-SKIP:SKIPPED-SEGMENTS=2,RECENTLY-REMOVED-DATERANGES="k7-11\tk7-12"
                #EXT-X-MAP:URI="init-0.mp4"
                # 14 pin TS-01
                #EXT-X-DATERANGE:ID="k7-14",CLASS="dev.vitrine.shop.v1",START-DATE="2026-11-22T18:07:21.250Z",END-DATE="2026-11-22T18:07:51.250Z",X-DEV-VITRINE-STATE="v1.eyJxIjoxNH0"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T18:07:20.000Z
                #EXT-X-PART:DURATION=0.50000,URI="s108.p0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.00001,URI="s108.p1.m4s",GAP=YES
                #EXTINF:4.00000,
                s108.m4s
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="init-1.mp4"
                #EXT-X-GAP
                #EXTINF:12.34567,
                s109.m4s
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s110.p0.m4s"
                #EXT-X-RENDITION-REPORT:URI="../480p/live.m3u8",LAST-MSN=109,LAST-PART=2
                #EXT-X-ENDLIST
                """;
        assertThat(MediaPlaylist.read(text).write()).isEqualTo(text);
        assertThat(MediaPlaylist.read(text).msn(1)).isEqualTo(109);
    }

    @Test
    void othersSpelling_isUnderstood() {
        MediaPlaylist playlist = MediaPlaylist.read("""
                #EXTM3U
                #EXT-X-TARGETDURATION:6
                #EXT-X-SOMETHING-NEW:A=1
                #EXT-X-DATERANGE:ID="ad",START-DATE="2026-11-22T20:07:21+02:00",DURATION=2.5,SCTE35-OUT=0xFC
                #EXTINF:5,a title, with a comma
                a.ts
                """);

        DateRange range = playlist.dateRanges().get(0);
        assertThat(range.start()).contains(Instant.parse("2026-11-22T18:07:21Z"));
        assertThat(range.end()).contains(Instant.parse("2026-11-22T18:07:23.500Z"));
        assertThat(playlist.segments().get(0).ending())
                .contains(new MediaSegment.Ending(Duration.ofSeconds(5), "a.ts"));
    }

    @Test
    void whatIsWrong_isNamedWithItsLine() {
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM4U")).hasMessage("line 1: a playlist starts with #EXTM3U");
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n#EXT-X-TARGETDURATION:4\na.ts\n"))
                .hasMessage("line 3: segment 'a.ts' has no #EXTINF in front of it");
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n#EXTINF:1e-4,\na.ts\n"))
                .hasMessage("line 2: '1e-4' is not a decimal number of seconds");
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n#EXT-X-PART:DURATION=1,DURATION=2\n"))
                .hasMessage("line 2: attribute DURATION stands twice in 'DURATION=1,DURATION=2'");
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n#EXT-X-PART:DURATION=1,URI=a\n"))
                .hasMessage("line 2: attribute URI=a must be quoted");
        assertThatThrownBy(() -> MediaPlaylist.read("#EXTM3U\n")).hasMessage("#EXT-X-TARGETDURATION is missing");
    }

    @Test
    void smallNumbers_areWrittenWithoutExponent() {
        assertThat(Decimals.plain(Duration.ofNanos(100_000))).isEqualTo("0.0001");
        assertThat(Decimals.plain(Duration.ofDays(30))).isEqualTo("2592000.0");
        assertThat(Decimals.fixed(new StringBuilder(), Duration.ofNanos(99_995_000))
                        .toString())
                .isEqualTo("0.10000");
    }

    private static MediaPlaylist random(Random random) {
        List<MediaSegment> segments = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            List<SegmentTag> tags = new ArrayList<>();
            for (int t = random.nextInt(5); t > 0; t--) {
                tags.add(tag(random));
            }
            if (i > 0 || tags.isEmpty()) {
                segments.add(
                        new MediaSegment(tags, Optional.of(new MediaSegment.Ending(length(random), "s" + i + ".m4s"))));
            } else {
                segments.add(new MediaSegment(tags, Optional.empty()));
            }
        }
        return new MediaPlaylist(
                new MediaPlaylist.Header(
                        random.nextInt(10),
                        Duration.ofSeconds(random.nextInt(10)),
                        maybe(random, "VOD"),
                        maybe(
                                random,
                                new ServerControl(
                                        true,
                                        maybe(random, length(random)),
                                        random.nextBoolean(),
                                        maybe(random, length(random)),
                                        maybe(random, length(random)))),
                        maybe(random, length(random)),
                        random.nextInt(1000),
                        random.nextInt(3)),
                maybe(random, new Skip(random.nextInt(50), maybe(random, List.of("a-1", "a-2")))),
                segments,
                new MediaPlaylist.Tail(
                        random.nextBoolean() ? List.of(new PreloadHint("PART", "p.m4s")) : List.of(),
                        random.nextBoolean()
                                ? List.of(
                                        new RenditionReport("../x/live.m3u8", OptionalLong.of(3), OptionalLong.empty()))
                                : List.of(),
                        random.nextBoolean()));
    }

    private static SegmentTag tag(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Marker.GAP;
            case 1 -> Marker.DISCONTINUITY;
            case 2 -> new InitMap("init-" + random.nextInt(5) + ".mp4");
            case 3 -> new ProgramDateTime(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
            case 4 -> new Part(length(random), "p" + random.nextInt(9), random.nextBoolean(), random.nextBoolean());
            default -> {
                Instant start = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
                yield DateRange.of(new TimedEvent(
                        "e-" + random.nextInt(1000),
                        "dev.vitrine.shop.v1",
                        start,
                        start.plusMillis(1 + random.nextInt(100_000)),
                        random.nextBoolean() ? Map.of("X-A", "a,b=c", "X-B", "") : Map.of(),
                        random.nextBoolean() ? "" : "14 pin TS-01"));
            }
        };
    }

    private static Duration length(Random random) {
        return Duration.ofNanos(random.nextInt(1_000_000) * 10_000L);
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
