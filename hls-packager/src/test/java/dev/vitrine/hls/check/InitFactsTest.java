package dev.vitrine.hls.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.cmaf.InitSegment;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitFactsTest {

    /** RESOLUTION is of the picture as it is shown (§4.4.6.2). */
    @ParameterizedTest
    @CsvSource({
        "false, 0, 1280x720",
        "true, 0, 1280x720",
        "false, 1, 720x1280",
        "false, 2, 1280x720",
        "true, 3, 720x1280"
    })
    void size_isThatOfThePictureAsItIsShown(boolean mirrored, int quarterTurns, String shown) {
        VideoFormat format = new VideoFormat(
                VideoCodec.H264,
                "avc1.64001f",
                Bytes.ofHex("0164001f"),
                1280,
                720,
                VideoFormat.Ratio.SQUARE,
                new Orientation(mirrored, quarterTurns));

        InitFacts facts =
                InitFacts.read(ByteBuffer.wrap(InitSegment.of(List.of(new Track(1, Timescale.VIDEO, format)))));

        assertThat(facts.faults()).isEmpty();
        assertThat(facts.tracks().get(1).width() + "x" + facts.tracks().get(1).height())
                .isEqualTo(shown)
                .isEqualTo(format.resolution());
    }
}
