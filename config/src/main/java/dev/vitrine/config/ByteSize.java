package dev.vitrine.config;

/** A number of bytes, written {@code 8MB}; units count in thousands, as disks and networks do. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final String[] UNITS = {"KB", "MB", "GB", "TB"};

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size " + bytes + " is negative");
        }
    }

    /**
     * Reads a whole number with a unit.
     *
     * @throws IllegalArgumentException that says what would have been right
     */
    public static ByteSize parse(String text) {
        long factor = 1;
        for (String unit : UNITS) {
            factor *= 1_000;
            if (text.endsWith(unit)) {
                String number = text.substring(0, text.length() - unit.length()).strip();
                if (number.matches("\\d{1,9}")) {
                    return new ByteSize(Long.parseLong(number) * factor);
                }
            }
        }
        throw new IllegalArgumentException("a whole number with KB, MB, GB or TB, like 50MB");
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that needs no fraction. */
    @Override
    public String toString() {
        long number = bytes;
        String unit = "";
        for (String larger : UNITS) {
            if (number % 1_000 == 0 && number > 0) {
                number /= 1_000;
                unit = larger;
            } else {
                break;
            }
        }
        return unit.isEmpty() ? number + " bytes" : number + unit;
    }
}
