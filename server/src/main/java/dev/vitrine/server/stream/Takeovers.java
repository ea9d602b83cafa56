package dev.vitrine.server.stream;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Which of two encoders with one key stays. One that has fallen silent is replaced at once: its machine is off, or its
 * cable is out, and TCP has not noticed yet. One that is alive is replaced by policy, and not more than {@value
 * #MAX_TAKEOVERS} times in {@link #FLAP_WINDOW}. Who is turned away for that counts too: as long as two machines want the
 * same channel, one of them has it, however patiently the other comes again.
 */
final class Takeovers {

    static final int MAX_TAKEOVERS = 4;
    static final Duration FLAP_WINDOW = Duration.ofMinutes(5);

    /** What becomes of the two. */
    enum Verdict {
        /** The old one is dead. */
        REPLACES_THE_DEAD,
        /** The policy is that the newcomer wins. */
        TAKES_OVER,
        /** The policy is that the old one stays. */
        STAYS_OUT,
        /** The two have taken turns too often. */
        FLAPS
    }

    private final boolean takeover;
    private final Duration deadAfter;
    private final ArrayDeque<Long> recent = new ArrayDeque<>();

    /**
     * Judges for one channel.
     *
     * @param takeover whether a newcomer pushes out an encoder that is alive
     * @param deadAfter silence after which an encoder counts as dead
     */
    Takeovers(boolean takeover, Duration deadAfter) {
        this.takeover = takeover;
        this.deadAfter = deadAfter;
    }

    /**
     * Decides, and remembers who wanted to take over.
     *
     * @param silence of the old encoder, while its socket was read
     * @param now the monotonic clock
     */
    Verdict judge(Duration silence, long now) {
        if (silence.compareTo(deadAfter) >= 0) {
            return Verdict.REPLACES_THE_DEAD;
        }
        if (!takeover) {
            return Verdict.STAYS_OUT;
        }
        while (!recent.isEmpty() && now - recent.getFirst() > FLAP_WINDOW.toNanos()) {
            recent.removeFirst();
        }
        boolean flaps = recent.size() >= MAX_TAKEOVERS;
        if (flaps) {
            recent.removeFirst();
        }
        recent.addLast(now);
        return flaps ? Verdict.FLAPS : Verdict.TAKES_OVER;
    }
}
