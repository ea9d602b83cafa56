package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.hls.Directives.Skip;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.AudioFormat;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Track;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Up to 4.6 s: segments 0 (the short one) to 2 are complete, one part of segment 3 is listed, its second is hinted. */
@DisplayName("HlsPublication")
final class HlsPublicationTest {

    private static final Programme PROGRAMME = Programme.of(30, 2);

    private final Bench bench = new Bench(PackagerSettings.defaults());
    private final List<Answer> answers = new ArrayList<>();

    private Parked ask(MediaRequest request) {
        return bench.publication.request(request, 0, answers::add);
    }

    private void playFrom(long fromMillis, long toMillis) {
        bench.packager.tracks(PROGRAMME.tracks());
        goOn(fromMillis, toMillis);
    }

    private void goOn(long fromMillis, long toMillis) {
        for (AccessUnit unit : PROGRAMME.units(0, toMillis)) {
            if (Programme.arrival(unit) >= fromMillis * 48) {
                bench.write(unit);
            }
        }
    }

    @ParameterizedTest(name = "msn {0} part {1}: {2}")
    @CsvSource({
        "0, -1, now",
        "2, -1, now",
        "2, 3, now",
        "2, 4, now", // beyond the last part of 2 means the first of 3
        "2, 99, now",
        "1, 99, now",
        "3, 0, now",
        "3, 1, waits",
        "3, 6, waits", // six parts ahead of 3.0: the limit for half a second
        "3, 7, 400",
        "3, -1, waits",
        "4, -1, waits",
        "4, 0, waits",
        "4, 5, waits",
        "4, 6, 400",
        "5, -1, 400",
        "5, 0, 400"
    })
    void directives_askedFor_areAnsweredAsTheRulesSay(long msn, int part, String outcome) {
        playFrom(0, 4_600);
        ask(Bench.reload(msn, part, Skip.NO));

        switch (outcome) {
            case "now" -> assertThat(answers).singleElement().isInstanceOf(Answer.Found.class);
            case "waits" -> assertThat(answers).isEmpty();
            default ->
                assertThat(answers).singleElement().isInstanceOfSatisfying(Answer.Refused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(Integer.parseInt(outcome));
                    assertThat(refused.cacheControl()).isEqualTo("no-store");
                });
        }
        assertThat(bench.publication.parked()).isEqualTo(outcome.equals("waits") ? 1 : 0);
    }

    @Test
    void slidOutSegment_askedFor_getsTheWholePlaylist() {
        Bench old = new Bench(Bench.SHORT).play(PROGRAMME, 0, 60_000);
        Answer answer = old.ask(Bench.reload(0, 0, Skip.NO));
        assertThat(answer).isInstanceOf(Answer.Found.class);
    }

    @Test
    void partAskedFor_comes_withTheVersionThatHasIt() {
        playFrom(0, 4_600);
        ask(Bench.reload(3, 1, Skip.NO));
        goOn(4_600, 4_999);
        assertThat(answers).isEmpty();
        goOn(4_999, 5_001);

        MediaPlaylist playlist = MediaPlaylist.read(Bench.text(((Answer.Found) answers.get(0)).resource()));
        assertThat(playlist.segments().get(3).parts()).hasSize(2);
        assertThat(answers).hasSize(1);
        assertThat(bench.publication.parked()).isZero();
    }

    @Test
    void hintedPart_askedFor_comesWhole() {
        playFrom(0, 4_600);
        assertThat(bench.playlist().tail().hints().get(0).uri()).isEqualTo("s3.p1.m4s");
        ask(MediaRequest.of("source/s3.p1.m4s"));
        assertThat(answers).isEmpty();
        goOn(4_600, 5_001);

        Resource part = ((Answer.Found) answers.get(0)).resource();
        assertThat(Bench.bytes(part)).isEqualTo(Bench.bytes(bench.found("source/s3.p1.m4s")));
        assertThat(part.cacheControl()).contains("immutable");
    }

    @Test
    void hintedPart_becomesAGap_isNotFound() {
        playFrom(0, 4_600);
        bench.packager.fillGapTo(4_600_000_000L);
        ask(MediaRequest.of("source/" + bench.playlist().tail().hints().get(0).uri()));
        bench.packager.fillGapTo(6_000_000_000L);

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void waitingTooLong_isAnswered503() {
        playFrom(0, 4_600);
        ask(Bench.reload(4, 0, Skip.NO));
        bench.publication.expire(TimeUnit.SECONDS.toNanos(12) - 1);
        assertThat(answers).isEmpty();
        bench.publication.expire(TimeUnit.SECONDS.toNanos(12));

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void withdrawn_isNeverAnswered() {
        playFrom(0, 4_600);
        Parked parked = ask(Bench.reload(3, 1, Skip.NO));
        assertThat(parked.withdraw()).isTrue();
        assertThat(parked.withdraw()).isFalse();
        goOn(4_600, 6_000);

        assertThat(answers).isEmpty();
    }

    @Test
    void end_answersThoseWhoWait_andIgnoresDirectives() {
        playFrom(0, 4_600);
        ask(Bench.reload(4, 5, Skip.NO));
        bench.end();
        ask(Bench.reload(99, 5, Skip.YES));

        assertThat(answers)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(Bench.text(((Answer.Found) answer).resource()))
                        .endsWith("#EXT-X-ENDLIST\n")
                        .doesNotContain("SKIP:", "PRELOAD-HINT"));
    }

    /** hls.js does not load a last part that comes together with ENDLIST. */
    @Test
    void end_tellsOfTheLastPart_andOfTheEndWhenThatHadTimeToBeLoaded() {
        playFrom(0, 4_600);
        ask(Bench.reload(3, 1, Skip.NO));
        bench.packager.end("done");
        assertThat(answers).hasSize(1);
        MediaPlaylist last = MediaPlaylist.read(Bench.text(((Answer.Found) answers.get(0)).resource()));
        assertThat(last.tail().endList()).isFalse();
        assertThat(last.segments().get(3).parts()).hasSize(2);
        assertThat(last.segments().get(3).ending()).isPresent();

        ask(Bench.reload(4, 0, Skip.NO));
        bench.publication.expire(7_000_000_000L);
        bench.publication.expire(7_499_999_999L);
        assertThat(answers).hasSize(1);
        assertThat(bench.publication.ended()).isFalse();
        bench.publication.expire(7_500_000_000L);
        assertThat(answers).hasSize(2);
        MediaPlaylist end = MediaPlaylist.read(Bench.text(((Answer.Found) answers.get(1)).resource()));
        assertThat(end.tail().endList()).isTrue();
        assertThat(end.segments()).isEqualTo(last.segments());
        assertThat(bench.publication.ended()).isTrue();
    }

    @Test
    void endInAnOutage_lastPictureIsThere_thenTheEndIsTold() {
        playFrom(0, 4_600);
        bench.packager.fillGapTo(6_000_000_000L);
        bench.packager.end("nobody came back");
        MediaPlaylist last = bench.playlist();
        assertThat(last.segments().get(last.segments().size() - 1).gap()).isFalse();
        assertThat(last.tail().endList()).isFalse();

        bench.publication.expire(7_000_000_000L);
        bench.publication.expire(7_500_000_000L);
        assertThat(bench.playlist().tail().endList()).isTrue();
        assertThat(bench.playlist().segments()).isEqualTo(last.segments());
    }

    @Test
    void endRightAfterAnOutageBegan_lastPartHasTimeToBeLoaded() {
        playFrom(0, 4_600);
        ask(Bench.reload(3, 1, Skip.NO));
        bench.packager.fillGapTo(4_600_000_000L);
        assertThat(answers).as("the outage has closed the part").hasSize(1);
        bench.packager.end("over");
        assertThat(bench.playlist().tail().endList()).isFalse();

        bench.publication.expire(7_000_000_000L);
        bench.publication.expire(7_500_000_000L);
        assertThat(bench.playlist().tail().endList()).isTrue();
    }

    @Test
    void endInAnOutage_soundHasNoSilence_isToldWithoutALastPicture() {
        Track flac = new Track(
                Programme.AUDIO.id(),
                Programme.AUDIO.timescale(),
                new AudioFormat(AudioCodec.FLAC, "fLaC", Bytes.EMPTY, 48_000, 2, 1024));
        bench.packager.tracks(List.of(Programme.VIDEO, flac));
        goOn(0, 4_600);
        bench.packager.fillGapTo(6_000_000_000L);
        bench.packager.end("nobody came back");

        bench.publication.expire(7_000_000_000L);
        bench.publication.expire(7_500_000_000L);
        MediaPlaylist last = bench.playlist();
        assertThat(last.segments().get(last.segments().size() - 1).gap()).isTrue();
        assertThat(last.tail().endList()).isTrue();
    }

    @Test
    void nothingPublishedYet_waitsForTheFirstPart() {
        ask(MediaRequest.of("index.m3u8"));
        ask(MediaRequest.of("source/live.m3u8"));
        playFrom(0, 766);
        assertThat(answers).isEmpty();
        goOn(766, 768);

        assertThat(answers).hasSize(2);
        MediaPlaylist first = MediaPlaylist.read(Bench.text(((Answer.Found) answers.get(1)).resource()));
        assertThat(first.segments()).hasSize(2);
        assertThat(first.segments().get(0).ending().orElseThrow().duration()).hasMillis(267);
        assertThat(first.segments().get(1).parts()).hasSize(1);
    }

    @Test
    void endWithoutMedia_isNotFound() {
        ask(MediaRequest.of("source/live.m3u8"));
        bench.packager.end("nothing came");

        assertThat(answers).singleElement().isInstanceOf(Answer.Refused.class);
    }

    @Test
    void unknown_isNotFound() {
        playFrom(0, 4_600);
        for (String path :
                List.of("nope", "source/s99.m4s", "source/s3.p2.m4s", "other/live.m3u8", "source/../x", "")) {
            assertThat(bench.ask(path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(404));
        }
    }

    @Test
    void deltaAndPrevious_makeTheFullPlaylist() {
        for (int q = 0; q < 12; q++) {
            bench.event(q, q * 5_000L, 30_000);
        }
        playFrom(0, 60_400);
        MediaPlaylist previous = bench.playlist();
        goOn(60_400, 61_100);
        String fullText = bench.playlistText();
        MediaPlaylist full = MediaPlaylist.read(fullText);
        MediaPlaylist delta = delta(Skip.YES);

        assertThat(delta.header().version()).isEqualTo(9);
        assertThat(delta.skip().orElseThrow().segments()).isEqualTo(16);
        MediaPlaylist merged = PlaylistRules.merge(previous, delta);
        assertThat(merged.segments()).hasSameSizeAs(full.segments());
        assertThat(merged.segments().stream().map(segment -> segment.ending()).toList())
                .isEqualTo(full.segments().stream()
                        .map(segment -> segment.ending())
                        .toList());
        assertThat(PlaylistRules.rangesById(delta)).isEqualTo(PlaylistRules.rangesById(full));
    }

    @Test
    void deltaV2_leavesOutOldDateRanges() {
        bench.event(1, 0, 300_000);
        playFrom(0, 50_100);
        bench.event(2, 50_000, 300_000);
        goOn(50_100, 61_100);

        MediaPlaylist delta = delta(Skip.V2);
        assertThat(delta.header().version()).isEqualTo(10);
        assertThat(delta.skip().orElseThrow().removedDateRanges()).contains(List.of());
        assertThat(PlaylistRules.rangesById(delta).keySet()).containsExactly(Bench.EPOCH + "-2");
        assertThat(PlaylistRules.rangesById(bench.playlist())).hasSize(2);
    }

    private MediaPlaylist delta(Skip skip) {
        Answer answer = bench.ask(Bench.reload(0, 0, skip));
        return MediaPlaylist.read(Bench.text(((Answer.Found) answer).resource()));
    }

    @Test
    void gzip_holdsTheSameText() throws Exception {
        playFrom(0, 4_600);
        Resource playlist = bench.found("source/live.m3u8");
        byte[] packed = new byte[playlist.gzip().orElseThrow().remaining()];
        playlist.gzip().orElseThrow().duplicate().get(packed);

        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Bench.text(playlist));
        }
    }

    @Test
    void query_parsed_orRefused() {
        assertThat(Directives.parse(Map.of("_HLS_msn", "12", "_HLS_part", "3", "_HLS_skip", "v2", "_HLS_new", "x")))
                .isEqualTo(Bench.reload(12, 3, Skip.V2).directives());
        assertThatThrownBy(() -> Directives.parse(Map.of("_HLS_part", "3")))
                .hasMessage("_HLS_part without _HLS_msn; send both");
        assertThatThrownBy(() -> Directives.parse(Map.of("_HLS_msn", "-1")))
                .isInstanceOf(Directives.BadDirectivesException.class)
                .hasMessage("_HLS_msn=-1 is not an integer of 1 to 15 digits");
    }
}
