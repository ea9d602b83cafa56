package dev.vitrine.server.stream;

import dev.vitrine.server.stream.ChannelState.Advice;
import dev.vitrine.server.stream.ChannelState.Advice.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a show's renditions fare at one moment. Immutable.
 *
 * @param making microseconds that scaling and encoding a picture takes, by rendition that is being made
 * @param resting renditions that this machine had no time for
 * @param failing whether workers die or fail again and again, so that viewers get the source
 * @param deaths how often a worker died or failed since the show began, or went on after a restart
 * @param failure why, the last time; empty when it never did
 */
public record LadderState(
        Map<String, Integer> making, List<String> resting, boolean failing, int deaths, String failure) {

    static final LadderState IDLE = new LadderState(Map.of(), List.of(), false, 0, "");

    public LadderState {
        making = Map.copyOf(making);
        resting = List.copyOf(new TreeSet<>(resting));
    }

    /** What the operator should know. */
    List<Advice> advice() {
        List<Advice> advice = new ArrayList<>();
        if (failing) {
            advice.add(new Advice(
                    Level.ERROR,
                    "The transcoder dies or fails again and again (" + deaths + " times, the last: " + failure
                            + "). Viewers get the source. `vitrine doctor` says which encoders work here."));
        }
        if (!resting.isEmpty()) {
            advice.add(new Advice(
                    Level.WARN,
                    "This machine cannot keep up with " + String.join(", ", resting)
                            + "; viewers get other renditions for half a minute. Offer fewer (transcode.renditions) or"
                            + " use a faster preset (transcode.preset)."));
        }
        return advice;
    }

    /** What the slowest rendition takes for a picture. */
    public int slowestMicros() {
        return making.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
