package io.universalmiddleware.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JVM's own log of its collections ({@code -Xlog:gc}). */
final class GcLog {
    private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\) ([0-9.]+)ms");

    private GcLog() {}

    static OptionalDouble peakMebibytes(Path log) throws IOException {
        return most(log, pause -> Double.parseDouble(pause.group(1)));
    }

    static OptionalDouble longestPauseMillis(Path log) throws IOException {
        return most(log, pause -> Double.parseDouble(pause.group(4)));
    }

    private static OptionalDouble most(Path log, ToDoubleFunction<Matcher> of) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(PAUSE::matcher)
                    .filter(Matcher::find)
                    .mapToDouble(of)
                    .max();
        }
    }
}
