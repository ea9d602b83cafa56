package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import org.junit.jupiter.api.Test;

class InputMeterTest {

    private static final Track VIDEO = new Track(
            1,
            Timescale.VIDEO,
            new VideoFormat(VideoCodec.H264, "avc1.64001f", Bytes.EMPTY, 1280, 720, VideoFormat.Ratio.SQUARE));

    private final InputMeter meter = new InputMeter(VIDEO);

    @Test
    void steadyStream_isMeasuredToTheBit() {
        feed(0, 600, 60, 8_333);

        assertThat(meter.rate()).hasValue(30.0);
        assertThat(meter.gopSeconds()).hasValue(2.0);
        assertThat(meter.bitrate().orElseThrow()).isCloseTo(1_999_920, within(200L));
    }

    @Test
    void firstSecond_saysNothing() {
        feed(0, 20, 60, 1_000);

        assertThat(meter.rate()).isEmpty();
        assertThat(meter.bitrate()).isEmpty();
        assertThat(meter.gopSeconds()).isEmpty();
    }

    @Test
    void keyframeThatDoesNotCome_isALongGop_beforeItComes() {
        feed(0, 400, 100_000, 1_000);

        assertThat(meter.gopSeconds().orElseThrow()).isCloseTo(13.3, within(0.1));
    }

    private void feed(int from, int to, int gop, int bytes) {
        for (int i = from; i < to; i++) {
            long ticks = i * 3_000L;
            meter.add(new AccessUnit(1, ticks, ticks, i % gop == 0, new byte[bytes]));
        }
    }
}
