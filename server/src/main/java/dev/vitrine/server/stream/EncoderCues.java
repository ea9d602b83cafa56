package dev.vitrine.server.stream;

import dev.vitrine.media.DataMessage;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueRefused;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a channel's cues from its encoder to the desk, in the order in which they came. Called on the media thread, which
 * never waits: the desk writes to disk, so that a worker speaks to it, one cue at a time.
 */
final class EncoderCues {

    private static final Logger log = LoggerFactory.getLogger(EncoderCues.class);

    /** More than a person or a script means in a second; a loop that has run wild is stopped there. */
    private static final int MAX_A_SECOND = 10;

    private record Placed(EncoderCue cue, Instant start) {}

    /** What this needs of the rest of the server. */
    record Desk(BooleanSupplier allowed, Predicate<String> inCatalogue, BiConsumer<CueCommand, Instant> apply) {}

    private final String channel;
    private final Desk desk;
    private final Consumer<String> complaint;
    private final Lane<Placed> lane;

    // Media thread only.
    private boolean toldOff;
    private long windowNanos = Long.MIN_VALUE;
    private int inWindow;

    /**
     * Speaks for one channel's encoder.
     *
     * @param complaint told in words when a cue was not carried out, on any thread
     */
    EncoderCues(String channel, Desk desk, Executor workers, Consumer<String> complaint) {
        this.channel = channel;
        this.desk = desk;
        this.complaint = complaint;
        this.lane = new Lane<>(workers, Long.MAX_VALUE, this::apply, mayRead -> {});
    }

    /** A new encoder is told anew what it may not. */
    void begin() {
        toldOff = false;
    }

    /**
     * A message of the encoder.
     *
     * @param start the media date it belongs to
     * @param nanos the monotonic clock
     */
    void take(DataMessage message, Instant start, long nanos) {
        Optional<EncoderCue> cue = EncoderCue.of(message);
        if (cue.isEmpty()) {
            return;
        }
        if (!desk.allowed().getAsBoolean()) {
            tellOff("The encoder sends cues (" + message.name() + "), which this channel does not take from it. Switch "
                    + "encoderCues on to allow them.");
        } else if (isTooMany(nanos)) {
            tellOff("The encoder sends more than " + MAX_A_SECOND + " cues a second; those beyond were left out.");
        } else {
            lane.offer(new Placed(cue.get(), start), 0);
        }
    }

    private boolean isTooMany(long nanos) {
        if (windowNanos == Long.MIN_VALUE || nanos - windowNanos >= 1_000_000_000L) {
            windowNanos = nanos;
            inWindow = 0;
        }
        return ++inWindow > MAX_A_SECOND;
    }

    private void tellOff(String words) {
        if (!toldOff) {
            toldOff = true;
            log.warn("channel {}: {}", channel, words);
            complaint.accept(words);
        }
    }

    /** On a worker. */
    private void apply(Placed placed) {
        try {
            CueCommand command = placed.cue().command(placed.start());
            command.sku()
                    .filter(sku ->
                            command.action().adds() && !desk.inCatalogue().test(sku))
                    .ifPresent(sku -> {
                        throw new CueRefused(CueRefused.Kind.INVALID, "sku '" + sku + "' is not in the catalogue");
                    });
            desk.apply().accept(command, placed.start());
        } catch (CueRefused refused) {
            log.warn("channel {}: cue from the encoder refused: {}", channel, refused.getMessage());
            complaint.accept("A cue from the encoder was refused: " + refused.getMessage());
        } catch (RuntimeException e) {
            log.error("channel {}: cue from the encoder failed", channel, e);
            complaint.accept("A cue from the encoder failed: " + e.getMessage());
        }
    }
}
