package dev.vitrine.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What ffprobe says about a file or an address.
 *
 * @param json its {@code format}, {@code streams} and, when asked for, {@code packets}
 * @param warnings every line it wrote at level warning or worse; a clean file has none
 */
public record Ffprobe(JsonNode json, List<String> warnings) {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    public Ffprobe {
        warnings = List.copyOf(warnings);
    }

    /** Format and streams. */
    public static Ffprobe of(Path file) {
        return probe(file.toString(), List.of());
    }

    /** Format, streams and every packet. */
    public static Ffprobe packetsOf(Path file) {
        return probe(file.toString(), List.of("-show_packets"));
    }

    /** Any address ffprobe understands, with further arguments. */
    public static Ffprobe probe(String input, List<String> extra) {
        List<String> arguments =
                new ArrayList<>(List.of("-hide_banner", "-v", "warning", "-show_format", "-show_streams"));
        arguments.addAll(extra);
        arguments.addAll(List.of("-of", "json", input));
        Child.Output output = Child.succeed(DEADLINE, Tools.ffprobe(), arguments);
        try {
            return new Ffprobe(
                    new ObjectMapper().readTree(output.text()),
                    output.stderr().lines().filter(line -> !line.isBlank()).toList());
        } catch (JsonProcessingException e) {
            throw new AssertionError("ffprobe's answer is not JSON: " + output.text(), e);
        }
    }

    /** The first stream of a kind, {@code video} or {@code audio}. */
    public Optional<JsonNode> stream(String kind) {
        for (JsonNode stream : json.path("streams")) {
            if (stream.path("codec_type").asText().equals(kind)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }

    /** Packets of a kind, in file order; empty unless asked for. */
    public List<JsonNode> packets(String kind) {
        List<JsonNode> packets = new ArrayList<>();
        for (JsonNode packet : json.path("packets")) {
            if (packet.path("codec_type").asText().equals(kind)) {
                packets.add(packet);
            }
        }
        return packets;
    }
}
