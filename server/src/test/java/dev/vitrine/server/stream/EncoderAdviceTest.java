package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.stream.ChannelState.Advice;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EncoderAdviceTest {

    private static final Duration TARGET = Duration.ofSeconds(4);

    @Test
    void goodStream_needsNoAdvice() {
        assertThat(EncoderAdvice.of(true, true, OptionalDouble.of(2), TARGET, OptionalDouble.of(1.0), false))
                .isEmpty();
    }

    @Test
    void longGop_namesTheSettingInObs() {
        List<Advice> advice =
                EncoderAdvice.of(true, true, OptionalDouble.of(8.33), TARGET, OptionalDouble.empty(), false);
        assertThat(advice)
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .contains("8.3 s", "Keyframe Interval", "2 s");
    }

    @Test
    void slowLine_isToldInPercent() {
        assertThat(EncoderAdvice.of(true, true, OptionalDouble.of(2), TARGET, OptionalDouble.of(0.525), false))
                .singleElement()
                .extracting(Advice::text)
                .asString()
                .contains("53 %");
    }

    @Test
    void missingSound_andMissingPicture_areToldApart() {
        assertThat(EncoderAdvice.of(true, false, OptionalDouble.of(2), TARGET, OptionalDouble.empty(), false))
                .singleElement()
                .extracting(Advice::level)
                .isEqualTo(Advice.Level.WARN);
        assertThat(EncoderAdvice.of(false, true, OptionalDouble.empty(), TARGET, OptionalDouble.empty(), false))
                .singleElement()
                .extracting(Advice::level)
                .isEqualTo(Advice.Level.INFO);
    }
}
