package io.universalmiddleware.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Dockerfile as its instructions, in order, each on one line. */
record Dockerfile(List<String> instructions) {

    static Dockerfile read(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        return new Dockerfile(
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    /** What follows the keyword, for each instruction with it. */
    List<String> all(String keyword) {
        return instructions.stream().flatMap(line -> of(keyword, line)).toList();
    }

    private static Stream<String> of(String keyword, String line) {
        return line.startsWith(keyword + ' ')
                ? Stream.of(line.substring(keyword.length() + 1).strip())
                : Stream.empty();
    }
}
