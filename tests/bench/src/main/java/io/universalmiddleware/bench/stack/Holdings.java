package io.universalmiddleware.bench.stack;

import io.universalmiddleware.stores.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a stack holds at one moment.
 *
 * @param heapMebibytes live objects of the platform
 * @param threads of the platform
 * @param descriptors of files and sockets that the platform has open
 * @param memory MiB (Pss) by process
 * @param disk MiB in the directory of each process: data, journals, logs
 */
public record Holdings(
        double heapMebibytes, long threads, long descriptors, Map<String, Double> memory, Map<String, Double> disk) {
    private static final double MEBIBYTE = 1 << 20;

    public static Holdings of(MeasuredStack stack) throws IOException, InterruptedException {
        long platform = stack.stack().platform().pid();
        double heap =
                LiveHeap.bytes(platform) / MEBIBYTE; // first: the JVM's memory is then that of one that has collected
        Map<String, Double> disk = new LinkedHashMap<>();
        for (ServerProcess part : stack.stack().parts()) {
            disk.put(part.name(), (double) Math.round(size(part.directory().toFile()) / MEBIBYTE));
        }
        return new Holdings(
                heap, entries(platform, "task"), entries(platform, "fd"), Memory.proportional(stack.processes()), disk);
    }

    @Override
    public String toString() {
        return "heap %.1f MiB, %d threads, %d descriptors; memory MiB %s; disk MiB %s"
                .formatted(heapMebibytes, threads, descriptors, memory, disk);
    }

    private static long entries(long pid, String what) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), what))) {
            return entries.count();
        }
    }

    /** Files come and go meanwhile: one that is gone holds nothing. */
    static long size(File file) {
        File[] entries = file.listFiles();
        return entries == null
                ? file.length()
                : Stream.of(entries).mapToLong(Holdings::size).sum();
    }
}
