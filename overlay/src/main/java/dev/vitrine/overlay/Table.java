package dev.vitrine.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table with a header line (RFC 4180, with the liberties that spreadsheets take): comma, semicolon or tab between
 * cells, whichever the header has most of; quotes around cells that hold one, a quote or a line break; LF or CRLF.
 * Column names are compared without case, and with {@code _} and blanks alike.
 */
record Table(Set<String> columns, List<Table.Row> rows) {

    /**
     * A line of the table.
     *
     * @param line where it begins in the file, from 1
     */
    record Row(int line, Map<String, String> cells) {

        /** The cell's text without blanks around it; empty when there is no such column. */
        String cell(String column) {
            return cells.getOrDefault(column, "");
        }

        Optional<String> filled(String column) {
            return Optional.of(cell(column)).filter(text -> !text.isEmpty());
        }

        /** The first of these columns that says something. */
        Optional<String> first(String... columns) {
            for (String column : columns) {
                if (!cell(column).isEmpty()) {
                    return Optional.of(cell(column));
                }
            }
            return Optional.empty();
        }
    }

    /** A table that cannot be read at all. */
    static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int line;

        Malformed(int line, String message) {
            super(message);
            this.line = line;
        }

        RowError error() {
            return new RowError(line, "", String.valueOf(getMessage()));
        }
    }

    boolean has(String... names) {
        return columns.containsAll(List.of(names));
    }

    static Table parse(String text) {
        String headerLine = text.lines().findFirst().orElse("");
        List<Line> lines = new Reader(text, delimiter(headerLine)).lines();
        if (lines.isEmpty()) {
            throw new Malformed(1, "the file is empty");
        }
        List<String> header =
                lines.get(0).cells().stream().map(Table::columnName).toList();
        List<Row> rows = new ArrayList<>();
        for (Line line : lines.subList(1, lines.size())) {
            rows.add(row(header, line));
        }
        return new Table(Set.copyOf(header), rows);
    }

    static String columnName(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static Row row(List<String> header, Line line) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < line.cells().size(); i++) {
            String cell = line.cells().get(i).strip();
            if (i < header.size()) {
                cells.putIfAbsent(header.get(i), cell);
            } else if (!cell.isEmpty()) {
                throw new Malformed(
                        line.number(),
                        "the row has " + line.cells().size() + " cells, the header has " + header.size()
                                + ": put quotes around cells that hold a separator");
            }
        }
        return new Row(line.number(), cells);
    }

    private static char delimiter(String header) {
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            long count = header.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private record Line(int number, List<String> cells) {}

    /** One pass over the text, character by character. */
    private static final class Reader {
        private final String text;
        private final char delimiter;
        private final List<Line> lines = new ArrayList<>();
        private final StringBuilder cell = new StringBuilder();
        private List<String> cells = new ArrayList<>();
        private int line = 1;
        private int rowLine = 1;
        private int at;

        Reader(String text, char delimiter) {
            this.text = text;
            this.delimiter = delimiter;
        }

        List<Line> lines() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '"' && cell.toString().isBlank()) {
                    quoted();
                } else if (c == delimiter) {
                    endCell();
                } else if (c == '\n') {
                    endRow();
                } else if (c != '\r') {
                    cell.append(c);
                }
                at++;
            }
            endRow();
            return lines;
        }

        private void quoted() {
            int opened = line;
            cell.setLength(0);
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    cell.append('"');
                    at++;
                } else if (c == '"') {
                    return;
                } else {
                    line += c == '\n' ? 1 : 0;
                    cell.append(c);
                }
            }
            throw new Malformed(opened, "a cell begins with a quote that is never closed");
        }

        private void endCell() {
            cells.add(cell.toString());
            cell.setLength(0);
        }

        private void endRow() {
            endCell();
            if (cells.stream().anyMatch(text -> !text.isBlank())) {
                lines.add(new Line(rowLine, cells));
            }
            cells = new ArrayList<>();
            rowLine = ++line;
        }
    }
}
