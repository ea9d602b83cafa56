package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.stream.ChannelState.Advice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LadderStateTest {

    @Test
    void ladderThatWorks_hasNothingToSay() {
        LadderState working = new LadderState(Map.of("480p", 4_000, "360p", 2_500), List.of(), false, 1, "it ended");

        assertThat(working.advice()).isEmpty();
        assertThat(working.slowestMicros()).isEqualTo(4_000);
        assertThat(LadderState.IDLE.slowestMicros()).isZero();
    }

    @Test
    void transcoderThatFails_andRenditionsThatRest_areToldWithTheirReasons() {
        LadderState ill = new LadderState(Map.of(), List.of("720p", "480p"), true, 5, "opening the encoder failed");

        assertThat(ill.advice())
                .containsExactly(
                        new Advice(
                                Advice.Level.ERROR,
                                "The transcoder dies or fails again and again (5 times, the last: opening the encoder"
                                        + " failed). Viewers get the source. `vitrine doctor` says which encoders work"
                                        + " here."),
                        new Advice(
                                Advice.Level.WARN,
                                "This machine cannot keep up with 480p, 720p; viewers get other renditions for half a"
                                        + " minute. Offer fewer (transcode.renditions) or use a faster preset"
                                        + " (transcode.preset)."));
    }
}
