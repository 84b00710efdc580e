package io.universalmiddleware.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The memory of processes with their children, in which pages that several share count once (Pss, see proc(5)). */
public final class Memory {
    private static final double KIB_PER_MIB = 1024;

    private Memory() {}

    /** MiB by name, rounded. */
    public static Map<String, Double> proportional(Map<String, Long> processes) {
        Map<String, Double> used = new LinkedHashMap<>();
        processes.forEach((name, pid) -> used.put(name, (double) Math.round(Stream.concat(
                                Stream.of(pid),
                                ProcessHandle.of(pid).stream()
                                        .flatMap(ProcessHandle::descendants)
                                        .map(ProcessHandle::pid))
                        .mapToDouble(Memory::kibibytes)
                        .sum()
                / KIB_PER_MIB)));
        return used;
    }

    private static double kibibytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
