package dev.vitrine.server.stream;

import dev.vitrine.media.DataMessage;
import dev.vitrine.overlay.CueAction;
import dev.vitrine.overlay.CueCommand;
import dev.vitrine.overlay.CueRefused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cue in an encoder's message, before it has a place on the time line ({@code docs/encoders.md}).
 *
 * <pre>
 *   onVitrineCue  {do, sku, for | until, note}
 *   onCuePoint    {name: "vitrine", parameters: {do, sku, …}}
 *   onTextData    {text: "vitrine pin TS-01"}
 * </pre>
 *
 * @param fields {@code do}, {@code sku}, {@code for} (seconds that an offer lasts), {@code until}, {@code note}
 */
record EncoderCue(Map<String, Object> fields) {

    private static final String OWN = "onVitrineCue";
    private static final String WORD = "vitrine";
    private static final double LONGEST_OFFER_SECONDS = 86_400;

    /** Empty when the message is somebody else's. */
    static Optional<EncoderCue> of(DataMessage message) {
        return switch (message.name()) {
            case OWN -> Optional.of(new EncoderCue(message.fields()));
            case "onCuePoint" ->
                WORD.equals(message.fields().get("name"))
                                && message.fields().get("parameters") instanceof Map<?, ?> parameters
                        ? Optional.of(new EncoderCue(named(parameters)))
                        : Optional.empty();
            case "onTextData" -> message.fields().get("text") instanceof String text ? spoken(text) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** {@code vitrine pin TS-01}, {@code vitrine offer TS-01 90}, {@code vitrine clear}. */
    private static Optional<EncoderCue> spoken(String text) {
        String[] words = text.strip().split("\\s+", 5);
        if (!words[0].equals(WORD)) {
            return Optional.empty();
        }
        Map<String, Object> fields = new HashMap<>();
        String[] names = {"", "do", "sku", "for"};
        for (int i = 1; i < Math.min(words.length, names.length); i++) {
            fields.put(names[i], words[i]);
        }
        return Optional.of(new EncoderCue(fields));
    }

    private static Map<String, Object> named(Map<?, ?> parameters) {
        Map<String, Object> fields = new HashMap<>();
        parameters.forEach((name, value) -> fields.put(name.toString(), value));
        return fields;
    }

    /**
     * As the desk takes it.
     *
     * @param start media date of the message
     * @throws CueRefused when it cannot be understood
     */
    CueCommand command(Instant start) {
        String word = text("do").orElse("").toLowerCase(Locale.ROOT);
        CueAction action = CueAction.ofWire(word)
                .orElseThrow(() -> invalid("'do' is '" + word + "'; possible are "
                        + Arrays.stream(CueAction.values()).map(CueAction::wire).toList()));
        return new CueCommand(
                action, text("sku"), until(start), text("note"), Optional.of("encoder"), Optional.empty());
    }

    private Optional<Instant> until(Instant start) {
        Optional<String> seconds = text("for");
        try {
            if (seconds.isPresent()) {
                double length = Double.parseDouble(seconds.get());
                if (!(length > 0 && length <= LONGEST_OFFER_SECONDS)) {
                    throw invalid("'for' is " + seconds.get() + "; an offer lasts more than 0 and at most "
                            + (int) LONGEST_OFFER_SECONDS + " seconds");
                }
                return Optional.of(start.plus(Duration.ofMillis(Math.round(length * 1_000))));
            }
            return text("until").map(Instant::parse);
        } catch (NumberFormatException e) {
            throw invalid("'for' is '" + seconds.orElse("") + "': it must be a number of seconds");
        } catch (DateTimeException e) {
            throw invalid("'until' is '" + text("until").orElse("")
                    + "': it must be a media date such as 2026-11-22T18:07:21.250Z; or say 'for' and seconds");
        }
    }

    private Optional<String> text(String name) {
        Object value = fields.get(name);
        return value == null || value.toString().isEmpty() ? Optional.empty() : Optional.of(value.toString());
    }

    private static CueRefused invalid(String message) {
        return new CueRefused(CueRefused.Kind.INVALID, message);
    }
}
