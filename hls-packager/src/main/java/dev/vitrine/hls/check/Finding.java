package dev.vitrine.hls.check;

/**
 * One way in which a line of the checklist does not hold, and how often it was seen.
 *
 * @param line of the checklist, 1 to 73
 * @param section of the specification
 * @param what is wrong, in words that are the same every time
 * @param value as seen the first time
 * @param bound what it should have been
 * @param evidence of the first time
 */
public record Finding(
        int line,
        Severity severity,
        String section,
        String what,
        String value,
        String bound,
        Evidence evidence,
        int count) {

    Finding again() {
        return new Finding(line, severity, section, what, value, bound, evidence, count + 1);
    }

    /** For people: one line. */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(severity.name().charAt(0))
                .append(line)
                .append(" §")
                .append(section)
                .append(": ")
                .append(what);
        if (!value.isEmpty()) {
            out.append(": ").append(value);
        }
        if (!bound.isEmpty()) {
            out.append(", must be ").append(bound);
        }
        out.append(" · ").append(evidence.url());
        if (evidence.line() > 0) {
            out.append(" line ").append(evidence.line());
        }
        if (!evidence.text().isEmpty()) {
            out.append(" · ").append(evidence.text());
        }
        if (count > 1) {
            out.append(" · ").append(count).append(" times");
        }
        return out.toString();
    }
}
