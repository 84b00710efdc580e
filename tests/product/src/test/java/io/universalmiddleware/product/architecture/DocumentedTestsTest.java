package io.universalmiddleware.product.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the documentation names as proof are there. */
class DocumentedTestsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** Directories that hold no sources. */
    private static final Set<String> BESIDE = Set.of("target", ".git", ".um", "node_modules");

    /** A class and perhaps a method of it, and further methods behind commas. */
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][a-z]\\w*(?:Test|IT|E2E|Contract))(?:\\.(\\w+))?`((?:, `[a-z]\\w*`)*)");

    private static final Pattern FURTHER = Pattern.compile("`(\\w+)`");
    private static final Pattern PARENT = Pattern.compile(" (?:extends|implements) (\\w+)");

    @Test
    void everyTestThatIsNamedAsProofIsThere() throws IOException {
        Map<String, List<Path>> tests = tests();
        Set<String> named = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (Path page : pages()) {
            Matcher found = NAMED.matcher(Files.readString(page));
            while (found.find()) {
                String type = found.group(1);
                named.add(type);
                if (!tests.containsKey(type)) {
                    missing.add(page.getFileName() + ": " + type);
                }
                Stream.concat(Stream.ofNullable(found.group(2)), further(found.group(3)))
                        .filter(method -> !has(tests, type, method))
                        .forEach(method -> missing.add(page.getFileName() + ": " + type + '.' + method));
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(100);
    }

    private static Stream<String> further(String methods) {
        return FURTHER.matcher(methods).results().map(found -> found.group(1));
    }

    /** Whether a class of that name has a method, or what it extends has. */
    private static boolean has(Map<String, List<Path>> tests, String type, String method) {
        return tests.getOrDefault(type, List.of()).stream()
                .map(DocumentedTestsTest::read)
                .anyMatch(text -> {
                    Matcher parent = PARENT.matcher(text);
                    return text.contains(" " + method + "(") || parent.find() && has(tests, parent.group(1), method);
                });
    }

    private static Map<String, List<Path>> tests() throws IOException {
        Map<String, List<Path>> tests = new HashMap<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return BESIDE.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java") && file.toString().contains("/src/test/")) {
                    tests.computeIfAbsent(name.replace(".java", ""), type -> new ArrayList<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException why) {
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }

    private static Set<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
