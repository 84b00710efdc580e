package io.universalmiddleware.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A table on the screen: texts to the left, numbers to the right, each column as wide as it needs. */
final class Table {
    private final int texts;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param textColumns the heads of the columns of texts, which come first */
    Table(List<String> textColumns, String... numberColumns) {
        texts = textColumns.size();
        List<String> head = new ArrayList<>();
        textColumns.forEach(column -> head.add(column.toUpperCase(Locale.ROOT)));
        head.addAll(List.of(numberColumns));
        rows.add(head);
    }

    /** What stands in a cell that would be empty. */
    static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    void add(List<String> row) {
        rows.add(row);
    }

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringJoiner line = new StringJoiner("  ");
            for (int column = 0; column < row.size(); column++) {
                String pad = " ".repeat(width(column) - row.get(column).length());
                line.add(column < texts ? row.get(column) + pad : pad + row.get(column));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    void print() {
        lines().forEach(System.out::println);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
