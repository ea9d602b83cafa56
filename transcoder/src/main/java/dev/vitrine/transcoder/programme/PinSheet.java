package dev.vitrine.transcoder.programme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When the host lifts what: lines of {@code offset,sku}, further columns ignored. The offset counts from the first frame,
 * in seconds ({@code 12.5}) or minutes ({@code 1:30}); an empty sku puts the product away. Empty lines, lines that start
 * with {@code #} and a first line that names the columns are skipped.
 *
 * @param lifts by rising offset
 */
record PinSheet(List<Lift> lifts) {

    /** From here on this product, or none, stands on the plinth. */
    record Lift(double seconds, Optional<String> sku) {}

    PinSheet {
        lifts = lifts.stream().sorted(Comparator.comparingDouble(Lift::seconds)).toList();
    }

    static PinSheet read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Lift> lifts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || (i == 0 && line.startsWith("offset"))) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (cells.length < 2) {
                throw new IOException(file + ":" + (i + 1) + ": '" + line + "' is not offset,sku");
            }
            String sku = cells[1].strip();
            lifts.add(new Lift(
                    seconds(cells[0].strip(), file + ":" + (i + 1)),
                    sku.isEmpty() ? Optional.empty() : Optional.of(sku)));
        }
        return new PinSheet(lifts);
    }

    private static double seconds(String text, String where) throws IOException {
        try {
            double seconds = 0;
            for (String place : text.split(":", -1)) {
                seconds = seconds * 60 + Double.parseDouble(place);
            }
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IOException(where + ": offset '" + text + "' is not seconds (12.5) or minutes (1:30), 0 or more");
    }

    /**
     * What stands on the plinth at a frame.
     *
     * @param repeatSeconds after which the sheet starts over; 0: never
     */
    Optional<Scene.Pinned> at(long frame, double framesPerSecond, double repeatSeconds) {
        long period = Math.round(repeatSeconds * framesPerSecond);
        long round = period > 0 ? frame / period * period : 0;
        Optional<Scene.Pinned> pinned = Optional.empty();
        for (Lift lift : lifts) {
            long since = round + Math.round(lift.seconds() * framesPerSecond);
            if (since > frame) {
                break;
            }
            pinned = lift.sku().map(sku -> new Scene.Pinned(sku, since));
        }
        return pinned;
    }
}
