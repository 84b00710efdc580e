package io.universalmiddleware.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a run: every figure with what it should reach, on screen and in {@code results.json}. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ROW = "%-34s %12s %-10s %-26s %12s %7s  %s%n";

    private final Path directory;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Report(Path directory) {
        this.directory = directory;
    }

    /** Adds and writes, so that a run that is broken off leaves what it measured. */
    void add(List<Figure> more) throws IOException {
        figures.addAll(more);
        JSON.writeValue(directory.resolve("results.json").toFile(), figures);
    }

    void failed(String suite, String why) {
        failures.add(suite + ": " + why.lines().findFirst().orElse("no reason was given"));
    }

    boolean complete() {
        return failures.isEmpty();
    }

    void print(PrintStream out) {
        out.println();
        out.printf(ROW, "measure", "value", "unit", "peer", "its value", "ratio", "reach");
        for (Figure figure : figures) {
            out.printf(
                    ROW,
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    figure.peer() == null ? "" : figure.peer(),
                    figure.peerValue() == null ? "" : number(figure.peerValue()),
                    figure.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", figure.ratio()),
                    Reach.verdict(figure));
        }
        failures.forEach(failure -> out.println("not measured: " + failure));
        out.println("\nAll of it: " + directory.resolve("results.json"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1_000 ? "%,.0f" : "%.2f", value);
    }
}
