package io.universalmiddleware.bench.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * A profile says where the platform's threads were when Java Flight Recorder looked at them. It does not see the JVM's own
 * work: compilers and collector.
 */
final class Profile {
    private static final int SHOWN = 12;
    private static final int AREA_DEPTH = 3;
    private static final Set<String> SAMPLES = Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final Set<String> WAITING =
            Set.of("wait", "wait0", "poll", "poll0", "accept", "accept0", "epollWait");

    private final Map<String, Integer> threads = new HashMap<>();
    private final Map<String, Integer> areas = new HashMap<>();
    private final Map<String, Integer> methods = new HashMap<>();
    private final Map<String, Integer> ours = new HashMap<>();
    private int samples;

    private Profile() {}

    /** @param since what was earlier does not count */
    static Profile of(Path recording, Instant since) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (SAMPLES.contains(event.getEventType().getName())
                        && event.getStartTime().isAfter(since)
                        && event.getStackTrace() != null) {
                    profile.add(event.getStackTrace().getFrames(), event.getThread("sampledThread"));
                }
            }
        }
        return profile;
    }

    List<String> lines() {
        Map<String, Map<String, Integer>> parts = new LinkedHashMap<>();
        parts.put("by thread", threads);
        parts.put("by innermost frame that is not the JDK's", areas);
        parts.put("by innermost frame", methods);
        parts.put("by innermost frame of ours", ours);
        List<String> lines = new ArrayList<>();
        parts.forEach((title, part) -> {
            lines.add("profile of " + samples + " samples " + title);
            part.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                    .limit(SHOWN)
                    .forEach(entry ->
                            lines.add("  %4.1f %% %s".formatted(100.0 * entry.getValue() / samples, entry.getKey())));
        });
        return lines;
    }

    private void add(List<RecordedFrame> frames, RecordedThread thread) {
        if (frames.isEmpty() || WAITING.contains(frames.get(0).getMethod().getName())) {
            return;
        }
        samples++;
        count(threads, String.valueOf(thread.getJavaName()).replaceAll("[0-9]+", "N"));
        count(methods, type(frames.get(0)) + "." + frames.get(0).getMethod().getName());
        count(
                areas,
                frames.stream()
                        .map(Profile::type)
                        .filter(Profile::isNotJdk)
                        .findFirst()
                        .map(Profile::area)
                        .orElse("JDK"));
        frames.stream()
                .filter(frame -> type(frame).startsWith("io.universalmiddleware."))
                .findFirst()
                .ifPresent(frame ->
                        count(ours, type(frame) + "." + frame.getMethod().getName()));
    }

    private static void count(Map<String, Integer> part, String what) {
        part.merge(what, 1, Integer::sum);
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static boolean isNotJdk(String type) {
        return !type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.");
    }

    private static String area(String type) {
        String[] parts = type.split("\\.", AREA_DEPTH + 1);
        return parts.length <= AREA_DEPTH ? type : String.join(".", parts[0], parts[1], parts[2]);
    }
}
