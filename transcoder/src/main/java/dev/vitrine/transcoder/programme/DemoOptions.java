package dev.vitrine.transcoder.programme;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link DemoPublisher}'s command line, checked.
 *
 * @param url where to publish
 * @param sheet when the host lifts what
 * @param products names for the cards; the drawings' own when absent
 * @param seconds after which the programme ends; 0: never
 * @param repeatSeconds after which the sheet starts over; 0: never
 */
record DemoOptions(
        URI url,
        Path sheet,
        Optional<Path> products,
        double seconds,
        double repeatSeconds,
        int width,
        int height,
        double framesPerSecond,
        double gopSeconds,
        int videoKbps,
        boolean stamped) {

    static final String USAGE = """
            usage: DemoPublisher --url rtmp://HOST:PORT/live/KEY --sheet FILE.csv [--products FILE.json] [--seconds N]
                                 [--repeat SECONDS] [--width 1280] [--height 720] [--fps 30] [--gop SECONDS]
                                 [--kbps 2500] [--stamp] [--events -]
                   DemoPublisher --write-art DIRECTORY
            """;

    /** The programme's names for what is wrong with its command line. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static DemoOptions parse(List<String> arguments) throws UsageException {
        Map<String, String> given = new HashMap<>();
        boolean stamped = false;
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--stamp")) {
                stamped = true;
            } else if (name.startsWith("--") && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else {
                throw new UsageException("'" + name + "' is not an option, or its value is missing");
            }
        }
        String events = given.remove("--events");
        if (events != null && !events.equals("-")) {
            throw new UsageException("--events goes to standard output only: '-', not '" + events + "'");
        }
        DemoOptions options = new DemoOptions(
                URI.create(required(given, "--url")),
                Path.of(required(given, "--sheet")),
                Optional.ofNullable(given.remove("--products")).map(Path::of),
                number(given, "--seconds", 0, 0, 1e7),
                number(given, "--repeat", 0, 0, 1e6),
                even(given, "--width", Studio.WIDTH, 320, 3840),
                even(given, "--height", Studio.HEIGHT, 180, 2160),
                number(given, "--fps", 30, 5, 60),
                number(given, "--gop", 2, 0.1, 20),
                (int) number(given, "--kbps", 2500, 100, 50_000),
                stamped);
        if (!given.isEmpty()) {
            throw new UsageException(
                    "unknown option " + given.keySet().iterator().next());
        }
        return options;
    }

    private static String required(Map<String, String> given, String name) throws UsageException {
        String value = given.remove(name);
        if (value == null) {
            throw new UsageException(name + " is missing");
        }
        return value;
    }

    private static int even(Map<String, String> given, String name, int otherwise, int least, int most)
            throws UsageException {
        return (int) number(given, name, otherwise, least, most) & ~1;
    }

    private static double number(Map<String, String> given, String name, double otherwise, double least, double most)
            throws UsageException {
        String text = given.remove(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new UsageException(name + " '" + text + "' is not a number from " + least + " to " + most);
    }
}
