package dev.vitrine.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final Duration TARGET = Duration.ofSeconds(4);

    /** A segment's bytes and milliseconds. */
    private record Segment(int bytes, int millis) {}

    private static long measured(List<Segment> segments) {
        Meter meter = new Meter(TARGET);
        segments.forEach(segment -> {
            meter.part(segment.bytes(), segment.millis() * 1_000_000L);
            meter.segment(segment.bytes(), segment.millis() * 1_000_000L);
        });
        return meter.peak();
    }

    @Test
    void lastShortSegment_countsWithTheOneBefore() {
        List<Segment> show =
                List.of(new Segment(500_000, 2_000), new Segment(500_000, 2_000), new Segment(400_000, 900));

        assertThat(measured(show)).isEqualTo(Math.round(900_000 * 8_000.0 / 2_900));
    }

    @Test
    void whatTheEncoderSays_countsForAMinute_whereItIsMore() {
        Meter meter = new Meter(TARGET);
        meter.declared(2_660_000);
        meter.part(20_000, 500_000_000);
        assertThat(meter.peak()).isEqualTo(2_660_000);

        meter.segment(1_000_000, 2_000_000_000L);
        assertThat(meter.peak()).as("a measured peak above it").isEqualTo(4_000_000);

        meter.declared(8_000_000);
        meter.part(1_000_000, 59_400_000_000L);
        assertThat(meter.peak()).isEqualTo(8_000_000);
        meter.part(20_000, 100_000_000);
        assertThat(meter.peak()).isEqualTo(4_000_000);
    }

    @Test
    void shortSegmentAlone_isNoPeak() {
        assertThat(measured(List.of(new Segment(400_000, 900))))
                .as("the average")
                .isEqualTo(Math.round(400_000 * 8_000.0 / 900));
        assertThat(measured(List.of(new Segment(400_000, 900), new Segment(500_000, 2_000))))
                .isEqualTo(Math.round(900_000 * 8_000.0 / 2_900));
    }

    /** RFC 8216bis §4.4.6.2: the largest rate of any segments in a row that last 0.5 to 1.5 target durations. */
    @Test
    void peakIsThatOfAnySegmentsInARow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int show = 0; show < 300; show++) {
            List<Segment> segments = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                segments.add(new Segment(100_000 + random.nextInt(900_000), 200 + random.nextInt(3_800)));
            }
            double peak = 0;
            for (int from = 0; from < segments.size(); from++) {
                long bytes = 0;
                long millis = 0;
                for (Segment segment : segments.subList(from, segments.size())) {
                    bytes += segment.bytes();
                    millis += segment.millis();
                    if (millis >= 1_980 && millis <= 6_020) {
                        peak = Math.max(peak, bytes * 8_000.0 / millis);
                    }
                }
            }

            assertThat(measured(segments)).as("seed " + seed + ", show " + show).isEqualTo(Math.round(peak));
        }
    }
}
