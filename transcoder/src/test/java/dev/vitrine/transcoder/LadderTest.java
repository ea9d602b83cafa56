package dev.vitrine.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LadderTest {

    private static final List<Integer> USUAL = List.of(720, 480, 360);

    private static VideoFormat source(int width, int height, Ratio pixels) {
        return new VideoFormat(VideoCodec.H264, "avc1.640028", Bytes.EMPTY, width, height, pixels);
    }

    private static List<Rung> ladder(int width, int height) {
        return Ladder.of(source(width, height, Ratio.SQUARE), OptionalDouble.of(30), USUAL, Rung.Encoding.DEFAULT);
    }

    @Test
    void fullHd_hasThreeRungs_theLargestFirst() {
        assertThat(ladder(1920, 1080))
                .extracting(Rung::name, Rung::width, Rung::height, Rung::maxBitsPerSecond, Rung::codecs)
                .containsExactly(
                        tuple("720p", 1280, 720, 2_800_000, "avc1.64001f"),
                        tuple("480p", 854, 480, 1_400_000, "avc1.64001f"),
                        tuple("360p", 640, 360, 850_000, "avc1.64001e"));
    }

    @Test
    void nothing_isMadeLarger_orAsLargeAsTheSource() {
        assertThat(ladder(1280, 720)).extracting(Rung::name).containsExactly("480p", "360p");
        assertThat(ladder(640, 360)).isEmpty();
        assertThat(ladder(320, 180)).isEmpty();
    }

    @Test
    void uprightPicture_staysUpright() {
        assertThat(ladder(1080, 1920))
                .extracting(Rung::name, Rung::width, Rung::height)
                .containsExactly(tuple("720p", 720, 1280), tuple("480p", 480, 854), tuple("360p", 360, 640));
    }

    @Test
    void pixelsThatAreNotSquare_comeOutSquare() {
        VideoFormat anamorphic = source(1440, 1080, new Ratio(4, 3));

        assertThat(Ladder.of(anamorphic, OptionalDouble.empty(), List.of(720), Rung.Encoding.DEFAULT))
                .extracting(Rung::width, Rung::height)
                .containsExactly(tuple(1280, 720));
    }

    @Test
    void pictureThatIsToBeTurned_hasUprightRungs() {
        VideoFormat lying = source(1920, 1080, Ratio.SQUARE).oriented(new Orientation(false, 1));
        VideoFormat anamorphic = source(1440, 1080, new Ratio(4, 3)).oriented(new Orientation(true, 3));

        for (VideoFormat source : List.of(lying, anamorphic)) {
            assertThat(Ladder.of(source, OptionalDouble.of(30), List.of(720), Rung.Encoding.DEFAULT))
                    .extracting(Rung::name, Rung::width, Rung::height)
                    .containsExactly(tuple("720p", 720, 1280));
        }
        assertThat(Ladder.refit(ladder(1080, 1920), lying)).isEqualTo(ladder(1080, 1920));
    }

    @Test
    void sixtyPictures_areHalved_andThirtyAreNot() {
        Rung fast = Ladder.of(source(1920, 1080, Ratio.SQUARE), OptionalDouble.of(59.94), USUAL, Rung.Encoding.DEFAULT)
                .get(0);

        assertThat(fast).extracting(Rung::everyNth, Rung::framesPerSecond).containsExactly(2, 30);
        assertThat(ladder(1920, 1080).get(0)).extracting(Rung::everyNth).isEqualTo(1);
    }

    @Test
    void pictureThatChanges_keepsItsRungs_noneLargerThanItself() {
        List<Rung> before = ladder(1920, 1080);

        assertThat(Ladder.refit(before, source(540, 960, Ratio.SQUARE)))
                .extracting(Rung::name, Rung::width, Rung::height)
                .containsExactly(tuple("720p", 540, 960), tuple("480p", 480, 854), tuple("360p", 360, 640));
        assertThat(Ladder.refit(before, source(1920, 1080, Ratio.SQUARE))).isEqualTo(before);
    }

    @Test
    void anySource_givesRungsThatCanBeEncoded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            VideoFormat source = source(
                    16 + random.nextInt(4096),
                    16 + random.nextInt(4096),
                    new Ratio(1 + random.nextInt(4), 1 + random.nextInt(4)));
            List<Rung> rungs;
            try {
                rungs = Ladder.of(source, OptionalDouble.of(random.nextDouble() * 120), USUAL, Rung.Encoding.DEFAULT);
            } catch (IllegalArgumentException e) {
                throw new AssertionError("seed " + seed + ", " + source, e);
            }
            assertThat(rungs)
                    .as("seed " + seed + ", " + source)
                    .allSatisfy(rung -> assertThat(rung.level()).isBetween(30, 52));
        }
    }
}
