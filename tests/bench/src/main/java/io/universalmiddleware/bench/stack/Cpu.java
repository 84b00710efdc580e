package io.universalmiddleware.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CPU time that processes have used with their children (this JVM: without what it measures) since this was made, in seconds; from
 * {@code /proc/[pid]/stat}, see proc(5), whose unit is 10 ms.
 */
public final class Cpu {
    private static final double TICKS_PER_SECOND = 100;
    private static final long SELF = ProcessHandle.current().pid();
    private static final int FIELDS_BEFORE_TIMES = 11;

    private final Map<String, Long> processes;
    private final Map<String, Double> before;
    private final long begin = System.nanoTime();

    private Cpu(Map<String, Long> processes) {
        this.processes = Map.copyOf(processes);
        this.before = read();
    }

    public static Cpu of(Map<String, Long> processes) {
        return new Cpu(processes);
    }

    public double seconds(String process) {
        return read().getOrDefault(process, 0.0) - before.getOrDefault(process, 0.0);
    }

    /** Cores used on average, for people: {@code platform 1.10, PostgreSQL 0.40}. */
    public String cores() {
        double elapsed = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> now = read();
        return processes.keySet().stream()
                .sorted()
                .map(name -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        name,
                        (now.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0)) / elapsed))
                .collect(Collectors.joining(", "));
    }

    /** What one process has used since it began, with the children that it waited for; 0 once it is gone. */
    public static double used(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
            double ticks = 0;
            for (int i = FIELDS_BEFORE_TIMES; i < FIELDS_BEFORE_TIMES + 4; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return 0;
        }
    }

    private Map<String, Double> read() {
        Map<String, Double> used = new LinkedHashMap<>();
        processes.forEach((name, pid) -> {
            Stream<Long> children = pid == SELF
                    ? Stream.empty()
                    : ProcessHandle.of(pid).stream()
                            .flatMap(ProcessHandle::descendants)
                            .map(ProcessHandle::pid);
            used.put(
                    name,
                    Stream.concat(Stream.of(pid), children)
                            .mapToDouble(Cpu::used)
                            .sum());
        });
        return used;
    }
}
