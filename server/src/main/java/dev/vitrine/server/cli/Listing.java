package dev.vitrine.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows for people: columns as wide as their widest cell, the last one open. */
final class Listing {

    private final List<List<String>> rows = new ArrayList<>();

    Listing(String... headings) {
        rows.add(List.of(headings));
    }

    <T> Listing rows(List<T> items, Function<T, List<String>> cells) {
        items.forEach(item -> rows.add(cells.apply(item)));
        return this;
    }

    void print(Terminal terminal) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(i == columns - 1 ? 0 : widths[i] - cell.length() + 2));
            }
            terminal.println(line.toString());
        }
    }
}
